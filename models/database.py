"""The database: one place that commits, one that only reads; SQLite and PostgreSQL alike."""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.orm import Session

from models.queue import WriterQueue
from models.registry import METADATA

BUSY_TIMEOUT_MS = 30_000
READERS = 16


class Database:
    """A database by its address: ``sqlite:///file`` or ``postgresql://...``.

    Errors, and so the log, show statements without what they carried: names may be in it.
    """

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.metadata = METADATA
        self._queue: WriterQueue | None = None
        if self.url.get_backend_name() == "sqlite":
            file = Path(str(self.url.database)).absolute()
            self.url = self.url.set(database=str(file))
            self._queue = WriterQueue(file)
            self.writing_engine = _sqlite_engine(self.url, "BEGIN IMMEDIATE", query_only=False)
            self._reading_engine = _sqlite_engine(self.url, "BEGIN", query_only=True)
            self._looking_engine = self._reading_engine
        else:
            # Asked before use whether it still lives: a restarted server fails nobody's request.
            self.writing_engine = create_engine(
                self.url,
                pool_size=READERS,
                max_overflow=READERS,
                pool_pre_ping=True,
                hide_parameters=True,
            )
            self._reading_engine = self.writing_engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            self._looking_engine = self.writing_engine.execution_options(
                isolation_level="AUTOCOMMIT"
            )
            event.listen(self._looking_engine, "before_cursor_execute", _refuse_to_write)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session that writes: returning commits, raising rolls back. Nothing slow inside."""
        with self._turn(), _session(self.writing_engine) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one moment of the database, cannot write and waits for no writer."""
        with _session(self._reading_engine) as session:
            yield session
            if self._queue is None:
                # At a rollback psycopg would drop all the statements that it has prepared.
                session.commit()

    @contextmanager
    def looking(self) -> Iterator[Session]:
        """A session that reads without a transaction, so that PostgreSQL is not asked for one.

        Each statement may see another moment: for one statement, or for what is read of a case and
        written only if its version is still the same.
        """
        with _session(self._looking_engine) as session:
            yield session

    def dispose(self) -> None:
        """Close all connections; no transaction may be open."""
        self.writing_engine.dispose()
        self._reading_engine.dispose()
        if self._queue is not None:
            self._queue.close()

    def _turn(self) -> AbstractContextManager[None]:
        return nullcontext() if self._queue is None else self._queue.turn()


def _refuse_to_write(*call: Any) -> None:
    """Outside a transaction, a write would stay even where what belongs to it fails."""
    statement: str = call[2]
    if not statement.startswith("SELECT"):
        raise RuntimeError(f"a session that only looks was given: {statement[:20]}")


def _session(engine: Engine) -> Session:
    return Session(engine, expire_on_commit=False, autoflush=False)


def _sqlite_engine(url: URL, begin: str, *, query_only: bool) -> Engine:
    # Python's own transaction handling is switched off: BEGIN is ours, so that a writer takes
    # the write lock at once instead of failing when it turns from reader to writer.
    engine = create_engine(
        url,
        pool_size=READERS,
        max_overflow=READERS,
        connect_args={"isolation_level": None, "check_same_thread": False},
        hide_parameters=True,
    )

    @event.listens_for(engine, "do_connect")
    def create(*_: object) -> None:
        # Nobody else on the machine reads the file; what SQLite puts beside it has the same mode.
        # An existing file is not opened: closing it would drop SQLite's own locks.
        file = Path(str(url.database))
        if not file.exists():
            with suppress(OSError):  # SQLite itself says what is wrong
                file.touch(mode=0o600)

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in (
            f"busy_timeout = {BUSY_TIMEOUT_MS}",
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "recursive_triggers = ON",
            f"query_only = {'ON' if query_only else 'OFF'}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        driver.execute(begin)

    return engine
