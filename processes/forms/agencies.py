"""The agency that a case is referred to: one of the list, or one written by hand with its kind.

The answer keeps name and kind as they were on that day, so an old case keeps the old name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from processes.forms.circumstances import Circumstances
from processes.forms.component import Component
from processes.forms.listed_agency import ListedAgency
from processes.forms.moments import spoken_date
from processes.forms.refusals import FieldError, Refused, known_parts, misshapen, text_of
from processes.forms.texts import clean_line
from processes.forms.wording import Text
from processes.working_time.local_time import today

OTHER: Final = "other"
NAME_LIMIT: Final = 300


@dataclass(frozen=True, slots=True)
class _Typed:
    number: str
    name: str
    kind: str


def read_agency(component: Component, raw: Any, given: Circumstances) -> dict[str, Any] | None:
    """{"id": number, "kind": value, "name": text}, without id where written by hand; or None."""
    if raw is None or raw == "":
        return None
    if not isinstance(raw, dict):
        raise misshapen()
    known_parts(raw, ("id", "name", "kind"))
    typed = _Typed(_number(raw), text_of(raw.get("name")), text_of(raw.get("kind")).strip())
    if typed.number not in ("", OTHER):
        return _from_list(component, typed.number, given)
    if not typed.number and not typed.name.strip() and not typed.kind:
        return None
    return _by_hand(component, typed, given)


def _number(raw: Mapping[str, Any]) -> str:
    number = raw.get("id")
    if isinstance(number, int) and not isinstance(number, bool):
        return str(number)
    return text_of(number).strip()


def _from_list(component: Component, number: str, given: Circumstances) -> dict[str, Any]:
    known = number.isascii() and number.isdecimal() and len(number) < 19
    agency = given.agencies.get(int(number)) if known else None
    if agency is None or agency.kind not in {choice.value for choice in component.values}:
        raise Refused.because(
            "Chọn lại nơi tiếp nhận: nơi vừa gửi không có trong danh sách",
            "Choose the agency again: the one sent is not in the list",
        )
    # A correction may name what was valid when the form was filed.
    days = (today(given.now), today(given.filed_at))
    if not any(agency.is_valid(on) for on in days):
        raise _not_valid(agency, days[0])
    return _answer(agency)


def _not_valid(agency: ListedAgency, on: date) -> Refused:
    if agency.valid_from > on:
        since = spoken_date(agency.valid_from)
        return Refused.because(
            f"{agency.name} nhận việc từ ngày {since}; chọn nơi khác",
            f"{agency.name} takes cases from {since}; choose another agency",
        )
    ended = spoken_date(agency.valid_to or on)
    if not agency.successor:
        return Refused.because(
            f"{agency.name} đã thôi nhận việc sau ngày {ended}; chọn nơi khác",
            f"{agency.name} takes no cases after {ended}; choose another agency",
        )
    return Refused.because(
        f"{agency.name} đã thôi nhận việc sau ngày {ended}; nơi thay thế là {agency.successor}, "
        "chọn lại nơi tiếp nhận",
        f"{agency.name} takes no cases after {ended}; {agency.successor} takes its place, "
        "choose the agency again",
    )


def _by_hand(component: Component, typed: _Typed, given: Circumstances) -> dict[str, Any]:
    errors = []
    name = ""
    try:
        name = clean_line(typed.name, limit=NAME_LIMIT)
        if not name:
            errors.append(_wanted("name", "Ghi tên nơi tiếp nhận", "Enter the agency's name"))
    except Refused as refused:
        errors += [error.within("name") for error in refused.errors]
    if typed.kind not in {choice.value for choice in component.values}:
        errors.append(_wanted("kind", "Chọn loại nơi tiếp nhận", "Choose the kind of agency"))
    if errors:
        raise Refused(errors)
    listed = _meant(name, typed.kind, given)
    return {"kind": typed.kind, "name": name} if listed is None else _answer(listed)


def _meant(name: str, kind: str, given: Circumstances) -> ListedAgency | None:
    """The one of the list that was written out by hand."""
    same = [
        one
        for one in given.agencies.values()
        if one.kind == kind
        and one.is_valid(today(given.now))
        and _folded(one.name) == _folded(name)
    ]
    return same[0] if len(same) == 1 else None


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _answer(agency: ListedAgency) -> dict[str, Any]:
    return {"id": agency.id, "kind": agency.kind, "name": agency.name}


def _wanted(part: str, vi: str, en: str) -> FieldError:
    return FieldError(part, Text(vi=vi, en=en))
