"""What happens on its own: each sweep, how often it looks, and what it calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from processes.workplace import Workplace
from scheduler.calendar_moves import move_by_calendars
from scheduler.deliveries import send_deliveries
from scheduler.due_timers import fire_due_timers
from scheduler.escalation import decide_escalations
from scheduler.heartbeat import beat
from scheduler.inbox import deliver_messages
from scheduler.journal_head import seal_finished_days
from scheduler.old_drafts import remove_old_drafts


class Sweep(Protocol):
    """One look for due work; it opens its own transactions."""

    def __call__(self, workplace: Workplace, *, now: datetime) -> None: ...


@dataclass(frozen=True)
class Job:
    """One sweep that every scheduler node runs by itself."""

    name: str
    every: timedelta
    sweep: Sweep
    in_real_time: bool = False  # in a sandbox: not by the clock that was moved


JOBS = (
    Job("due_timers", timedelta(seconds=2), fire_due_timers),
    Job("escalation", timedelta(seconds=2), decide_escalations),
    Job("calendar_moves", timedelta(seconds=5), move_by_calendars),
    Job("inbox", timedelta(seconds=5), deliver_messages),
    Job("deliveries", timedelta(seconds=3), send_deliveries),
    Job("heartbeat", timedelta(seconds=20), beat, in_real_time=True),
    Job("journal_head", timedelta(minutes=10), seal_finished_days),
    Job("old_drafts", timedelta(hours=1), remove_old_drafts),
)
