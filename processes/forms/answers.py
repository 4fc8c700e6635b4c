"""Answers to a form, checked once for page and API alike."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from processes.forms import fields
from processes.forms.circumstances import Circumstances, KnownMoment
from processes.forms.component import Component, Condition
from processes.forms.definition import FormDefinition, FormRejected, RoutingDeclared
from processes.forms.listed_agency import ListedAgency
from processes.forms.refusals import FieldError, Refused, misshapen, missing, unknown_fields
from processes.forms.soundness import cross_findings
from processes.forms.wording import GENERAL, Wording

__all__ = ["Answers", "AnswersRejected", "FieldError", "check", "is_shown"]

ROW_LIMIT: Final = 50


@dataclass(frozen=True, slots=True)
class Answers:
    """Canonical answers (keys sorted, JSON-able) and the routing values they give."""

    values: dict[str, Any]
    routing: dict[str, str]

    def to_bytes(self) -> bytes:
        """The stored form of the values: the same answers give the same bytes anywhere."""
        text = json.dumps(self.values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return text.encode()


class AnswersRejected(ValueError):
    """Có chỗ cần sửa trước khi nộp. Some answers must be mended before the form can be sent."""

    def __init__(self, errors: tuple[FieldError, ...]) -> None:
        self.errors = errors
        super().__init__("; ".join(f"{one.path}: {one.message['en']}" for one in errors))


def check(
    definition: FormDefinition,
    raw: Mapping[str, object],
    *,
    now: datetime,
    wording: Wording = GENERAL,
    known: Mapping[str, KnownMoment] | None = None,
    filed_at: datetime | None = None,
    routing_declared: RoutingDeclared | None = None,
    agencies: Mapping[int, ListedAgency] | None = None,
) -> Answers:
    """Read the answers of a form; canonical values, checked again, give themselves.

    `now` is an aware moment; `known` are moments of the case by routing name, `filed_at` is when
    the form that is corrected was filed, `agencies` are those of the list. Fields whose condition
    is false are dropped unread.
    Raises AnswersRejected with every error at once, in the order of the form; FormRejected where
    the form sets a routing value that is not declared.
    """
    if routing_declared is not None:
        _refuse_undeclared(definition, routing_declared)
    given = Circumstances(now, filed_at or now, known or {}, agencies or {})
    values, errors = _level(definition.components, raw, given=given, above={})
    if errors:
        raise AnswersRejected(
            tuple(FieldError(one.path, wording.fill(one.message)) for one in errors)
        )
    return Answers(values, _routing(definition.components, values))


def is_shown(
    condition: Condition | None, values: Mapping[str, Any], above: Mapping[str, Any]
) -> bool:
    """Whether a component with this condition is asked, given the answers of its level and above.

    An unanswered field equals nothing, is in nothing and contains nothing.
    """
    if condition is None:
        return True
    answer = values.get(condition.field, above.get(condition.field))
    match condition.op:
        case "eq":
            return bool(answer == condition.value)
        case "ne":
            return bool(answer != condition.value)
        case "in":
            return answer in (condition.value or ())
        case "contains":
            return condition.value in (answer or ())
        case "filled":
            return answer is not None


def _level(
    components: Sequence[Component],
    raw: Mapping[str, Any],
    *,
    given: Circumstances,
    above: Mapping[str, Any],
) -> tuple[dict[str, Any], list[FieldError]]:
    """The values of one level, keys sorted, and the errors, in the order of the form."""
    values: dict[str, Any] = {}
    errors: list[FieldError] = []
    for one in components:
        if not one.is_field or not is_shown(one.when, values, above):
            continue
        try:
            answer = raw.get(one.key)
            if one.type == "rows":
                value: Any = _rows(one, answer, given=given, above={**above, **values})
            else:
                value = fields.read(one, answer, given=given)
            if value is not None:
                _refuse_wrong_order(one, value, values, components)
                values[one.key] = value
        except Refused as refused:
            errors += (error.within(one.key) for error in refused.errors)
    asked = {one.key for one in components if one.is_field}
    errors += unknown_fields(key for key in raw if key not in asked)
    return dict(sorted(values.items())), errors


def _rows(
    component: Component, raw: Any, *, given: Circumstances, above: Mapping[str, Any]
) -> list[dict[str, Any]] | None:
    """The rows that hold anything; an untouched row of the page is left out."""
    if raw is None or raw == "":
        raw = []
    if not isinstance(raw, list | tuple):
        raise misshapen()
    limit = component.max or ROW_LIMIT
    # Rows without a word do not count, but nobody sends thousands of them either.
    written = [row for row in raw if not _is_blank(row)]
    if len(written) > limit or len(raw) > 2 * limit + ROW_LIMIT:
        raise Refused.because(
            f"Bớt {max(len(written), len(raw)) - limit} dòng: mục này nhận tối đa {limit} dòng",
            f"Remove {max(len(written), len(raw)) - limit} rows: at most {limit} fit here",
        )
    # A row's own field hides one of the same key above it, answered or not.
    own = {one.key for one in component.components}
    above = {key: value for key, value in above.items() if key not in own}
    rows: list[dict[str, Any]] = []
    errors: list[FieldError] = []
    for index, row in enumerate(raw):
        if _is_blank(row):
            continue
        if not isinstance(row, dict):
            errors += (error.within(str(index)) for error in misshapen().errors)
            continue
        values, wrong = _level(component.components, row, given=given, above=above)
        errors += (error.within(str(index)) for error in wrong)
        if values:
            rows.append(values)
    if errors:
        raise Refused(errors)
    if not rows and component.required:
        raise Refused([FieldError("", missing(component))])
    return rows or None


def _is_blank(row: Any) -> bool:
    answers = row.values() if isinstance(row, dict) else (row,)
    return all(_is_empty(part) for one in answers for part in _parts(one))


def _parts(answer: Any) -> Iterable[Any]:
    """The typed parts of an answer: two levels are all that a field has."""
    if isinstance(answer, dict):
        return answer.values()
    return answer if isinstance(answer, list | tuple) else (answer,)


def _is_empty(part: Any) -> bool:
    return part is None or (isinstance(part, str) and not part.strip())


def _refuse_wrong_order(
    component: Component, value: str, values: Mapping[str, Any], level: Sequence[Component]
) -> None:
    # ISO dates, and ISO moments in UTC, sort as they follow one another.
    if component.not_before is None or value >= values.get(component.not_before, ""):
        return
    first = next(one for one in level if one.key == component.not_before)
    vi, en = ("ngày giờ", "time") if component.type == "moment" else ("ngày", "day")
    raise Refused.because(
        f"Chọn {vi} không trước mục “{first.label['vi']}”",
        f"Choose a {en} that is not before “{first.label['en']}”",
    )


def _routing(components: Sequence[Component], values: Mapping[str, Any]) -> dict[str, str]:
    routing: dict[str, str] = {}
    for one in components:
        if one.routing is None or not is_shown(one.when, values, {}):
            continue
        if one.type == "constant" and one.value is not None:
            routing[one.routing] = one.value
        elif one.key in values:
            routing[one.routing] = values[one.key]
    return dict(sorted(routing.items()))


def _refuse_undeclared(definition: FormDefinition, declared: RoutingDeclared) -> None:
    findings = cross_findings(definition.id, definition.components, declared)
    if findings:
        raise FormRejected(findings)
