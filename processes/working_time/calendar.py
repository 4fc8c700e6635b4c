"""A school's calendar, and limits in working hours and working days.

Working hours add up open minutes from the moment itself. Working days count dates: the day of
receipt is not counted and the limit ends with the last day [law: Bộ luật Dân sự 2015, Điều
147-148]. A working day is any date with open minutes [reading]. Sessions are half-open: at its
closing minute a school is closed. Moments count to the second.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from processes.working_time.day_rules import DayRules
from processes.working_time.document import CalendarDocument
from processes.working_time.instants import moment_of, seconds_of
from processes.working_time.proof import DaysDue, HoursDue, Interval
from processes.working_time.refusals import (
    LimitNotInWholeMinutes,
    LimitOutOfRange,
    NeverOpen,
)
from processes.working_time.work_day import OUTSIDE_HOURS, RECEIPT, WorkDay

LONGEST_LIMIT: Final = 10_000
"""In hours as in days."""
LONGEST_WAIT: Final = timedelta(days=366)
"""A limit that finds no open minute for so long would never end."""
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class _OpenDay:
    """A date, and its sessions as pairs of seconds since 1970 UTC."""

    day: WorkDay
    sessions: tuple[tuple[int, int], ...]


@dataclass(frozen=True, eq=False)
class Calendar:
    """Immutable; equal and hashed by `digest`. Its days are worked out once and kept."""

    content: CalendarDocument
    rules: DayRules
    digest: str
    _days: dict[date, _OpenDay] = field(default_factory=dict, repr=False)

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "Calendar":
        """The same document gives the same calendar, with the days it has worked out already.

        `document` is JSON of the shape in `document.py`. Raises a CalendarRefused.
        """
        return _calendar(json.dumps(document, sort_keys=True))

    def to_document(self) -> dict[str, Any]:
        return self.content.to_document()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Calendar) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    @property
    def zone(self) -> ZoneInfo:
        return self.content.zone

    def day(self, on: date) -> WorkDay:
        return self._open_day(on).day

    def is_open(self, at: datetime) -> bool:
        moment = seconds_of(at)
        sessions = self._open_day(self.date_of(at)).sessions
        return any(opens <= moment < closes for opens, closes in sessions)

    def next_open_moment(self, at: datetime) -> datetime:
        """`at` itself when the school is open then, else its next opening; UTC.

        Raises NeverOpen, MomentRefused.
        """
        moment = seconds_of(at)
        opens = next(
            opens
            for open_day in self._days_from(self.date_of(at))
            for opens, closes in open_day.sessions
            if moment < closes
        )
        return at.astimezone(UTC) if opens <= moment else moment_of(opens)

    def add_working_hours(self, start: datetime, hours: int | Decimal) -> HoursDue:
        """The earliest moment by which `hours` open hours have passed since `start`.

        Raises LimitRefused (not more than 0, above 10,000, not whole minutes, never open) and
        MomentRefused.
        """
        left = _limit_in_seconds(hours)
        moment = seconds_of(start)
        days = self._days_from(self.date_of(start))
        proof: list[Interval] = []
        while left:
            open_day = next(days)
            counted = []
            for opens, closes in open_day.sessions:
                begins = max(opens, moment)
                ends = min(closes, begins + left)
                if begins < ends:
                    counted.append(self._counted(open_day.day, begins, ends))
                    left -= ends - begins
                    due = ends
            proof.extend(counted or [_skipped(open_day.day)])
        return HoursDue(moment_of(due), tuple(proof))

    def add_working_days(self, start: datetime, days: int) -> DaysDue:
        """The `days`th working day after the date of `start`.

        Raises LimitRefused (not more than 0, above 10,000, never open) and MomentRefused.
        """
        if not 0 < days <= LONGEST_LIMIT:
            raise _out_of_range(days)
        seconds_of(start)
        dates = self._days_from(self.date_of(start))
        received = next(dates).day.date
        proof = [Interval(received, counted=False, reason=RECEIPT)]
        left = days
        while left:
            open_day = next(dates)
            day = open_day.day
            worked = bool(open_day.sessions)
            proof.append(Interval(day.date, counted=worked, reason=day.reason))
            left -= worked
        return DaysDue(
            due_on=day.date,
            due_at=self.start_of(day.date + _DAY),
            closes_at=moment_of(open_day.sessions[-1][1]),
            proof=tuple(proof),
        )

    def working_minutes_between(self, a: datetime, b: datetime) -> int:
        """Whole open minutes from `a` up to `b`; 0 when `b` is not later."""
        since, until = seconds_of(a), seconds_of(b)
        on, last = self.date_of(a), self.date_of(b)
        passed = 0
        while on <= last:
            for opens, closes in self._open_day(on).sessions:
                passed += max(0, min(closes, until) - max(opens, since))
            on += _DAY
        return passed // 60

    def working_days_between(self, a: datetime, b: datetime) -> int:
        """Working days after the date of `a` through that of `b`; 24:00 belongs to its day."""
        seconds_of(a)
        seconds_of(b)
        return self.working_dates(
            after=self.date_of(a), through=self.date_of(b - timedelta.resolution)
        )

    def working_dates(self, *, after: date, through: date) -> int:
        """How many dates later than `after` and not later than `through` are worked."""
        days = range(1, (through - after).days + 1)
        return sum(bool(self._open_day(after + timedelta(day)).sessions) for day in days)

    def date_of(self, at: datetime) -> date:
        """The date on the school's clock."""
        return at.astimezone(self.zone).date()

    def start_of(self, on: date) -> datetime:
        """0:00 of a date on the school's clock, in UTC."""
        return datetime.combine(on, time.min, self.zone).astimezone(UTC)

    def _open_day(self, on: date) -> _OpenDay:
        known = self._days.get(on)
        if known is None:
            known = self._days[on] = self._work_out(on)
        return known

    def _work_out(self, on: date) -> _OpenDay:
        day = self.rules.day(on)
        return _OpenDay(
            day,
            tuple(
                (
                    seconds_of(datetime.combine(on, session.opens, self.zone)),
                    seconds_of(
                        self.start_of(on + _DAY)
                        if session.closes == time.min
                        else datetime.combine(on, session.closes, self.zone)
                    ),
                )
                for session in day.sessions
            ),
        )

    def _days_from(self, first: date) -> Iterator[_OpenDay]:
        """Without end, but for NeverOpen."""
        on = last_open = first
        while on - last_open <= LONGEST_WAIT:
            open_day = self._open_day(on)
            if open_day.sessions:
                last_open = on
            yield open_day
            on += _DAY
        raise NeverOpen(since=last_open)

    def _counted(self, day: WorkDay, begins: int, ends: int) -> Interval:
        return Interval(
            day.date,
            counted=True,
            reason=day.reason,
            opens=moment_of(begins).astimezone(self.zone).time(),
            closes=moment_of(ends).astimezone(self.zone).time(),
            seconds=ends - begins,
        )


def _skipped(day: WorkDay) -> Interval:
    reason = OUTSIDE_HOURS if day.is_worked else day.reason
    return Interval(day.date, counted=False, reason=reason, seconds=0)


@lru_cache(maxsize=512)
def _calendar(text: str) -> Calendar:
    content = CalendarDocument.read(json.loads(text))
    canonical = json.dumps(
        content.to_document(), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    return Calendar(content, DayRules.of(content), digest)


def _limit_in_seconds(hours: int | Decimal) -> int:
    amount = Decimal(hours)
    if not (amount.is_finite() and 0 < amount <= LONGEST_LIMIT):
        raise _out_of_range(hours)
    minutes = amount * 60
    if minutes != minutes.to_integral_value():
        raise LimitNotInWholeMinutes(amount=hours)
    return int(minutes) * 60


def _out_of_range(amount: int | Decimal) -> LimitOutOfRange:
    longest = f"{LONGEST_LIMIT:,}"
    return LimitOutOfRange(amount=amount, longest_vi=longest.replace(",", "."), longest_en=longest)
