"""When a rung of a ladder is reached: what an owner writes, and the moment it comes to. Pure.

`start + minutes(30)` counts by the clock, `start + working_hours(2)` in open minutes;
`start + working_days(1)` is the same hour of the next working day. `half`: half of the limit's
working time is gone. `last_working_hours(2)`: two open hours are left. `last_working_day`: the
opening of the last day. `due`, `due + working_hours(2)`, `due + working_days(1)`: its end, and
after it. All of them are [design]: they remind, and meet or miss no limit.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from processes.working_time.calendar import LONGEST_LIMIT, Calendar
from processes.working_time.openings import opening_on

_AFTER: Final = re.compile(
    r"(start|due)(?: \+ (minutes|working_hours|working_days)\(([1-9]\d{0,4})\))?"
)
_LAST_HOURS: Final = re.compile(r"last_working_hours\(([1-9]\d{0,4})\)")
_WORDS: Final = frozenset({"half", "last_working_day"})
_NEEDS_AN_END: Final = frozenset({"half", "last_working_hours", "last_working_day", "due"})


class WhenUnreadable(Exception):
    """Không hiểu lúc nhắc việc. The moment of a rung cannot be read."""


@dataclass(frozen=True)
class When:
    """`base` is `start`, `due`, `half`, `last_working_hours` or `last_working_day`.

    `amount` of `unit` (`minutes`, `working_hours`, `working_days`) is added to it; 0: nothing is.
    """

    base: str
    unit: str = ""
    amount: int = 0

    @property
    def needs_an_end(self) -> bool:
        """Is it reckoned from or towards the end of a limit?"""
        return self.base in _NEEDS_AN_END


@dataclass(frozen=True)
class Awaited:
    """What a ladder is climbed for: since when it waits and, where it has an end, until when."""

    started_at: datetime
    due_at: datetime | None
    due_on: date | None


def read_when(text: object) -> When:
    """Read what an owner wrote; raises WhenUnreadable."""
    words = str(text)
    if words in _WORDS:
        return When(words)
    if last := _LAST_HOURS.fullmatch(words):
        found = When("last_working_hours", "working_hours", int(last[1]))
    elif after := _AFTER.fullmatch(words):
        found = When(after[1], after[2] or "", int(after[3] or 0))
    else:
        raise WhenUnreadable(words)
    if found.amount > LONGEST_LIMIT:
        raise WhenUnreadable(words)
    return found


def reached_at(when: When, awaited: Awaited, calendar: Calendar) -> datetime:
    """The moment (UTC) at which a rung is reached, never before what is awaited began.

    Raises ValueError for a rung that needs an end where there is none, and NeverOpen.
    """
    start = awaited.started_at.astimezone(UTC)
    if not when.needs_an_end:
        return _after(start, when, calendar)
    if awaited.due_at is None:
        raise ValueError(f"{when.base}: no end")
    due_at = awaited.due_at.astimezone(UTC)
    if when.base == "due":
        return _after(due_at, when, calendar)
    if when.base == "last_working_day":
        return max(start, opening_on(awaited.due_on or calendar.date_of(due_at), calendar))
    minutes = calendar.working_minutes_between(start, due_at)
    gone = minutes // 2 if when.base == "half" else minutes - 60 * when.amount
    return _by_which_have_passed(gone, start, due_at, calendar)


def _after(moment: datetime, when: When, calendar: Calendar) -> datetime:
    if when.unit == "minutes":
        return moment + timedelta(minutes=when.amount)
    if when.unit == "working_hours":
        return calendar.add_working_hours(moment, when.amount).due_at
    if when.unit == "working_days":
        return _working_days_after(moment, when.amount, calendar)
    return moment


def _working_days_after(moment: datetime, days: int, calendar: Calendar) -> datetime:
    """The same hour `days` working days later; a moment outside hours counts as the next opening.

    What follows a limit that ends at 24:00 is so counted from the next morning on.
    """
    begins = calendar.next_open_moment(moment)
    day = calendar.add_working_days(begins, days).due_on
    hour = begins.astimezone(calendar.zone).timetz()
    return calendar.next_open_moment(datetime.combine(day, hour))


def _by_which_have_passed(
    minutes: int, start: datetime, end: datetime, calendar: Calendar
) -> datetime:
    """The earliest second by which so many open minutes have passed since `start`."""

    def passed(seconds: int) -> int:
        return calendar.working_minutes_between(start, start + timedelta(seconds=seconds))

    within = range(max(0, int((end - start).total_seconds())))
    return start + timedelta(seconds=bisect_left(within, minutes, key=passed))
