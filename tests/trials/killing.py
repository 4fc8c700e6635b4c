"""Processes that a trial starts and kills."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from multiprocessing.process import BaseProcess

STOP_SECONDS = 60.0


@dataclass
class Killable:
    """A process of the service or the scheduler."""

    process: BaseProcess

    def kill(self) -> None:
        """kill -9: nothing is finished, nobody is told."""
        assert self.process.pid is not None
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.join(STOP_SECONDS)
        assert self.process.exitcode == -signal.SIGKILL
