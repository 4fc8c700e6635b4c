"""What was entered in a calendar, by year: each entry with its source, and whose it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from processes.working_time.inheritance import DATED, LISTS
from processes.working_time.sessions import Session
from service.languages import language
from service.pages import moments
from service.pages.calendar_month import told
from service.speech import gettext as _

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Removal:
    """Which entry a button takes away."""

    part: str
    index: int


@dataclass(frozen=True)
class Entry:
    """An entry; `origin` is the body that it is inherited from, `removal` None where it is not
    the owner's own.
    """

    when: str
    what: str
    source: str
    origin: str
    removal: Removal | None
    first: date


def of_year(
    own: Mapping[str, Any], inherited: Mapping[str, Any], body: str, year: int
) -> tuple[Entry, ...]:
    """What holds on dates of the year, in order; what the owner replaces is left out."""
    dates = {row["date"] for part in DATED for row in own.get(part, ())}
    # Its own week or seasons take the place of the seasons of the body.
    replaced = {"seasons"} if {"week", "seasons"} & set(own) else set()
    found = [
        *(_entry(part, row, "", Removal(part, index)) for part, index, row in _rows(own)),
        *(
            _entry(part, row, body, None)
            for part, _index, row in _rows(inherited)
            if row.get("date") not in dates and part not in replaced
        ),
    ]
    return tuple(
        sorted(
            (entry for entry, last in found if entry.first.year <= year <= last.year),
            key=lambda entry: entry.first,
        )
    )


def _rows(document: Mapping[str, Any]) -> Iterator[tuple[str, int, Row]]:
    for part in LISTS:
        for index, row in enumerate(document.get(part, ())):
            yield part, index, row


def _entry(part: str, row: Row, origin: str, removal: Removal | None) -> tuple[Entry, date]:
    first, last = _span(row)
    when = (
        moments.title_of_day(first)
        if first == last
        else _("%(first)s đến hết %(last)s", first=moments.short_day(first),
               last=moments.short_day(last))
    )  # fmt: skip
    source = row.get("source", "")
    return Entry(when, _what(part, row), source, origin, removal, first), last


def _span(row: Row) -> tuple[date, date]:
    if "date" in row:
        on = date.fromisoformat(row["date"])
        return on, on
    return date.fromisoformat(row["from"]), date.fromisoformat(row["to"])


def _what(part: str, row: Row) -> str:
    name = _name(row)
    if part == "holidays":
        return _("Nghỉ lễ: %(name)s", name=name)
    if part == "seasons":
        return _("Mùa: %(name)s", name=name)
    if part == "closures":
        return _("Đóng cửa: %(name)s", name=name)
    if row["kind"] == "day_off":
        return _("Ngày nghỉ: %(name)s", name=name) if name else _("Ngày nghỉ")
    replaced = moments.short_day(date.fromisoformat(row["for"]))
    if "sessions" in row:
        hours = told(tuple(Session.from_text(text) for text in row["sessions"]))
        return _("Làm bù cho %(day)s, %(hours)s", day=replaced, hours=hours)
    return _("Làm bù cho %(day)s", day=replaced)


def _name(row: Row) -> str:
    names = row.get("name", {})
    return str(names.get(language()) or names.get("vi", ""))
