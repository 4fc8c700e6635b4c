"""The clock that everybody goes by: the database server's, and in a sandbox moved forward."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import sandbox
from models.database import Database


@dataclass(frozen=True, slots=True)
class Reading:
    """One look at the clock, UTC: the real moment, and the one that the work on cases goes by.

    They are the same but in a sandbox.
    """

    server: datetime
    now: datetime


class Clock:
    """The clock of a database; shared by all threads of a process.

    Every node that works on one PostgreSQL goes by the clock of its server; a SQLite file is on
    one machine, whose clock it is. In a sandbox the offset is read anew each time, so that all
    nodes follow as soon as it is moved.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._has_a_server = database.url.get_backend_name() != "sqlite"
        self._is_real = False

    def read(self) -> Reading:
        """The moment by the server, and the moved one."""
        with self._database.reading() as session:
            server = self._of_server(session)
            return Reading(server, server + (self._offset(session) or timedelta()))

    def server_now(self) -> datetime:
        """The real moment, UTC."""
        return self.read().server

    def now(self) -> datetime:
        """The moment by which the work on cases goes, UTC."""
        return self.read().now

    def moved(self, real: datetime) -> datetime:
        """A real moment as the work on cases counts it; asks nothing once it is no sandbox."""
        return real + (self.offset() or timedelta())

    def offset(self) -> timedelta | None:
        """How far the sandbox stands before the real time; None where it is none."""
        if self._is_real:
            return None
        with self._database.reading() as session:
            return self._offset(session)

    def _offset(self, session: Session) -> timedelta | None:
        if self._is_real:
            return None
        offset = sandbox.offset(session)
        if offset is None and sandbox.is_settled(session):
            # Only an empty database becomes a sandbox, so this need never be asked again.
            self._is_real = True
        return offset

    def _of_server(self, session: Session) -> datetime:
        if not self._has_a_server:
            return datetime.now(UTC)
        found: datetime = session.scalars(select(func.clock_timestamp())).one()
        return found.astimezone(UTC)
