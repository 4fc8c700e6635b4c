"""How much of a limit is left or passed, in Vietnamese and English.

`Còn 10 giờ 30 phút làm việc (đến 10:00 thứ Hai, 24/8/2026)`
`Còn 2 ngày làm việc (hết thứ Ba, 25/8/2026)`
`Quá hạn 1 ngày làm việc (hạn hết thứ Ba, 25/8/2026)`
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from processes.working_time.calendar import Calendar
from processes.working_time.date_words import (
    NO_BREAK,
    clock,
    closing_clock,
    date_en,
    date_vi,
    weekday_en,
    weekday_vi,
)
from processes.working_time.duration_words import Words, duration, working_days, working_time


class Standing(StrEnum):
    OPEN = "open"
    DUE_TODAY = "due_today"
    LATE = "late"


@dataclass(frozen=True)
class Remaining:
    """`amount` (`Còn 2 ngày làm việc`), and the moment it is about (`hết thứ Ba, 25/8/2026`)."""

    standing: Standing
    amount: Words
    until: Words

    @property
    def text(self) -> Words:
        return Words(f"{self.amount.vi} ({self.until.vi})", f"{self.amount.en} ({self.until.en})")


def remaining_hours(calendar: Calendar, due_at: datetime, *, now: datetime) -> Remaining:
    """Of a limit in working hours: late only after its moment."""
    local = due_at.astimezone(calendar.zone)
    at = clock(local.time())
    day = _weekday_and_date(local.date())
    if now > due_at:
        minutes = calendar.working_minutes_between(due_at, now)
        until = Words(f"hạn là {at} {day.vi}", f"due at {at} on {day.en}")
        return Remaining(Standing.LATE, _overdue(minutes, working_time(minutes * 60)), until)
    due_today = calendar.date_of(now) == local.date()
    return Remaining(
        Standing.DUE_TODAY if due_today else Standing.OPEN,
        _minutes_left(calendar.working_minutes_between(now, due_at)),
        Words(f"đến {at} {day.vi}", f"until {at} on {day.en}"),
    )


def hours_used(calendar: Calendar, start: datetime, hours: int, *, now: datetime) -> Words:
    """`đã dùng 10 giờ 15 phút trong 12 giờ làm việc`; more than `hours` where it is late."""
    used = duration(calendar.working_minutes_between(start, now) * 60)
    limit = working_time(hours * 3600)
    return Words(f"đã dùng {used.vi} trong {limit.vi}", f"{used.en} of {limit.en} used")


def remaining_days(calendar: Calendar, due_on: date, *, now: datetime) -> Remaining:
    """Of a limit in working days: today is not counted, late from 24:00 of `due_on`."""
    today = calendar.date_of(now)
    day = _weekday_and_date(due_on)
    if today > due_on:
        days = calendar.working_dates(after=due_on, through=today)
        until = Words(f"hạn hết {day.vi}", f"due by the end of {day.en}")
        return Remaining(Standing.LATE, _overdue(days, working_days(days)), until)
    until = Words(f"hết {day.vi}", f"to the end of {day.en}")
    if today == due_on:
        return Remaining(Standing.DUE_TODAY, Words("Đến hạn hôm nay", "Due today"), until)
    amount = working_days(calendar.working_dates(after=today, through=due_on))
    return Remaining(Standing.OPEN, Words(f"Còn {amount.vi}", f"{amount.en} left"), until)


def end_of_days(calendar: Calendar, due_on: date) -> Words:
    """The end of a limit in days: 24:00 by the Civil Code, and the close of business beside it."""
    day = _weekday_and_date(due_on)
    sessions = calendar.day(due_on).sessions
    if not sessions:
        return Words(f"24:00 {day.vi}", f"24:00 on {day.en}")
    closes = closing_clock(sessions[-1].closes)
    return Words(
        f"24:00 {day.vi} (hết giờ làm việc lúc {closes})",
        f"24:00 on {day.en} (working hours end at {closes})",
    )


def _minutes_left(minutes: int) -> Words:
    if not minutes:
        return Words(
            f"Còn chưa đến 1{NO_BREAK}phút làm việc",
            f"Less than 1{NO_BREAK}minute of working time left",
        )
    amount = working_time(minutes * 60)
    return Words(f"Còn {amount.vi}", f"{amount.en} left")


def _overdue(units: int, amount: Words) -> Words:
    """On the evening or the free day after a limit no working time has passed yet."""
    if not units:
        return Words("Quá hạn", "Overdue")
    return Words(f"Quá hạn {amount.vi}", f"Overdue by {amount.en}")


def _weekday_and_date(on: date) -> Words:
    return Words(f"{weekday_vi(on)}, {date_vi(on)}", f"{weekday_en(on)}, {date_en(on)}")
