"""What the engine asks of a calendar; `processes.working_time.Calendar` is one."""

from datetime import datetime, tzinfo
from typing import Protocol


class Due(Protocol):
    """When a limit ends."""

    @property
    def due_at(self) -> datetime:
        """An aware moment."""


class Calendar(Protocol):
    """The working time of one school, in one immutable version."""

    @property
    def zone(self) -> tzinfo:
        """Where a date of the school begins and ends."""

    def add_working_hours(self, start: datetime, hours: int, /) -> Due:
        """The earliest moment by which so many open hours have passed since `start`."""

    def add_working_days(self, start: datetime, days: int, /) -> Due:
        """The end of the last of so many worked dates after that of `start`."""
