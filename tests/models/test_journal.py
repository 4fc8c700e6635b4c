"""The journal only grows: the database refuses anything else, and the chain shows it."""

import sqlite3
from collections.abc import Sequence

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models import calendars, chains, data_keys, definitions, journal
from models.chains import ChainBreak
from models.data_keys import ContentErased
from models.database import Database
from models.journal import JournalEntry
from models.keys import ContentUnreadable
from tests.models.conftest import NOW, World
from tests.models.steps import hold, noted, opened

ATTACKS = [
    "UPDATE journal_entries SET routing = '{}'",
    "UPDATE journal_entries SET seq = seq + 1",
    "DELETE FROM journal_entries",
    "DELETE FROM journal_entries WHERE seq = 1",
    "INSERT INTO journal_entries SELECT * FROM journal_entries WHERE true"
    " ON CONFLICT (case_id, seq) DO UPDATE SET routing = '{}'",
    "UPDATE calendar_versions SET document = '[]'",
    "DELETE FROM calendar_versions",
    "UPDATE process_versions SET bundle = bundle",
    "UPDATE process_versions SET digest = 'other'",
    "DELETE FROM process_versions",
]
SQLITE_ATTACKS = [
    "INSERT OR REPLACE INTO journal_entries SELECT * FROM journal_entries",
    "REPLACE INTO journal_entries SELECT * FROM journal_entries WHERE seq = 1",
    "UPDATE OR REPLACE journal_entries SET seq = 1 WHERE seq = 2",
    "INSERT OR REPLACE INTO process_versions SELECT id + 1, process, digest, bundle,"
    " effective_from, effective_to, published_by, published_at FROM process_versions",
    "INSERT OR REPLACE INTO calendar_versions SELECT * FROM calendar_versions",
]
POSTGRESQL_ATTACKS = [
    "TRUNCATE journal_entries",
    "TRUNCATE cases CASCADE",
    "TRUNCATE journal_heads",
    "SET session_replication_role = replica; DELETE FROM journal_entries",
    "MERGE INTO journal_entries j USING (SELECT 1) s ON true WHEN MATCHED THEN DELETE",
]


def with_entries(world: World) -> int:
    case = opened(world)
    for _ in range(4):
        case = noted(world, case)
    return case.id


def test_rows_are_only_ever_added(world: World, subtests: pytest.Subtests) -> None:
    with_entries(world)
    for attack in ATTACKS:
        with (
            subtests.test(attack),
            pytest.raises(DBAPIError, match="rows are only ever added"),
            world.database.transaction() as session,
        ):
            session.execute(text(attack))


def test_sqlite_replaces_nothing_from_outside_either(
    sqlite_world: World, subtests: pytest.Subtests
) -> None:
    """A connection that is not ours, with SQLite's own defaults."""
    with_entries(sqlite_world)
    for attack in SQLITE_ATTACKS:
        outside = sqlite3.connect(str(sqlite_world.database.url.database))
        with (
            subtests.test(attack),
            pytest.raises(sqlite3.IntegrityError, match="rows are only ever added"),
        ):
            outside.execute(attack)
        outside.close()


def test_sqlite_has_no_second_key_to_replace_by(sqlite_world: World) -> None:
    with_entries(sqlite_world)
    outside = sqlite3.connect(str(sqlite_world.database.url.database))
    with pytest.raises(sqlite3.OperationalError, match="rowid"):
        outside.execute("SELECT rowid FROM journal_entries")
    outside.close()


def test_postgresql_truncates_nothing(postgresql_world: World, subtests: pytest.Subtests) -> None:
    with_entries(postgresql_world)
    address = postgresql_world.database.url.render_as_string(hide_password=False)
    for attack in POSTGRESQL_ATTACKS:
        with (
            subtests.test(attack),
            psycopg.connect(address) as outside,
            pytest.raises(psycopg.errors.RaiseException, match="rows are only ever added"),
        ):
            outside.execute(attack.encode())


def test_publishing_the_next_version_ends_the_one_before(world: World) -> None:
    """The last date of a version is all that may change."""
    with world.database.transaction() as session:
        definitions.publish(
            session,
            process="school_social_work",
            digest="1" * 64,
            bundle=b"next",
            effective_from=NOW.date(),
            published_by=world.an.id,
            now=NOW,
        )
    with world.database.reading() as session:
        later, earlier = definitions.all_versions(session)
        assert (later.effective_to, earlier.effective_to) == (None, NOW.date().replace(day=20))


def break_in(database: Database, statements: Sequence[str]) -> None:
    """Someone with rights over the database itself."""
    with database.transaction() as session:
        if session.get_bind().dialect.name == "sqlite":
            for what in ("no_update", "no_delete", "no_replace"):
                session.execute(text(f"DROP TRIGGER journal_entries_{what}"))
        else:
            session.execute(text("ALTER TABLE journal_entries DISABLE TRIGGER ALL"))
        for statement in statements:
            session.execute(text(statement))


CHANGES = [
    ('UPDATE journal_entries SET routing = \'{"kind":"other"}\' WHERE seq = 1', 1, "altered"),
    ("UPDATE journal_entries SET actor_id = NULL WHERE seq = 1", 1, "altered"),
    ("UPDATE journal_entries SET content = NULL WHERE seq = 1", 1, "altered"),
    ("DELETE FROM journal_entries WHERE seq = 3", 3, "missing"),
    ("DELETE FROM journal_entries WHERE seq = 5", 5, "end_differs"),
    ("UPDATE journal_entries SET previous_digest = digest WHERE seq = 2", 2, "unchained"),
]


def test_the_chain_names_the_entry_that_was_changed(
    world: World, subtests: pytest.Subtests
) -> None:
    changed = [(with_entries(world), *change) for change in CHANGES]
    break_in(
        world.database,
        [f"{statement} AND case_id = {case_id}" for case_id, statement, _, _ in changed],
    )
    with world.database.reading() as session:
        for case_id, statement, seq, reason in changed:
            with subtests.test(statement):
                first = chains.breaks(session, case_id)[0]
                assert first == ChainBreak(case_id, seq, reason)


def test_what_is_stored_alike_is_no_change(world: World) -> None:
    case_id = with_entries(world)
    break_in(world.database, ["UPDATE journal_entries SET recorded_at = at"])
    with world.database.reading() as session:
        assert chains.breaks(session, case_id) == []


def test_all_columns_are_digested() -> None:
    columns = {column.name for column in JournalEntry.__table__.columns}
    assert columns == {*journal.DIGESTED, "digest"}


def first_content(session: Session, world: World, case_id: int) -> bytes | None:
    case = hold(world.database, case_id)
    return journal.content_of(journal.of_case(session, case_id)[0], case.data_key(world.ring))


def test_erasing_takes_the_content_and_leaves_the_chain(world: World) -> None:
    case_id = with_entries(world)
    with world.database.reading() as session:
        content = first_content(session, world, case_id)
    assert content == "Một em lớp 7A2 nghỉ học nhiều ngày".encode()
    with world.database.transaction() as session:
        data_keys.destroy(session, hold(world.database, case_id).data_key_name, now=NOW)
    with world.database.reading() as session:
        with pytest.raises(ContentErased):
            first_content(session, world, case_id)
        assert chains.breaks(session, case_id) == []


def test_content_moved_to_another_row_is_refused(world: World) -> None:
    case_id = with_entries(world)
    with world.database.reading() as session:
        entry = journal.of_case(session, case_id)[0]
        session.expunge(entry)
    entry.seq = 2
    with pytest.raises(ContentUnreadable):
        journal.content_of(entry, hold(world.database, case_id).data_key(world.ring))


def test_a_later_calendar_is_found_by_its_moment(world: World) -> None:
    later = NOW.replace(month=9)
    with world.database.transaction() as session:
        second = calendars.add(session, world.school.id, document="[]", known_from=later)
    with world.database.reading() as session:
        for moment, version in ((NOW, world.calendar_version_id), (later, second.id)):
            found = calendars.current(session, world.school.id, now=moment)
            assert found is not None
            assert found.id == version
        before = NOW.replace(year=2025)
        assert calendars.current(session, world.school.id, now=before) is None
