"""The scheduler as a child process of `run`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from models.refusals import Refusal

PATIENCE_SECONDS = 15.0


class SchedulerEnded(Refusal):
    """The scheduler ended although nobody asked it to."""

    vi = "Bộ hẹn giờ đã dừng bất ngờ (mã {code}), nên dịch vụ cũng dừng; lý do có ở trên."
    en = "The scheduler ended unasked (code {code}), so the service stopped too; see above why."


class Server(Protocol):
    """What waitress makes: it serves until a signal."""

    def run(self) -> None: ...


class Child:
    """The scheduler process; when it ends unasked, this process is told to stop too."""

    def __init__(self) -> None:
        # The pipe closes when this process dies, however it dies; then the child ends too.
        self._process = subprocess.Popen(command(attached=True), stdin=subprocess.PIPE)  # noqa: S603
        self._asked_to_end = threading.Event()
        self._unasked: int | None = None
        threading.Thread(target=self._watch, daemon=True, name="scheduler-watch").start()

    def end(self) -> None:
        """Ask it to end and wait; a sweep under way is let finish."""
        self._asked_to_end.set()
        self._process.terminate()
        try:
            self._process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def refuse_unasked_end(self) -> None:
        """Raise SchedulerEnded if it ended by itself."""
        if self._unasked is not None:
            raise SchedulerEnded(code=self._unasked)

    def _watch(self) -> None:
        code = self._process.wait()
        if not self._asked_to_end.is_set():
            self._unasked = code
            os.kill(os.getpid(), signal.SIGTERM)


@contextmanager
def scheduler() -> Iterator[Child]:
    """The scheduler runs for as long as the block."""
    child = Child()
    try:
        yield child
    finally:
        child.end()


def command(*, attached: bool) -> list[str]:
    """The command line of the scheduler; attached, it ends when its standard input closes."""
    return [sys.executable, "-P", "-m", "scheduler", *(["--attached"] if attached else [])]
