"""The kinds of field: from what was typed to the one canonical value."""

from __future__ import annotations

import re
from typing import Any, Final

from processes.forms.agencies import read_agency
from processes.forms.circumstances import Circumstances
from processes.forms.component import Component
from processes.forms.levels import read_levels
from processes.forms.moments import read_birth, read_date, read_moment
from processes.forms.refusals import FieldError, Refused, misshapen, missing, text_of
from processes.forms.texts import TEXT_LIMIT, TEXTAREA_LIMIT, clean_line, clean_lines

_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,12}")
_PHONE_MARKS: Final = re.compile(r"[\s().\-]")
# From short service numbers (111, 113, 115) to the 15 digits of ITU-T E.164.
_PHONE: Final = re.compile(r"\+?[0-9]{3,15}")


def read(component: Component, raw: Any, *, given: Circumstances) -> Any | None:
    """The canonical, JSON-able value of a field; None when empty and not required.

    Raises Refused with every error of the field. `rows` are read in answers.py.
    """
    value = _read(component, raw, given)
    if value is None and component.required:
        raise Refused([FieldError("", missing(component))])
    return value


def _read(component: Component, raw: Any, given: Circumstances) -> Any | None:
    match component.type:
        case "text":
            return clean_line(text_of(raw), limit=component.max or TEXT_LIMIT) or None
        case "textarea":
            return clean_lines(text_of(raw), limit=component.max or TEXTAREA_LIMIT) or None
        case "radio" | "select":
            return _choice(component, text_of(raw))
        case "checkboxes":
            return _choices(component, raw)
        case "number":
            return _number(component, raw)
        case "phone":
            return _phone(text_of(raw))
        case "date":
            return read_date(component, raw, given)
        case "moment":
            return read_moment(component, raw, given)
        case "birth":
            return read_birth(raw, given)
        case "levels":
            return read_levels(component, raw)
        case "agency":
            return read_agency(component, raw, given)
        case "rows" | "heading" | "note" | "constant":
            raise AssertionError(f"{component.type} is not a single field")


def _choice(component: Component, raw: str) -> str | None:
    if not raw.strip():
        return None
    if raw not in {choice.value for choice in component.values}:
        raise Refused.because(
            f"Chọn lại ở mục “{component.label['vi']}”: lựa chọn vừa gửi không có trong mẫu",
            f"Choose again under “{component.label['en']}”: the choice sent is not in the form",
        )
    return raw


def _choices(component: Component, raw: Any) -> list[str] | None:
    if raw is None or raw == "":
        return None
    if not isinstance(raw, list | tuple) or not all(isinstance(one, str) for one in raw):
        raise misshapen()
    chosen = set(raw)
    if len(chosen) < len(raw):
        raise misshapen()
    if not chosen <= {choice.value for choice in component.values}:
        raise Refused.because(
            f"Chọn lại ở mục “{component.label['vi']}”: có lựa chọn không có trong mẫu",
            f"Choose again under “{component.label['en']}”: a choice sent is not in the form",
        )
    return [choice.value for choice in component.values if choice.value in chosen] or None


def _number(component: Component, raw: Any) -> int | None:
    if isinstance(raw, bool) or not isinstance(raw, int | str | None):
        raise misshapen()
    typed = "" if raw is None else str(raw)[:40].strip() if isinstance(raw, str) else raw
    if typed == "":
        return None
    if isinstance(typed, str):
        if not _WHOLE.fullmatch(typed):
            raise Refused.because("Ghi bằng số, ví dụ 13", "Write a whole number, for example 13")
        typed = int(typed)
    low = -(10**9) if component.min is None else component.min
    high = 10**9 if component.max is None else component.max
    if not low <= typed <= high:
        raise Refused.because(
            f"Ghi một số từ {low} đến {high}", f"Write a number from {low} to {high}"
        )
    return typed


def _phone(raw: str) -> str | None:
    typed = _PHONE_MARKS.sub("", raw[:60])
    if not typed:
        return None
    if len(raw) > 60 or not _PHONE.fullmatch(typed):
        raise Refused.because(
            "Ghi số điện thoại bằng chữ số, ví dụ 0912 345 678",
            "Write the telephone number in digits, for example 0912 345 678",
        )
    return typed
