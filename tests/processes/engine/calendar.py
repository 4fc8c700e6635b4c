"""A calendar in which every hour is open: the engine's tests count by head."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

OPENED_AT = datetime(2026, 8, 21, 8, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Due:
    due_at: datetime


class PlainCalendar:
    """Hours are hours and days are days."""

    zone = ZoneInfo("Asia/Ho_Chi_Minh")

    def add_working_hours(self, start: datetime, hours: int, /) -> Due:
        return Due(start + timedelta(hours=hours))

    def add_working_days(self, start: datetime, days: int, /) -> Due:
        return Due(start + timedelta(days=days))
