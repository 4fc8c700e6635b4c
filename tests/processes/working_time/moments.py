"""Moments on a school's clock, for the tests of working time."""

from datetime import datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def local(text: str) -> datetime:
    """`2026-08-21 15:00` in Vietnam."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def on_clock(at: datetime) -> str:
    return at.astimezone(VIETNAM).strftime("%Y-%m-%d %H:%M")
