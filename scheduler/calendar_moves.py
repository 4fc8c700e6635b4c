"""The sweep that moves what runs in a school's cases when its calendar has changed."""

from __future__ import annotations

from datetime import datetime

from processes import calendar_moves
from processes.workplace import Workplace

BATCHES = 10
"""At one tick: the lease of a batch is reckoned from the moment of the tick."""


def move_by_calendars(workplace: Workplace, *, now: datetime) -> None:
    """Look at the next cases of every school whose calendar has changed."""
    for _ in range(BATCHES):
        if not calendar_moves.move_some(workplace, now=now):
            return
