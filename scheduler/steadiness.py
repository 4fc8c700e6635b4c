"""Whether the clock runs steadily: after a jump this node pauses, and says so.

A wrong clock would fire limits that are not due, or none at all, and nobody could undo it. So the
moments that the database server tells are compared with the time that this machine has counted
since it was started, which nobody sets and which runs on through a standby.
"""

from __future__ import annotations

import logging
import os
import platform
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

from models import heartbeats
from models.heartbeats import Pause
from processes.clock import Reading
from processes.workplace import Workplace

log = logging.getLogger(__name__)

AGREE_WITHIN = timedelta(seconds=60)
FORGOTTEN_AFTER = timedelta(hours=1)
MACHINE = platform.node()
NODE = f"{MACHINE}/{os.getpid()}"


def since_start_of_machine() -> timedelta:
    """What this machine has counted, with the time in which it stood by where it knows that."""
    kind = time.CLOCK_BOOTTIME if hasattr(time, "CLOCK_BOOTTIME") else time.CLOCK_MONOTONIC
    return timedelta(seconds=time.clock_gettime(kind))


class Steadiness:
    """One look before each sweep; shared by the threads of the scheduler."""

    def __init__(
        self,
        workplace: Workplace,
        *,
        node: str = NODE,
        counted: Callable[[], timedelta] = since_start_of_machine,
    ) -> None:
        self._workplace = workplace
        self._node = node
        self._counted = counted
        self._lock = Lock()
        self._agreed: tuple[datetime, timedelta] | None = None
        self._ahead: datetime | None = None
        self.pause: Pause | None = None

    def begin(self) -> None:
        """At the start: a last heartbeat that lies ahead means that one of two clocks was wrong."""
        real = self._workplace.clock.server_now()
        with self._workplace.database.transaction() as session:
            heartbeats.forget_old(session, MACHINE, before=real - FORGOTTEN_AFTER)
            last = heartbeats.last(session)
        if last is not None and last > real + AGREE_WITHIN:
            self._ahead = last

    def look(self) -> Reading | None:
        """The clock as it stands; None while this node pauses."""
        before = self._counted()
        reading = self._workplace.clock.read()
        after = self._counted()
        with self._lock:
            pause = self._pause(reading.server, before, after)
            if pause is not self.pause:
                self._say(pause, reading.server)
                self.pause = pause
        return reading if pause is None else None

    def _pause(self, at: datetime, before: timedelta, after: timedelta) -> Pause | None:
        if self._ahead is not None and at + AGREE_WITHIN < self._ahead:
            return Pause.HEARTBEAT_AHEAD
        self._ahead = None
        if self._agreed is not None:
            agreed_at, agreed_count = self._agreed
            earliest = agreed_at + (before - agreed_count) - AGREE_WITHIN
            latest = agreed_at + (after - agreed_count) + AGREE_WITHIN
            if not earliest <= at <= latest:
                return Pause.CLOCK_JUMPED
        self._agreed = (at, after)
        return None

    def _say(self, pause: Pause | None, at: datetime) -> None:
        with self._workplace.database.transaction() as session:
            if pause is None:
                heartbeats.go_on(session, self._node)
            else:
                heartbeats.pause(session, self._node, now=at, because=pause)
        if pause is None:
            log.warning("the clock is steady again: the sweeps go on")
        else:
            log.error("the sweeps pause: %s; the server's clock shows %s", pause.value, at)
