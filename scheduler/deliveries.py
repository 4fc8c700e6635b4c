"""The sweep that sends what the outbox holds."""

from __future__ import annotations

from datetime import datetime

from processes import deliveries
from processes.workplace import Workplace
from scheduler.steadiness import NODE


def send_deliveries(workplace: Workplace, *, now: datetime) -> None:
    """Send what is due, for a while; the next tick goes on where this one leaves off."""
    deliveries.send_due(workplace, now=now, node=NODE)
