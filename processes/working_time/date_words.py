"""Dates as people read them: `thứ Hai, 24/8/2026` and `Monday, 24 August 2026`.

Numbers and the words that belong to them are joined by no-break spaces.
"""

from datetime import date, time

NO_BREAK = "\u00a0"
WEEKDAYS_VI = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS_EN = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def weekday_vi(on: date) -> str:
    return WEEKDAYS_VI[on.weekday()].replace(" ", NO_BREAK)


def weekday_en(on: date) -> str:
    return WEEKDAYS_EN[on.weekday()]


def day_vi(on: date) -> str:
    """`24/8`"""
    return f"{on.day}/{on.month}"


def day_en(on: date) -> str:
    """`24 August`"""
    return f"{on.day}{NO_BREAK}{MONTHS_EN[on.month - 1]}"


def date_vi(on: date) -> str:
    """`24/8/2026`"""
    return f"{day_vi(on)}/{on.year}"


def date_en(on: date) -> str:
    """`24 August 2026`"""
    return f"{day_en(on)}{NO_BREAK}{on.year}"


def beside_vi(on: date, *, beside: date) -> str:
    """`on` with its year only where that differs from the date it is read beside."""
    return day_vi(on) if on.year == beside.year else date_vi(on)


def beside_en(on: date, *, beside: date) -> str:
    return day_en(on) if on.year == beside.year else date_en(on)


def clock(at: time) -> str:
    """`7:30`, with seconds only when there are some."""
    return f"{at.hour}:{at:%M:%S}" if at.second else f"{at.hour}:{at:%M}"


def closing_clock(at: time) -> str:
    """Like `clock`, but midnight is the end of the day: `24:00`."""
    return clock(at) if at != time.min else "24:00"
