"""The scheduler process: APScheduler as the ticker, due work as rows in the database."""

from __future__ import annotations

import logging
import signal
from datetime import UTC, datetime
from threading import Event
from types import FrameType

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from processes.workplace import Workplace
from scheduler.jobs import JOBS, Job

log = logging.getLogger(__name__)


def build(workplace: Workplace) -> BackgroundScheduler:
    """A scheduler with one job a sweep; each looks once at the start.

    Every node ticks: a shared job store runs jobs twice and drops late ones, so the memory store
    holds only the intervals and the rows decide what is due. A late tick still runs, once. A sweep
    that fails is logged and looks again at its next tick.
    """
    scheduler = BackgroundScheduler(
        timezone="UTC",
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for job in JOBS:
        scheduler.add_job(
            tick,
            IntervalTrigger(seconds=int(job.every.total_seconds()), timezone="UTC"),
            args=(job, workplace),
            id=job.name,
            name=job.name,
            next_run_time=datetime.now(UTC),
        )
    return scheduler


def tick(job: Job, workplace: Workplace) -> None:
    """Run one sweep; the only clock of the scheduler."""
    job.sweep(workplace, now=datetime.now(UTC))


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
    stop.wait()
    scheduler.shutdown(wait=True)
    log.info("scheduler ended")
