"""The sweep that hands messages from outside to the cases that wait for them."""

from __future__ import annotations

from datetime import datetime

from processes import messages
from processes.workplace import Workplace


def deliver_messages(workplace: Workplace, *, now: datetime) -> None:
    """A message that came before its case waited for it is handed over when it does."""
    messages.deliver(workplace, now=now)
