"""The sweep that moves limits, as a process of its own that a trial may kill."""

from __future__ import annotations

import os
import signal
from datetime import datetime, timedelta
from multiprocessing.process import BaseProcess

from models.settings import Settings
from processes.workplace import Workplace
from tests.trials.forking import FORKING

STOP_SECONDS = 30.0
AT_ONCE = 50
LEASED = timedelta(seconds=61)


def started(settings: Settings, *, now: datetime) -> BaseProcess:
    """A process that goes on until nothing is left to move."""
    process = FORKING.Process(target=_move, args=(settings, now), daemon=True)
    process.start()
    return process


def killed(process: BaseProcess) -> None:
    """kill -9: nothing is finished."""
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join(STOP_SECONDS)


def _move(settings: Settings, now: datetime) -> None:
    from processes.calendar_moves import move_some

    workplace = Workplace.open(settings)
    while move_some(workplace, now=now, limit=AT_ONCE):
        pass
    workplace.database.dispose()
