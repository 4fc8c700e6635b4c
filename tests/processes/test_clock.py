"""The clock that everybody goes by: the server's, and in a sandbox the one that was moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from models import people, sandbox
from models.database import Database
from models.settings import Settings
from processes.clock import Clock
from tests.trials.statements import counted

DAY = timedelta(days=1)
SOON = timedelta(seconds=30)


def test_the_clock_is_the_real_one_where_nothing_was_moved(settings: Settings) -> None:
    database = Database(settings.database_url)
    before = datetime.now(UTC)
    reading = Clock(database).read()
    assert reading.server == reading.now
    assert abs(reading.now - before) < SOON
    database.dispose()


def test_every_node_follows_the_clock_of_a_sandbox_as_soon_as_it_is_moved(
    settings: Settings,
) -> None:
    first, second = Database(settings.database_url), Database(settings.database_url)
    here, there = Clock(first), Clock(second)
    assert there.offset() is None
    with first.transaction() as session:
        assert sandbox.begin(session, -3 * DAY)
    assert here.offset() == there.offset() == -3 * DAY
    with first.transaction() as session:
        assert sandbox.move(session, seen=-3 * DAY, to=DAY)
    assert abs(there.now() - (datetime.now(UTC) + DAY)) < SOON
    assert abs(there.server_now() - datetime.now(UTC)) < SOON
    for database in (first, second):
        database.dispose()


def test_the_clock_moves_from_where_it_was_seen_and_from_nowhere_else(settings: Settings) -> None:
    database = Database(settings.database_url)
    with database.transaction() as session:
        assert sandbox.begin(session, timedelta())
    with database.transaction() as session:
        assert sandbox.move(session, seen=timedelta(), to=DAY)
        assert not sandbox.move(session, seen=timedelta(), to=2 * DAY)
    assert Clock(database).offset() == DAY
    database.dispose()


def test_what_holds_anything_never_becomes_a_sandbox_and_is_asked_once(settings: Settings) -> None:
    database = Database(settings.database_url)
    clock = Clock(database)
    with database.transaction() as session:
        people.add(session, name="An", sign_in_name="an", now=datetime.now(UTC))
    with database.transaction() as session:
        assert not sandbox.begin(session, DAY)
    assert clock.offset() is None
    real = datetime.now(UTC)
    with counted() as sent:
        assert clock.moved(real) == real
    assert sent.statements == []
    database.dispose()
