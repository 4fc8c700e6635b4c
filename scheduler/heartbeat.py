"""The sweep that says that this node still looks for due work."""

from __future__ import annotations

from datetime import datetime

from models import heartbeats
from processes.workplace import Workplace
from scheduler.steadiness import NODE


def beat(workplace: Workplace, *, now: datetime) -> None:
    """Note the moment, a real one in a sandbox too, under the name of this process."""
    with workplace.database.transaction() as session:
        heartbeats.beat(session, NODE, now=now)
