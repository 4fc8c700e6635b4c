"""The scheduler process: APScheduler as the ticker, due work as rows in the database."""

from __future__ import annotations

import logging
import signal
from datetime import UTC, datetime, timedelta
from threading import Event
from types import FrameType

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from processes.workplace import Workplace
from scheduler.jobs import JOBS, Job
from scheduler.steadiness import Steadiness

log = logging.getLogger(__name__)

LOOK_AFTER_SECONDS = 5.0


class Every(BaseTrigger):  # type: ignore[misc]
    """A tick so long after the last one began.

    APScheduler's own trigger counts out every tick that was missed: by the million, for minutes,
    after this machine's clock was put forward by a year.
    """

    def __init__(self, interval: timedelta) -> None:
        self.interval = interval

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        """Whatever was before: so long after now."""
        del previous
        return now + self.interval


def build(workplace: Workplace) -> BackgroundScheduler:
    """A scheduler with one job a sweep; each looks once at the start.

    Every node ticks: a shared job store runs jobs twice and drops late ones, so the memory store
    holds only the intervals and the rows decide what is due. A late tick still runs, once. A sweep
    that fails is logged and looks again at its next tick.
    """
    steadiness = Steadiness(workplace)
    steadiness.begin()
    scheduler = BackgroundScheduler(
        timezone="UTC",
        # A thread for every job: a mail server that hangs holds up no timer.
        executors={"default": {"type": "threadpool", "max_workers": len(JOBS)}},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for job in JOBS:
        scheduler.add_job(
            tick,
            Every(job.every),
            args=(job, workplace, steadiness),
            id=job.name,
            name=job.name,
            next_run_time=datetime.now(UTC),
        )
    return scheduler


def tick(job: Job, workplace: Workplace, steadiness: Steadiness) -> None:
    """Run one sweep by the server's clock, unless this node pauses."""
    reading = steadiness.look()
    if reading is not None:
        job.sweep(workplace, now=reading.server if job.in_real_time else reading.now)


def bring_forward(scheduler: BackgroundScheduler, *, now: datetime) -> None:
    """Where this machine's clock was put back, ticks wait for a moment far ahead: none may."""
    for waiting in scheduler.get_jobs():
        if waiting.next_run_time > now + 2 * waiting.trigger.interval:
            waiting.modify(next_run_time=now)


def run(workplace: Workplace, *, stop: Event | None = None) -> None:
    """Tick until SIGTERM, Ctrl-C or `stop`; a sweep under way is let finish."""
    stop = stop or Event()

    def end(signum: int, frame: FrameType | None) -> None:
        del signum, frame
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    scheduler = build(workplace)
    scheduler.start()
    log.info("scheduler started: %s", ", ".join(job.name for job in JOBS))
    while not stop.wait(LOOK_AFTER_SECONDS):
        bring_forward(scheduler, now=datetime.now(UTC))
    scheduler.shutdown(wait=True)
    log.info("scheduler ended")
