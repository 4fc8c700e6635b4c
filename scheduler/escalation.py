"""The sweep that decides who is reminded, and who is told that something is overdue."""

from __future__ import annotations

from datetime import datetime

from processes import escalation
from processes.workplace import Workplace

BATCH = 200


def decide_escalations(workplace: Workplace, *, now: datetime) -> None:
    """Decide what is due, until less than a batch is left: what failed waits for its next try."""
    while escalation.decide_due(workplace, now=now, limit=BATCH) == BATCH:
        pass
