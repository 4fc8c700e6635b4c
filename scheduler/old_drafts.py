"""The sweep that removes drafts which nobody has touched for weeks."""

from __future__ import annotations

from datetime import datetime

from processes import drafts
from processes.workplace import Workplace


def remove_old_drafts(workplace: Workplace, *, now: datetime) -> None:
    """Not those of tasks that still wait for somebody."""
    drafts.remove_old(workplace, now=now)
