"""The time of Vietnam, by which people read every moment and every date of this service.

A school's calendar names its own zone, which its limits are counted in; so far it is this one.
"""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

ZONE_NAME: Final = "Asia/Ho_Chi_Minh"
ZONE: Final = ZoneInfo(ZONE_NAME)


def today(now: datetime) -> date:
    """The date in Vietnam, by which appointments are in force."""
    return now.astimezone(ZONE).date()
