"""Moments as the pages say them, in the time of Vietnam."""

from __future__ import annotations

from datetime import date, datetime

from processes.working_time.date_words import (
    clock,
    date_en,
    date_vi,
    weekday_en,
    weekday_vi,
)
from processes.working_time.local_time import ZONE
from service.languages import language


def local(at: datetime) -> datetime:
    """The moment in Vietnam."""
    return at.astimezone(ZONE)


def day(on: date) -> str:
    """`thứ Sáu, 21/8/2026`"""
    if language() == "en":
        return f"{weekday_en(on)}, {date_en(on)}"
    return f"{weekday_vi(on)}, {date_vi(on)}"


def title_of_day(on: date) -> str:
    """The day at the beginning of a line: `Thứ Sáu, 21/8/2026`"""
    words = day(on)
    return words[:1].upper() + words[1:]


def time_of(at: datetime) -> str:
    """`15:00`"""
    return clock(local(at).replace(second=0).time())


def moment(at: datetime) -> str:
    """`15:00 thứ Sáu, 21/8/2026`"""
    between = " on " if language() == "en" else " "
    return f"{time_of(at)}{between}{day(local(at).date())}"


def short_day(on: date) -> str:
    """`21/8/2026`"""
    return date_en(on) if language() == "en" else date_vi(on)
