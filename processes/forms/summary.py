"""A filled form as people read it again: on a page, on paper, beside a later form."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest
from typing import Any, Final, Literal, TypeAlias

from processes.forms.answers import is_shown
from processes.forms.component import Component, Private
from processes.forms.definition import FormDefinition
from processes.forms.levels import level_hint
from processes.forms.moments import spoken_date, spoken_time
from processes.forms.wording import GENERAL, Language, Text, Wording
from processes.working_time.date_words import WEEKDAYS_EN, WEEKDAYS_VI
from processes.working_time.local_time import ZONE


@dataclass(frozen=True, slots=True)
class Table:
    """A table of levels in words; `hint` says the counts and which way it reads."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    hint: str


@dataclass(frozen=True, slots=True)
class Line:
    """One answer under its label; a heading has the content ""."""

    key: str
    label: str
    content: Content
    private: Private
    kind: Literal["heading", "text", "rows", "table"]


Content: TypeAlias = str | tuple[tuple[Line, ...], ...] | Table

_COLUMNS: Final[Mapping[str, Text]] = {
    "row": Text(vi="Nội dung", en="Item"),
    "level": Text(vi="Mức", en="Level"),
    "reason": Text(vi="Căn cứ", en="Grounds"),
}


def summary(
    definition: FormDefinition,
    values: Mapping[str, Any],
    language: Language,
    wording: Wording = GENERAL,
    *,
    hide: Collection[Private] = (),
) -> list[Line]:
    """The given answers in the order of the form, with the headings that have any.

    `values` are those of `check`; `hide` leaves out answers by their private mark, so that the
    informant is shown only to those who may know.
    """
    lines = _lines(definition.worded(wording).components, values, {}, language, hide)
    return list(_without_empty_headings(list(lines)))


def spoken_moment(moment: datetime, language: Language) -> str:
    """`10:00 thứ Bảy, 22/8/2026`, in Vietnam's time."""
    local = moment.astimezone(ZONE)
    weekday = (WEEKDAYS_EN if language == "en" else WEEKDAYS_VI)[local.weekday()]
    between = " " if language == "vi" else " on "
    return f"{spoken_time(local.time())}{between}{weekday}, {spoken_date(local.date())}"


def _lines(
    components: Sequence[Component],
    values: Mapping[str, Any],
    above: Mapping[str, Any],
    language: Language,
    hide: Collection[Private],
) -> Iterator[Line]:
    for one in components:
        if one.private in hide:
            continue
        label = one.label[language]
        if one.type == "heading" and is_shown(one.when, values, above):
            yield Line(one.key, label, "", one.private, "heading")
        elif one.key not in values:
            continue
        elif one.type == "rows":
            inner = {**above, **values}
            groups = (
                tuple(_lines(one.components, row, inner, language, hide)) for row in values[one.key]
            )
            filled = tuple(group for group in groups if group)
            yield Line(one.key, label, filled, one.private, "rows")
        elif one.type == "levels":
            table = _table(one, values[one.key], language)
            yield Line(one.key, label, table, one.private, "table")
        else:
            text = _spoken(one, values[one.key], language)
            yield Line(one.key, label, text, one.private, "text")


def _without_empty_headings(lines: Sequence[Line]) -> Iterator[Line]:
    for line, following in zip_longest(lines, lines[1:]):
        if line.kind != "heading" or (following is not None and following.kind != "heading"):
            yield line


def _spoken(component: Component, value: Any, language: Language) -> str:
    labels = {choice.value: choice.label[language] for choice in component.values}
    match component.type:
        case "radio" | "select":
            return labels[value]
        case "checkboxes":
            return "; ".join(labels[one] for one in value)
        case "date":
            return spoken_date(date.fromisoformat(value))
        case "moment":
            return spoken_moment(datetime.fromisoformat(value), language)
        case "agency":
            return f"{value['name']} ({labels[value['kind']]})"
        case "birth" if value["kind"] == "date":
            return spoken_date(date.fromisoformat(value["date"]))
        case "birth":
            age = value["age"]
            return f"khoảng {age} tuổi" if language == "vi" else f"about {age} years old"
        case _:
            return str(value)


def _table(component: Component, answer: Mapping[str, Any], language: Language) -> Table:
    return Table(
        headings=tuple(_COLUMNS[one][language] for one in ("row", "level", "reason")),
        rows=tuple(
            (
                row.label[language],
                _level(component, answer[row.value], language),
                answer[row.value].get("reason", ""),
            )
            for row in component.rows
            if row.value in answer
        ),
        hint=level_hint(component, answer, language),
    )


def _level(component: Component, answer: Mapping[str, str], language: Language) -> str:
    labels = {level.value: level.label[language] for level in component.levels}
    return labels.get(answer.get("level", ""), "")
