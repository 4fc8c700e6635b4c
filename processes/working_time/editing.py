"""One entry more or less in what a school or a body entered; every edit gives a new document.

`document` is a calendar document of which every key may be missing (see `inheritance.py`). A date
has one exception: the new one takes the place of the old. Nothing is checked here but what an edit
itself needs; `inheritance.part` checks the result, and says so in the words of a CalendarRefused.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from processes.working_time.calendar import Calendar
from processes.working_time.date_words import date_en, date_vi
from processes.working_time.inheritance import LISTS, Document

_DAY = timedelta(days=1)
_BEGINNING = date(2000, 1, 1)

Row = Mapping[str, Any]
Week = Mapping[str, Sequence[str]]


def with_day_off(document: Row, on: date, *, source: str, name: Row | None = None) -> Document:
    """`on` is not worked. `name` is `{"vi", "en"}`, without it `ngày nghỉ`."""
    row: Document = {"kind": "day_off", "date": str(on), "source": source}
    if name is not None:
        row["name"] = dict(name)
    return _with_exception(document, row)


def with_make_up(
    document: Row, on: date, *, replaces: date, source: str, sessions: Sequence[str] = ()
) -> Document:
    """`on` is worked in place of `replaces`, with that day's sessions unless it has its own."""
    row: Document = {
        "kind": "make_up",
        "date": str(on),
        "for": str(replaces),
        "source": source,
    }
    if sessions:
        row["sessions"] = list(sessions)
    return _with_exception(document, row)


def with_closure(document: Row, since: date, to: date, *, name: Row, source: str) -> Document:
    """Closed from `since` through `to`."""
    row = {"from": str(since), "to": str(to), "name": dict(name), "source": source}
    return dict(document) | {"closures": [*document.get("closures", ()), row]}


def with_season(
    document: Row, since: date, to: date, *, name: Row, week: Week, source: str | None = None
) -> Document:
    """From `since` through `to` this week instead of the usual one."""
    row: Document = {
        "from": str(since),
        "to": str(to),
        "name": dict(name),
        "week": {day: list(sessions) for day, sessions in week.items()},
    }
    if source:
        row["source"] = source
    return dict(document) | {"seasons": [*document.get("seasons", ()), row]}


def with_week(document: Row, whole: Row, week: Week, *, since: date) -> Document:
    """This week from `since` on; the dates before keep the week of `whole`, as a season.

    `whole` is the document in force (an empty week: there was none yet): a new week must not
    change what was worked in the past. A make-up day before `since` for a date that comes later
    keeps its sessions as its own.
    """
    seasons = list(whole.get("seasons", ()))
    told = since - _DAY
    for first, last in _gaps(seasons, until=told) if any(whole["week"].values()) else ():
        seasons.append(
            {
                "from": str(first),
                "to": str(last),
                "name": {
                    "vi": f"giờ làm việc đến hết {date_vi(told)}",
                    "en": f"working hours until {date_en(told)}",
                },
                "week": whole["week"],
            }
        )
    new_week = {day: list(sessions) for day, sessions in week.items()}
    changed = dict(document) | {"week": new_week, "seasons": seasons}
    calendar = Calendar.from_document(whole)
    for row in whole.get("exceptions", ()):
        if row["kind"] == "make_up" and row["date"] < str(since) <= row["for"]:
            worked = calendar.day(date.fromisoformat(row["date"])).sessions
            kept = dict(row) | {"sessions": [session.to_text() for session in worked]}
            changed = _with_exception(changed, kept)
    return changed


def without_date(document: Row, on: date) -> Document:
    """Without the holiday and the exception of the date."""
    return dict(document) | {
        key: [row for row in document[key] if row["date"] != str(on)]
        for key in ("holidays", "exceptions")
        if key in document
    }


def without_entry(document: Row, part: str, index: int) -> Document:
    """Without the entry `index` of `seasons`, `holidays`, `exceptions` or `closures`."""
    if part not in LISTS:
        raise KeyError(part)
    rows = list(document[part])
    del rows[index]
    return dict(document) | {part: rows}


def _with_exception(document: Row, row: Document) -> Document:
    others = [one for one in document.get("exceptions", ()) if one["date"] != row["date"]]
    return dict(document) | {"exceptions": [*others, row]}


def _gaps(seasons: Sequence[Row], *, until: date) -> list[tuple[date, date]]:
    """The stretches up to `until` in which no season is, in order."""
    gaps = []
    first = _BEGINNING
    for since, to in sorted(
        (date.fromisoformat(row["from"]), date.fromisoformat(row["to"])) for row in seasons
    ):
        last = min(since - _DAY, until)
        if first <= last:
            gaps.append((first, last))
        first = max(first, to + _DAY)
    if first <= until:
        gaps.append((first, until))
    return gaps
