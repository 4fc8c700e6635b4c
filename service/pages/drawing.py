"""Draws each kind of component: from what was kept or typed to a field of the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from processes.agencies import Offered
from processes.forms.answers import ROW_LIMIT
from processes.forms.component import Choice, Component
from processes.forms.levels import level_counts
from processes.forms.moments import spoken_date, spoken_time
from processes.forms.wording import Language
from processes.working_time.local_time import ZONE
from service.pages.agency_field import agency_field
from service.pages.conditions import TYPED, Chain, Guard, Level, Triggers, arrange, group
from service.pages.fields import Count, Field, Option
from service.speech import gettext as _

# How wide a field stands in a row of a repeated group, from 48rem on.
_WIDTHS = {"number": "third", "date": "third", "phone": "third", "text": "half", "select": "half"}


@dataclass(frozen=True, slots=True)
class Drawing:
    """One form being drawn: its errors by field name, the values on which conditions turn."""

    messages: Mapping[str, str]
    used: Mapping[str, set[str]]
    language: Language
    triggers: Triggers
    agencies: Offered

    def fields(self, level: Level, values: Mapping[str, Any]) -> list[tuple[Chain, Field]]:
        """The fields of a level, each with the conditions under which it is shown."""
        return [
            (level.chain(one), self._field(one, level, values.get(one.key)))
            for one in level.components
            if one.type not in ("constant", "heading")
        ]

    def _field(self, one: Component, level: Level, value: Any) -> Field:
        match one.type:
            case "radio" | "select" | "checkboxes":
                return self._simple(one, level, options=self._options(one, level, value))
            case "moment":
                return self._moment(one, level, value)
            case "birth":
                return self._birth(one, level, value)
            case "agency":
                return agency_field(
                    one,
                    self._simple(one, level),
                    value,
                    self.agencies,
                    messages=self.messages,
                    language=self.language,
                    triggers=self.triggers,
                )
            case "rows":
                return self._rows(one, level, value)
            case "levels":
                return self._levels(one, level, value)
            case "date":
                return _with_example(self._simple(one, level, value=_spoken_day(value)))
            case _:
                return self._simple(one, level, value=_typed(value))

    def _simple(self, one: Component, level: Level, **more: Any) -> Field:
        name = level.within + one.key
        trigger = self.triggers.text(name) if one.key in self.used and one.type in TYPED else ""
        return Field(
            kind=one.type,
            name=name,
            label=one.label[self.language],
            hint=one.hint[self.language] if one.hint else "",
            error=self.messages.get(name, ""),
            optional=one.is_field and not one.required,
            trigger=trigger,
            width=_WIDTHS.get(one.type, "") if level.above else "",
            staff=one.staff,
            **more,
        )

    def _options(self, one: Component, level: Level, value: Any) -> tuple[Option, ...]:
        name = level.within + one.key
        chosen = value if isinstance(value, list) else [value]
        return tuple(
            self._option(name, number, choice, chosen, self.used.get(one.key, set()))
            for number, choice in enumerate(one.values)
        )

    def _option(
        self, name: str, number: int, choice: Choice, chosen: Sequence[Any], used: set[str]
    ) -> Option:
        return Option(
            id=f"f-{name}" + (f"-{number}" if number else ""),
            value=choice.value,
            label=choice.label[self.language],
            hint=choice.hint[self.language] if choice.hint else "",
            checked=choice.value in chosen,
            trigger=self.triggers.option(name, choice.value) if choice.value in used else "",
        )

    def _moment(self, one: Component, level: Level, value: Any) -> Field:
        name = level.within + one.key
        typed = _parts_of_moment(value)
        labels = {"time": _("Giờ, ví dụ 14:30"), "date": _("Ngày, ví dụ 24/8/2026")}
        parts = {
            part: Field(
                kind=part,
                name=f"{name}-{part}",
                label=label,
                error=self.messages.get(f"{name}-{part}", ""),
                value=_typed(typed.get(part)),
            )
            for part, label in labels.items()
        }
        return self._simple(one, level, parts=parts)

    def _birth(self, one: Component, level: Level, value: Any) -> Field:
        name = level.within + one.key
        given = value if isinstance(value, dict) else {}
        known = self._birth_part(name, "date", _("Ngày sinh"), _spoken_day(given.get("date")))
        guessed = self._birth_part(
            name, "age", _("Khoảng bao nhiêu tuổi?"), _typed(given.get("age"))
        )
        options = []
        for label, inner in (
            (_("Biết ngày sinh"), known),
            (_("Chỉ ước lượng được tuổi"), guessed),
        ):
            kind = inner.name.rpartition("-")[2]
            guard = Guard(f"{name}-kind", one.label[self.language], (kind,), (label,))
            options.append(
                Option(
                    id=f"f-{name}" if kind == "date" else f"f-{name}-kind-{kind}",
                    value=kind,
                    label=label,
                    checked=given.get("kind") == kind,
                    trigger=self.triggers.option(guard.name, kind),
                    inside=(group(guard, (inner,), self.triggers),),
                )
            )
        return self._simple(one, level, options=tuple(options))

    def _birth_part(self, name: str, part: str, label: str, value: str) -> Field:
        return Field(
            kind="date" if part == "date" else "number",
            name=f"{name}-{part}",
            label=label,
            hint=_("Ngày/tháng/năm, ví dụ 5/9/2014") if part == "date" else "",
            error=self.messages.get(f"{name}-{part}", ""),
            value=value,
        )

    def _rows(self, one: Component, level: Level, value: Any) -> Field:
        name = level.within + one.key
        given = value if isinstance(value, list) else [{}] * one.required
        noun = one.item or one.label
        rows = []
        for number, row in enumerate(given):
            inner = Level(one.components, self.language, f"{name}-{number}-", level)
            answers = row if isinstance(row, dict) else {}
            rows.append(
                Field(
                    kind="row",
                    name=f"{name}-{number}",
                    label=noun[self.language],
                    number=number + 1,
                    error=self.messages.get(f"{name}-{number}", ""),
                    inside=arrange(self.fields(inner, answers), self.triggers),
                )
            )
        item = noun[self.language]
        return self._simple(
            one,
            level,
            rows=tuple(rows),
            item=item[:1].lower() + item[1:],
            may_add=len(rows) < (one.max or ROW_LIMIT),
        )

    def _levels(self, one: Component, level: Level, value: Any) -> Field:
        name = level.within + one.key
        given = {
            row.value: value[row.value] if isinstance(value[row.value], dict) else {}
            for row in one.rows
            if isinstance(value, dict) and row.value in value
        }
        answered = {key: row for key, row in given.items() if row.get("level")}
        counts = level_counts(one, answered)
        labels = {choice.value: choice.label[self.language] for choice in one.levels}
        return self._simple(
            one,
            level,
            rows=tuple(
                self._level_row(one, name, row, given.get(row.value, {})) for row in one.rows
            ),
            tally=tuple(Count(key, labels[key], number) for key, number in counts.items()),
        )

    def _level_row(
        self, one: Component, table: str, row: Choice, given: Mapping[str, Any]
    ) -> Field:
        name = f"{table}-{row.value}"
        reason = Field(
            kind="textarea",
            name=f"{name}-reason",
            label=_("Căn cứ"),
            error=self.messages.get(f"{name}-reason", ""),
            optional=one.reasons == "optional",
            value=_typed(given.get("reason")),
        )
        return Field(
            kind="level",
            name=name,
            label=row.label[self.language],
            hint=row.hint[self.language] if row.hint else "",
            error=self.messages.get(name) or self.messages.get(f"{name}-level", ""),
            options=tuple(
                self._option(name, number, choice, [given.get("level")], set())
                for number, choice in enumerate(one.levels)
            ),
            inside=(reason,),
        )


def _with_example(day: Field) -> Field:
    """The box for a date, which says how one is written."""
    example = _("Ngày/tháng/năm, ví dụ 24/8/2026.")
    return replace(day, hint=f"{day.hint} {example}".strip())


def _typed(value: Any) -> str:
    """What stands in the box again: a field that came twice shows its first value."""
    if isinstance(value, list):
        value = next(iter(value), "")
    return "" if value is None or isinstance(value, dict) else str(value)


def _spoken_day(value: Any) -> str:
    """A kept date as people write it; anything else as it was typed."""
    typed = _typed(value)
    try:
        return spoken_date(date.fromisoformat(typed)) if len(typed) == 10 else typed
    except ValueError:
        return typed


def _parts_of_moment(value: Any) -> Mapping[str, Any]:
    """Date and time of a kept moment in Vietnam; the two boxes as typed otherwise."""
    if isinstance(value, dict):
        return value
    try:
        local = datetime.fromisoformat(_typed(value)).astimezone(ZONE)
    except ValueError:
        return {"date": value}
    return {"date": spoken_date(local.date()), "time": spoken_time(local.time())}
