"""The database: one place commits, readers wait for nobody, writers take turns."""

import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, StatementError

from models import heartbeats, schema
from models.database import Database
from models.heartbeats import Heartbeat
from models.queue import DatabaseBusy, WriterQueue
from tests.models.conftest import NOW

HANOI = timezone(timedelta(hours=7))


def last_tick(database: Database, node: str) -> datetime | None:
    with database.reading() as session:
        return session.scalars(
            select(Heartbeat.last_tick_at).where(Heartbeat.node == node)
        ).one_or_none()


class Failed(Exception):
    """Something went wrong inside a transaction."""


def beat_and_fail(database: Database, node: str) -> None:
    with database.transaction() as session:
        heartbeats.beat(session, node, now=NOW)
        raise Failed


def test_returning_commits_and_raising_rolls_back(database: Database) -> None:
    with database.transaction() as session:
        heartbeats.beat(session, "kept", now=NOW)
    with pytest.raises(Failed):
        beat_and_fail(database, "lost")
    assert last_tick(database, "kept") == NOW
    assert last_tick(database, "lost") is None


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError), database.reading() as session:
        heartbeats.beat(session, "reader", now=NOW)


def test_who_only_looks_cannot_write(database: Database) -> None:
    with pytest.raises((DBAPIError, RuntimeError)), database.looking() as session:
        heartbeats.beat(session, "looker", now=NOW)
    assert last_tick(database, "looker") is None


def test_who_looks_sees_what_was_written_meanwhile_and_waits_for_no_writer(
    database: Database,
) -> None:
    with database.transaction() as session:
        heartbeats.beat(session, "node", now=NOW)
        with database.looking() as looker:
            assert looker.scalars(select(Heartbeat.last_tick_at)).first() is None
    with database.looking() as looker:
        assert looker.scalars(select(Heartbeat.last_tick_at)).one() == NOW


def test_a_reader_sees_one_moment_and_waits_for_no_writer(database: Database) -> None:
    with database.transaction() as session:
        heartbeats.beat(session, "node", now=NOW)
    with database.reading() as reader:
        read = select(Heartbeat.last_tick_at)
        assert reader.scalars(read).one() == NOW
        with database.transaction() as session:
            heartbeats.beat(session, "node", now=NOW + timedelta(hours=1))
            assert reader.scalars(read).one() == NOW
        assert reader.scalars(read).one() == NOW
    assert last_tick(database, "node") == NOW + timedelta(hours=1)


def test_a_moment_is_kept_in_utc_to_the_microsecond(database: Database) -> None:
    moment = datetime(2026, 8, 21, 15, 0, 0, 123456, tzinfo=HANOI)
    with database.transaction() as session:
        heartbeats.beat(session, "node", now=moment)
    found = last_tick(database, "node")
    assert found == moment
    assert found is not None
    assert found.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    with (
        pytest.raises(StatementError, match="a moment needs a time zone"),
        database.transaction() as session,
    ):
        heartbeats.beat(session, "node", now=datetime(2026, 8, 21, 15, 0))  # noqa: DTZ001


def test_sqlite_keeps_what_was_acknowledged(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with database.transaction() as session:
        for pragma, value in (("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)):
            assert session.scalars(text(f"PRAGMA {pragma}")).one() == value
    database.dispose()


def test_writers_of_one_process_take_turns_in_order_of_arrival(tmp_path: Path) -> None:
    queue, order, first_in = WriterQueue(tmp_path / "file"), list[int](), Event()

    def write(n: int) -> None:
        with queue.turn():
            first_in.set()
            order.append(n)
            if n == 0:
                sleep(0.3)

    writers = [Thread(target=write, args=(n,)) for n in range(8)]
    for n, writer in enumerate(writers):
        writer.start()
        if n == 0:
            first_in.wait()
        sleep(0.02)
    for writer in writers:
        writer.join()
    assert order == list(range(8))


ANOTHER_PROCESS = """
import sys
from pathlib import Path
from time import monotonic
from models.queue import WriterQueue

queue, end = WriterQueue(Path(sys.argv[1])), monotonic() + 1.5
print("ready", flush=True)
turns = 0
while monotonic() < end:
    with queue.turn():
        turns += 1
        sum(range(20_000))
print(turns)
"""


def test_a_busy_process_does_not_starve_another(tmp_path: Path) -> None:
    """Four threads here write without pause; the one thread of another process keeps up."""
    file = tmp_path / "file"
    command = [sys.executable, "-c", ANOTHER_PROCESS, str(file)]
    other = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path.cwd())
    assert other.stdout is not None
    assert other.stdout.readline() == "ready\n"
    queue, turns, end = WriterQueue(file), Counter[int](), monotonic() + 1.2

    def write(n: int) -> None:
        while monotonic() < end:
            with queue.turn():
                turns[n] += 1
                sum(range(20_000))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(write, range(4)))
    theirs = int(other.communicate()[0])
    assert min(turns.values()) > 0.5 * max(turns.values())
    assert theirs > 0.2 * sum(turns.values())


def test_patience_ends_with_a_sentence(tmp_path: Path) -> None:
    one, other = (WriterQueue(tmp_path / "file", patience=0.05) for _ in range(2))
    with one.turn(), pytest.raises(DatabaseBusy, match="đang bận"), other.turn():
        pass
    with other.turn():
        pass


def test_who_gives_up_leaves_the_line(tmp_path: Path) -> None:
    queue = WriterQueue(tmp_path / "file", patience=0.1)
    with ThreadPoolExecutor(1) as other, queue.turn():

        def wait() -> None:
            with pytest.raises(DatabaseBusy), queue.turn():
                pass

        other.submit(wait).result()
    with queue.turn():
        pass


DYING = """
import os, sys
from pathlib import Path
from models.queue import WriterQueue

with WriterQueue(Path(sys.argv[1])).turn():
    os._exit(0)
"""


def test_a_writer_that_dies_frees_the_turn(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", DYING, tmp_path / "file"], check=True)
    with WriterQueue(tmp_path / "file", patience=5).turn():
        pass


def test_the_folder_of_the_database_is_made(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/var/deep/donghanh.sqlite3"
    schema.migrate(url)
    schema.check(url)
