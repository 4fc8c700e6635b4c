"""What a new calendar changes: dates one by one, and timetables by weekday.

A change of the week would be a line for every date; those are told together, by weekday. Dates
with a holiday, an exception or a closure before or after are told each.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from processes.working_time.calendar import Calendar
from processes.working_time.date_words import (
    clock,
    closing_clock,
    date_en,
    date_vi,
    weekday_en,
    weekday_vi,
)
from processes.working_time.duration_words import Words
from processes.working_time.sessions import Sessions
from processes.working_time.work_day import Reason, ReasonKind, WorkDay

_OF_THE_TIMETABLE = (None, ReasonKind.WEEKEND, ReasonKind.SEASON)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class DayChange:
    """A date whose sessions change, or why it is or is not worked."""

    date: date
    before: WorkDay
    after: WorkDay

    @property
    def words(self) -> Words:
        """`thứ Hai, 31/8/2026: 7:30-11:30, 13:30-17:00 → nghỉ (nghỉ hoán đổi ...)`"""
        before, after = day_words(self.before), day_words(self.after)
        return Words(
            f"{weekday_vi(self.date)}, {date_vi(self.date)}: {before.vi} → {after.vi}",
            f"{weekday_en(self.date)}, {date_en(self.date)}: {before.en} → {after.en}",
        )


@dataclass(frozen=True)
class TimetableChange:
    """A weekday whose usual sessions change, on `dates` of the dates from `first` through `last`.

    `last` is the end of what was compared where the change goes on.
    """

    first: date
    last: date
    dates: int
    before: Sessions
    after: Sessions

    @property
    def words(self) -> Words:
        """`thứ Bảy, từ 5/9/2026: nghỉ → 7:30-11:30`"""
        before, after = sessions_words(self.before), sessions_words(self.after)
        return Words(
            f"{weekday_vi(self.first)}, từ {date_vi(self.first)}: {before.vi} → {after.vi}",
            f"{weekday_en(self.first)}s from {date_en(self.first)}: {before.en} → {after.en}",
        )


@dataclass(frozen=True)
class Differences:
    """In order of date; `first` and `last` are the outermost dates that change, None: none does."""

    days: tuple[DayChange, ...]
    timetable: tuple[TimetableChange, ...]
    first: date | None
    last: date | None

    def __bool__(self) -> bool:
        return self.first is not None

    @property
    def words(self) -> tuple[Words, ...]:
        """A line each: the timetable first, then the dates."""
        return tuple(
            [change.words for change in self.timetable] + [change.words for change in self.days]
        )


@lru_cache(maxsize=256)
def between(before: Calendar, after: Calendar, *, since: date, through: date) -> Differences:
    """What differs from `since` through `through`, both included."""
    changed = [
        DayChange(on, before.day(on), after.day(on))
        for on in _dates(since, through)
        if _told(before.day(on)) != _told(after.day(on))
    ]
    usual = [one for one in changed if _is_usual(one)]
    return Differences(
        days=tuple(one for one in changed if not _is_usual(one)),
        timetable=tuple(_by_weekday(usual)),
        first=changed[0].date if changed else None,
        last=changed[-1].date if changed else None,
    )


def day_words(day: WorkDay) -> Words:
    """`7:30-11:30, 13:30-17:00`, `nghỉ (Quốc khánh)`, with the reason where there is one."""
    sessions = sessions_words(day.sessions)
    if day.reason is None or day.reason.kind in _OF_THE_TIMETABLE:
        return sessions
    return Words(f"{sessions.vi} ({day.reason.vi})", f"{sessions.en} ({day.reason.en})")


def sessions_words(sessions: Sessions) -> Words:
    """`7:30-11:30, 13:30-17:00`; a day without sessions is `nghỉ`, `not worked`."""
    if not sessions:
        return Words("nghỉ", "not worked")
    told = ", ".join(f"{clock(one.opens)}-{closing_clock(one.closes)}" for one in sessions)
    return Words(told, told)


def _told(day: WorkDay) -> tuple[Sessions, Reason | None]:
    """A date as it matters: that a season gives it its usual sessions does not."""
    return day.sessions, None if _kind(day) in _OF_THE_TIMETABLE else day.reason


def _is_usual(change: DayChange) -> bool:
    return all(_kind(day) in _OF_THE_TIMETABLE for day in (change.before, change.after))


def _kind(day: WorkDay) -> ReasonKind | None:
    return day.reason.kind if day.reason is not None else None


def _by_weekday(changes: list[DayChange]) -> Iterator[TimetableChange]:
    alike: dict[tuple[int, Sessions, Sessions], list[date]] = {}
    for one in changes:
        key = (one.date.weekday(), one.before.sessions, one.after.sessions)
        alike.setdefault(key, []).append(one.date)
    for (_weekday, before, after), dates in alike.items():
        yield TimetableChange(dates[0], dates[-1], len(dates), before, after)


def _dates(since: date, through: date) -> Iterator[date]:
    return (since + n * _DAY for n in range((through - since).days + 1))
