"""The queue of writers before SQLite's one write lock: first come, first served.

SQLite makes waiting writers sleep and try again, so that the unlucky one starves while others
pass. Here the threads of one process stand in line, and the first of each line goes through two
file locks beside the database: a gate, then the turn itself. Whoever stands at the gate is the
only one asking for the turn, so a busy process cannot pass it on to itself for ever.
"""

import fcntl
import os
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from time import monotonic, sleep

from models.refusals import Refusal

POLL_SECONDS = 0.001


class DatabaseBusy(Refusal):
    """No turn to write came within the patience."""

    vi = "Cơ sở dữ liệu đang bận, xin thử lại sau ít phút."
    en = "The database is busy; please try again in a few minutes."


class WriterQueue:
    """Turns to write to one SQLite file, in order of arrival."""

    def __init__(self, database_file: Path, *, patience: float = 30.0) -> None:
        self._gate = FileLock(database_file.with_name(database_file.name + "-gate"))
        self._turn = FileLock(database_file.with_name(database_file.name + "-turn"))
        self._patience = patience
        self._guard = Lock()
        self._line: deque[Lock] = deque()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for the turn, hold it, hand it on; raises DatabaseBusy after the patience."""
        give_up_at = monotonic() + self._patience
        self._stand_in_line()
        try:
            self._gate.take(give_up_at)
            try:
                self._turn.take(give_up_at)
            finally:
                self._gate.release()
            try:
                yield
            finally:
                self._turn.release()
        finally:
            self._hand_on()

    def close(self) -> None:
        """Give back the two files; the next turn opens them again."""
        self._gate.close()
        self._turn.close()

    def _stand_in_line(self) -> None:
        ticket = Lock()
        ticket.acquire()
        with self._guard:
            self._line.append(ticket)
            if self._line[0] is ticket:
                ticket.release()
        if ticket.acquire(timeout=self._patience):
            return
        with self._guard:
            # If the turn came in the very moment of giving up, it is taken all the same.
            if self._line[0] is not ticket:
                self._line.remove(ticket)
                raise DatabaseBusy

    def _hand_on(self) -> None:
        with self._guard:
            self._line.popleft()
            if self._line:
                self._line[0].release()


class FileLock:
    """A lock among processes, which the kernel frees when its holder dies."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor = -1
        self._process = 0

    def take(self, give_up_at: float) -> None:
        """Wait until ``give_up_at`` (of the monotonic clock); then DatabaseBusy."""
        if self._process != os.getpid():
            # A forked child must not share the lock of its parent: it opens the file anew.
            flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
            self._descriptor = os.open(self._path, flags, 0o600)
            self._process = os.getpid()
        while not self._taken():
            if monotonic() > give_up_at:
                raise DatabaseBusy
            sleep(POLL_SECONDS)

    def release(self) -> None:
        fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def close(self) -> None:
        if self._process == os.getpid():
            os.close(self._descriptor)
            self._process = 0

    def _taken(self) -> bool:
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
