"""The sweep that fires the timers of cases when they fall due."""

from __future__ import annotations

from datetime import datetime

from processes import timers
from processes.workplace import Workplace


def fire_due_timers(workplace: Workplace, *, now: datetime) -> None:
    """Fire what is due, until nothing is: after a standstill there may be more than one batch."""
    while timers.fire_due(workplace, now=now):
        pass
