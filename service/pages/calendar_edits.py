"""What a form of `calendar_forms` makes of a calendar document, or why it cannot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from processes.forms.answers import AnswersRejected, check
from processes.forms.refusals import FieldError
from processes.forms.wording import Text
from processes.working_time import editing
from processes.working_time.inheritance import LISTS
from processes.working_time.refusals import (
    CalendarRefused,
    ClosureEndsTooEarly,
    SeasonEndsTooEarly,
    SeasonsOverlap,
    SourceMissing,
    WorkingTimeRefused,
)
from processes.working_time.sessions import WEEKDAY_KEYS, read_sessions
from service.pages.calendar_forms import definition

Document = Mapping[str, Any]
Values = Mapping[str, Any]

_AT_FIELD: dict[type[WorkingTimeRefused], str] = {
    SourceMissing: "source",
    SeasonEndsTooEarly: "to",
    ClosureEndsTooEarly: "to",
    SeasonsOverlap: "since",
}


def usual_week(whole: Document) -> dict[str, str]:
    """The fields of a week as it is kept: `07:30-11:30, 13:30-17:00`."""
    return {key: ", ".join(whole["week"].get(key, ())) for key in WEEKDAY_KEYS}


def edited(
    kind: str, raw: Mapping[str, object], document: Document, whole: Document, *, now: datetime
) -> Document:
    """`document` with what was typed; `whole` is the one in force. Raises AnswersRejected."""
    return _EDITS[kind](document, whole, _checked(kind, raw, now=now))


def without(document: Document, part: str, index: int) -> Document:
    """`document` without one entry, or without its own timetable (`week`).

    Raises LookupError where it has no such entry.
    """
    if part == "week":
        return {key: value for key, value in document.items() if key not in ("week", "seasons")}
    if part not in LISTS or not 0 <= index < len(document.get(part, ())):
        raise LookupError(part)
    return editing.without_entry(document, part, index)


def at_field(kind: str, refused: WorkingTimeRefused) -> FieldError:
    """A refusal of the whole calendar as a message at the field that it is about."""
    keys = [one.key for one in definition(kind).fields()]
    place = _AT_FIELD.get(type(refused), keys[0])
    return FieldError(place, Text(vi=refused.vi, en=refused.en))


def _checked(kind: str, raw: Mapping[str, object], *, now: datetime) -> dict[str, Any]:
    """The answers, sessions as lists and dates as dates; every error at once."""
    fields = list(definition(kind).fields())
    errors: list[FieldError] = []
    values: dict[str, Any] = {}
    try:
        values |= check(definition(kind), raw, now=now).values
    except AnswersRejected as rejected:
        errors += rejected.errors
    for one in fields:
        if one.key in (*WEEKDAY_KEYS, "sessions"):
            texts = _split(str(raw.get(one.key) or ""))
            error = _unreadable(texts, one.key, one.label)
            errors += [error] if error is not None else []
            values[one.key] = texts
        elif one.type == "date" and one.key in values:
            values[one.key] = date.fromisoformat(values[one.key])
    if errors:
        order = [one.key for one in fields]
        errors.sort(key=lambda one: order.index(one.path) if one.path in order else len(order))
        raise AnswersRejected(tuple(errors))
    return values


def _split(typed: str) -> list[str]:
    """`7:30-11:30; 13:30-17:00` as two sessions."""
    return [text.strip() for text in typed.replace(";", ",").split(",") if text.strip()]


def _unreadable(texts: list[str], key: str, label: Text) -> FieldError | None:
    told = {}
    for language, where in label.items():
        try:
            read_sessions(texts, where=str(where))
        except CalendarRefused as refused:
            told[language] = refused.message[language]
    return FieldError(key, Text(vi=told["vi"], en=told["en"])) if told else None


def _with_day_off(document: Document, whole: Document, values: Values) -> Document:
    del whole
    name = _name(values) if "name" in values else None
    return editing.with_day_off(document, values["on"], source=values["source"], name=name)


def _with_make_up(document: Document, whole: Document, values: Values) -> Document:
    del whole
    if values["swapped"] == "yes":
        document = editing.with_day_off(document, values["replaces"], source=values["source"])
    return editing.with_make_up(
        document,
        values["on"],
        replaces=values["replaces"],
        source=values["source"],
        sessions=values["sessions"],
    )


def _with_closure(document: Document, whole: Document, values: Values) -> Document:
    del whole
    return editing.with_closure(
        document, values["since"], values["to"], name=_name(values), source=values["source"]
    )


def _with_season(document: Document, whole: Document, values: Values) -> Document:
    # Its own seasons take the place of those of the body: they are kept beside the new one.
    return editing.with_season(
        dict(document) | {"seasons": whole["seasons"]},
        values["since"],
        values["to"],
        name=_name(values),
        week=_week(values),
        source=values.get("source"),
    )


def _with_week(document: Document, whole: Document, values: Values) -> Document:
    return editing.with_week(document, whole, _week(values), since=values["since"])


def _name(values: Values) -> dict[str, str]:
    english = {"en": values["name_en"]} if "name_en" in values else {}
    return {"vi": values["name"]} | english


def _week(values: Values) -> dict[str, list[str]]:
    return {key: values[key] for key in WEEKDAY_KEYS}


_EDITS: dict[str, Callable[[Document, Document, Values], Document]] = {
    "ngay-nghi": _with_day_off,
    "lam-bu": _with_make_up,
    "dong-cua": _with_closure,
    "mua": _with_season,
    "gio-lam-viec": _with_week,
}
