"""Processes of the trials: forked from one that has imported everything, so a start takes no time.

A run has one such process for all trials, and what it is to import can be said only once.
"""

from __future__ import annotations

import multiprocessing

FORKING = multiprocessing.get_context("forkserver")
# Of the scheduler only what it stands on: each node takes its name from its own process.
FORKING.set_forkserver_preload(
    [
        "apscheduler.schedulers.background",
        "processes.calendar_moves",
        "processes.deliveries",
        "processes.escalation",
        "processes.messages",
        "processes.tasks",
        "processes.timers",
        "service.application",
        "service.cli.running",
        "tests.answers",
        "tests.world",
        "time_machine",
        "waitress.server",
    ]
)
