"""Migrations lead from an empty database to exactly the tables that the code names."""

import re
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from models import schema, triggers
from models.database import Database
from models.schema import DatabaseUnreachable, SchemaTooNew, SchemaTooOld, TriggersMissing
from tests.postgresql import Postgresql

# Tables, constraints and indexes as each database itself tells them.
CATALOGUES = {
    "sqlite": (
        "SELECT name, sql FROM sqlite_master"
        " WHERE type IN ('table', 'index') AND sql IS NOT NULL ORDER BY name"
    ),
    "postgresql": (
        "SELECT conrelid::regclass::text || '.' || conname, pg_get_constraintdef(oid)"
        " FROM pg_constraint WHERE connamespace = current_schema()::regnamespace"
        " UNION ALL SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()"
        " UNION ALL SELECT table_name || '.' || column_name,"
        " concat_ws(' ', data_type, collation_name, is_nullable, column_default)"
        " FROM information_schema.columns WHERE table_schema = current_schema()"
        " ORDER BY 1, 2"
    ),
}


# SQLite puts a column that was added later, with its check, onto the line of the last one, and
# does not say again of which column its foreign key is.
LINES = re.compile(r"\n|, (?=\w+ [A-Z]{4,})| (?=CONSTRAINT )")
KEY_OF = re.compile(r"FOREIGN KEY\(\w+\) (?=REFERENCES)")


def catalogue(connection: Connection) -> list[tuple[str, str]]:
    """Names and definitions without Alembic's own table; the order of lines is no matter."""
    found = connection.execute(text(CATALOGUES[connection.dialect.name]))
    return [
        (
            name,
            "\n".join(
                sorted(KEY_OF.sub("", line.strip().rstrip(",")) for line in LINES.split(definition))
            ),
        )
        for name, definition in found
        if not name.startswith("alembic_version")
    ]


def as_migrated(url: str) -> list[tuple[str, str]]:
    schema.migrate(url)
    database = Database(url)
    with database.reading() as session:
        found = catalogue(session.connection())
    database.dispose()
    return found


def as_named_in_the_code(url: str) -> list[tuple[str, str]]:
    database = Database(url)
    with database.transaction() as session:
        database.metadata.create_all(session.connection())
        found = catalogue(session.connection())
    database.dispose()
    return found


def test_migrations_make_the_tables_of_the_code_on_sqlite(tmp_path: Path) -> None:
    migrated = as_migrated(f"sqlite:///{tmp_path}/migrated")
    assert migrated == as_named_in_the_code(f"sqlite:///{tmp_path}/named")
    assert len(migrated) > 40


def test_migrations_make_the_tables_of_the_code_on_postgresql(postgresql: Postgresql) -> None:
    migrated = as_migrated(postgresql.create("migrated"))
    assert migrated == as_named_in_the_code(postgresql.create("named"))
    assert len(migrated) > 200
    postgresql.drop("migrated")
    postgresql.drop("named")


def test_migrating_again_changes_nothing(empty_database_url: str) -> None:
    assert as_migrated(empty_database_url) == as_migrated(empty_database_url)
    schema.check(empty_database_url)


def test_an_empty_database_is_too_old(empty_database_url: str) -> None:
    with pytest.raises(SchemaTooOld, match="donghanh migrate"):
        schema.check(empty_database_url)


def test_a_newer_database_is_left_alone(database_url: str) -> None:
    database = Database(database_url)
    with database.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.dispose()
    for refused in (schema.check, schema.migrate):
        with pytest.raises(SchemaTooNew, match="9999"):
            refused(database_url)


def test_a_missing_trigger_stops_the_start(database_url: str) -> None:
    database = Database(database_url)
    name = triggers.KEPT[0].names[0]
    with database.transaction() as session:
        on = "" if database.url.get_backend_name() == "sqlite" else " ON journal_entries"
        session.execute(text(f"DROP TRIGGER {name}{on}"))
    database.dispose()
    for refused in (schema.check, schema.migrate):
        with pytest.raises(TriggersMissing, match=name):
            refused(database_url)


def test_a_trigger_switched_off_stops_the_start(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    with database.transaction() as session:
        session.execute(text("ALTER TABLE journal_entries DISABLE TRIGGER ALL"))
    database.dispose()
    with pytest.raises(TriggersMissing):
        schema.check(postgresql_url)


def test_a_database_that_does_not_answer_is_named_without_its_password(
    tmp_path: Path, free_port: int
) -> None:
    (tmp_path / "text").write_text("This is no database, however long one looks at it. " * 50)
    (tmp_path / "folder").mkdir()
    for url in (
        f"sqlite:///{tmp_path}/text",
        f"sqlite:///{tmp_path}/text/below",
        f"sqlite:///{tmp_path}/folder",
        f"postgresql://an:secret@127.0.0.1:{free_port}/donghanh",
    ):
        for refused in (schema.check, schema.migrate):
            with pytest.raises(DatabaseUnreachable, match="Không mở được") as error:
                refused(url)
            assert "secret" not in str(error.value)
