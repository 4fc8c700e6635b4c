"""Moments of the demo, told backwards from the day on which it is filled.

`-3d 09:10`: ten past nine on the third worked day before today. `-45m`: 45 working minutes ago.
`-3d`, `+5d`: the date of a worked day before or after today. So the limits of the demo stand
alike on whatever day it is filled.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from processes.working_time.calendar import Calendar

DAY = timedelta(days=1)
_MINUTES = re.compile(r"-(\d+)m")
_MOMENT = re.compile(r"([+-])(\d+)d (\d\d:\d\d)")
_DATE = re.compile(r"([+-])(\d+)d")


def moment(text: str, calendar: Calendar, *, now: datetime) -> datetime:
    """The moment (UTC) that `-3d 09:10` or `-45m` tells; raises ValueError for anything else."""
    if minutes := _MINUTES.fullmatch(text):
        return working_minutes_before(calendar, now, int(minutes[1]))
    found = _MOMENT.fullmatch(text)
    if found is None:
        raise ValueError(f"no moment of the demo: {text}")
    day = worked_day(calendar, calendar.date_of(now), int(found[1] + found[2]))
    return datetime.combine(day, time.fromisoformat(found[3]), calendar.zone).astimezone(UTC)


def told(value: object, calendar: Calendar, *, now: datetime) -> object:
    """The answers with every text such as `@-3d 09:10` or `@+5d` made a moment or a date."""
    if isinstance(value, dict):
        return {key: told(part, calendar, now=now) for key, part in value.items()}
    if isinstance(value, list):
        return [told(part, calendar, now=now) for part in value]
    if not (isinstance(value, str) and value.startswith("@")):
        return value
    if found := _DATE.fullmatch(value[1:]):
        return str(worked_day(calendar, calendar.date_of(now), int(found[1] + found[2])))
    return moment(value[1:], calendar, now=now).isoformat()


def worked_day(calendar: Calendar, today: date, count: int) -> date:
    """The `count`th worked day after today, or before it where `count` is negative."""
    day, step = today, DAY if count > 0 else -DAY
    for _ in range(abs(count)):
        day += step
        while not calendar.day(day).sessions:
            day += step
    return day


def working_minutes_before(calendar: Calendar, now: datetime, minutes: int) -> datetime:
    """The latest open moment (UTC, in whole minutes) with so many working minutes up to now."""
    left = timedelta(minutes=minutes)
    day = calendar.date_of(now)
    while True:
        for session in reversed(calendar.day(day).sessions):
            opens, closes = (
                datetime.combine(day, at, calendar.zone) for at in (session.opens, session.closes)
            )
            open_for = min(closes, now) - opens
            if open_for >= left:
                found = opens + open_for - left
                return found.replace(second=0, microsecond=0).astimezone(UTC)
            left -= max(open_for, timedelta())
        day -= DAY
