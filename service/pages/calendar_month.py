"""A month of a school's calendar: each date with its sessions, and what is unusual in it."""

from __future__ import annotations

from calendar import Calendar as Almanac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from processes.working_time.calendar import Calendar
from processes.working_time.date_words import MONTHS_EN, WEEKDAYS_EN, WEEKDAYS_VI, clock
from processes.working_time.date_words import closing_clock as closing
from processes.working_time.sessions import Session, Sessions
from processes.working_time.work_day import ReasonKind, WorkDay
from service.languages import language
from service.pages import moments
from service.speech import gettext as _
from service.speech import lazy_gettext

FIRST_YEAR, LAST_YEAR = 2000, 2100
_SHORT_VI = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
_MARKS = {
    ReasonKind.HOLIDAY: (lazy_gettext("Lễ"), "off"),
    ReasonKind.DAY_OFF: (lazy_gettext("Nghỉ"), "off"),
    ReasonKind.CLOSURE: (lazy_gettext("Đóng"), "closed"),
    ReasonKind.MAKE_UP: (lazy_gettext("Bù"), "made-up"),
}


@dataclass(frozen=True)
class Cell:
    """A date; `mark` is a word of at most six letters where it is unusual, `tone` its class."""

    number: int
    sessions: tuple[str, ...]
    mark: str
    reason: str
    tone: str
    today: bool


@dataclass(frozen=True)
class Heading:
    """A weekday, short as on a wall calendar, and in full for who hears the page."""

    short: str
    full: str


@dataclass(frozen=True)
class Line:
    """What is told of a date, or of several."""

    label: str
    words: str
    source: str = ""


@dataclass(frozen=True)
class Month:
    """See `templates/macros/calendar.html`; a date of another month is None."""

    title: str
    value: str
    previous: str
    next: str
    headings: tuple[Heading, ...]
    weeks: tuple[tuple[Cell | None, ...], ...]
    unusual: tuple[Line, ...]


def asked(text: str, *, today: date) -> date:
    """The first of the month in `2026-08`, or of this one."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return first if FIRST_YEAR <= first.year <= LAST_YEAR else today.replace(day=1)


def month(calendar: Calendar, first: date, *, today: date) -> Month:
    """The month that begins with `first`."""
    weeks = Almanac().monthdatescalendar(first.year, first.month)
    days = {on: calendar.day(on) for week in weeks for on in week if on.month == first.month}
    return Month(
        title=title(first),
        value=_value(first),
        previous=_value(_beside(first, -1)),
        next=_value(_beside(first, 1)),
        headings=_headings(),
        weeks=tuple(
            tuple(_cell(calendar, days[on], today=today) if on in days else None for on in week)
            for week in weeks
        ),
        unusual=tuple(_line(calendar, day) for day in days.values() if _mark(day) is not None),
    )


def title(first: date) -> str:
    """`Tháng 8/2026`"""
    if language() == "en":
        return f"{MONTHS_EN[first.month - 1]} {first.year}"
    return f"Tháng {first.month}/{first.year}"


def usual(week: Mapping[str, list[str]]) -> tuple[Line, ...]:
    """A weekly timetable; weekdays with the same sessions that follow one another as one line."""
    names = WEEKDAYS_EN if language() == "en" else WEEKDAYS_VI
    days = [(name, tuple(sessions)) for name, sessions in zip(names, week.values(), strict=True)]
    lines = []
    for sessions, group in groupby(days, key=lambda day: day[1]):
        alike = [name for name, _sessions in group]
        label = alike[0] if len(alike) == 1 else f"{alike[0]} – {alike[-1]}"
        words = told(tuple(Session.from_text(text) for text in sessions))
        lines.append(Line(label[:1].upper() + label[1:], words))
    return tuple(lines)


def told(sessions: Sessions) -> str:
    """`7:30-11:30, 13:30-17:00`"""
    return ", ".join(_hours(one) for one in sessions) or _("không làm việc")


def _hours(session: Session) -> str:
    return f"{clock(session.opens)}-{closing(session.closes)}"


def _cell(calendar: Calendar, day: WorkDay, *, today: date) -> Cell:
    mark = _mark(day)
    usual_tone = "free" if _has_hours(calendar) and not day.is_worked else ""
    tone = mark[1] if mark is not None else usual_tone
    return Cell(
        number=day.date.day,
        sessions=tuple(_hours(one) for one in day.sessions),
        mark=mark[0] if mark is not None else "",
        reason=_reason(day) if mark is not None else "",
        tone=tone,
        today=day.date == today,
    )


def _mark(day: WorkDay) -> tuple[str, str] | None:
    if day.reason is None or day.reason.kind not in _MARKS:
        return None
    word, tone = _MARKS[day.reason.kind]
    return str(word), tone


def _line(calendar: Calendar, day: WorkDay) -> Line:
    reason = _reason(day)
    return Line(
        moments.title_of_day(day.date),
        f"{told(day.sessions)} ({reason})" if _has_hours(calendar) else reason,
        day.reason.source or "" if day.reason is not None else "",
    )


def _has_hours(calendar: Calendar) -> bool:
    """Not so for a body that leaves the hours to its schools."""
    return any(calendar.content.week)


def _reason(day: WorkDay) -> str:
    if day.reason is None:
        return ""
    return day.reason.en if language() == "en" else day.reason.vi


def _headings() -> tuple[Heading, ...]:
    if language() == "en":
        return tuple(Heading(name[:3], name) for name in WEEKDAYS_EN)
    return tuple(Heading(short, name) for short, name in zip(_SHORT_VI, WEEKDAYS_VI, strict=True))


def _value(first: date) -> str:
    return f"{first.year}-{first.month:02d}"


def _beside(first: date, months: int) -> date:
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)
