"""The entries of a calendar document that belong to dates: seasons, holidays, exceptions, closures.

Each is read from its place in the document (`where`, as in `holidays[3]`) and raises a
CalendarRefused that names the place; `to_document` gives it back in canonical form.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from processes.working_time.refusals import (
    ClosureEndsTooEarly,
    DateUnreadable,
    SeasonEndsTooEarly,
    SourceMissing,
)
from processes.working_time.sessions import Sessions, Week, read_sessions, read_week, write_week

Row = Mapping[str, Any]
Date = date
"""For a class that has a field `date`."""


@dataclass(frozen=True)
class Name:
    """English falls back to Vietnamese: a school may enter its own names in one language."""

    vi: str
    en: str

    @classmethod
    def read(cls, row: Row) -> "Name":
        return cls(row["vi"], row.get("en", row["vi"]))

    def to_document(self) -> dict[str, str]:
        return {"vi": self.vi, "en": self.en}


@dataclass(frozen=True)
class Season:
    """From `since` through `to` the school keeps `week` instead of its usual one."""

    name: Name
    since: date
    to: date
    week: Week
    source: str | None

    @classmethod
    def read(cls, row: Row, *, where: str) -> "Season":
        name = Name.read(row["name"])
        since, to = _span(row, where=where)
        if to < since:
            raise SeasonEndsTooEarly(name_vi=name.vi, name_en=name.en, since=since, to=to)
        week = read_week(row["week"], where=f"{where}.week")
        return cls(name, since, to, week, row.get("source"))

    def to_document(self) -> dict[str, Any]:
        source = {"source": self.source} if self.source is not None else {}
        return {
            "name": self.name.to_document(),
            "from": str(self.since),
            "to": str(self.to),
            "week": write_week(self.week),
        } | source


@dataclass(frozen=True)
class Holiday:
    date: date
    name: Name
    source: str

    @classmethod
    def read(cls, row: Row, *, where: str) -> "Holiday":
        on = read_date(row["date"], where=f"{where}.date")
        name = Name.read(row["name"])
        return cls(on, name, _source(row, where=where, what=name, on=on))

    def to_document(self) -> dict[str, Any]:
        return {
            "date": str(self.date),
            "name": self.name.to_document(),
            "source": self.source,
        }


@dataclass(frozen=True)
class DayOff:
    date: date
    name: Name | None
    source: str

    @classmethod
    def read(cls, row: Row, *, where: str) -> "DayOff":
        on = read_date(row["date"], where=f"{where}.date")
        name = Name.read(row["name"]) if "name" in row else None
        what = name or Name("ngày nghỉ", "day off")
        return cls(on, name, _source(row, where=where, what=what, on=on))

    def to_document(self) -> dict[str, Any]:
        name = {"name": self.name.to_document()} if self.name is not None else {}
        return {"kind": "day_off", "date": str(self.date), "source": self.source} | name


@dataclass(frozen=True)
class MakeUp:
    """Worked in place of `replaces`, with that day's sessions unless it has its own."""

    date: date
    replaces: Date
    sessions: Sessions | None
    source: str

    @classmethod
    def read(cls, row: Row, *, where: str) -> "MakeUp":
        on = read_date(row["date"], where=f"{where}.date")
        return cls(
            on,
            replaces=read_date(row["for"], where=f"{where}.for"),
            sessions=(
                read_sessions(row["sessions"], where=f"{where}.sessions")
                if "sessions" in row
                else None
            ),
            source=_source(row, where=where, what=Name("ngày làm bù", "make-up day"), on=on),
        )

    def to_document(self) -> dict[str, Any]:
        own = (
            {"sessions": [session.to_text() for session in self.sessions]}
            if self.sessions is not None
            else {}
        )
        return {
            "kind": "make_up",
            "date": str(self.date),
            "for": str(self.replaces),
            "source": self.source,
        } | own


@dataclass(frozen=True)
class Closure:
    """Not worked from `since` through `to`, whatever else stands for these dates."""

    name: Name
    since: date
    to: date
    source: str

    @classmethod
    def read(cls, row: Row, *, where: str) -> "Closure":
        name = Name.read(row["name"])
        since, to = _span(row, where=where)
        if to < since:
            raise ClosureEndsTooEarly(name_vi=name.vi, name_en=name.en, since=since, to=to)
        return cls(name, since, to, _source(row, where=where, what=name, on=since))

    def to_document(self) -> dict[str, Any]:
        return {
            "name": self.name.to_document(),
            "from": str(self.since),
            "to": str(self.to),
            "source": self.source,
        }


def read_date(text: str, *, where: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as unreadable:
        raise DateUnreadable(text=text, where=where) from unreadable


def _span(row: Row, *, where: str) -> tuple[date, date]:
    return (
        read_date(row["from"], where=f"{where}.from"),
        read_date(row["to"], where=f"{where}.to"),
    )


def _source(row: Row, *, where: str, what: Name, on: date) -> str:
    source: str = row.get("source", "").strip()
    if not source:
        raise SourceMissing(where=where, what_vi=what.vi, what_en=what.en, date=on)
    return source
