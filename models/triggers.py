"""Triggers that keep what must stay: the journal, published definitions, calendar versions.

They stop mistakes and casual tampering. Against someone who may change the database itself only
the chain of digests speaks, and the heads kept outside.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text


@dataclass(frozen=True, slots=True)
class Kept:
    """A table whose rows stay; ``keys`` are all its unique keys.

    ``fixed`` are the columns that never change; none named: all of them.
    """

    table: str
    keys: tuple[tuple[str, ...], ...]
    fixed: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, str, str]:
        """The names of its three triggers."""
        return f"{self.table}_no_update", f"{self.table}_no_delete", f"{self.table}_no_replace"


KEPT = (
    Kept("journal_entries", (("case_id", "seq"),)),
    Kept("journal_heads", (("day",),)),
    Kept("accesses", (("id",),)),
    Kept("calendar_versions", (("id",),)),
    Kept("calendar_origins", (("version_id",),)),
    Kept("body_calendars", (("id",),)),
    Kept("version_signatures", (("version_id",),)),
    Kept("attachments", (("case_id", "digest"),)),
    Kept(
        "process_versions",
        (("id",), ("digest",)),
        ("id", "process", "digest", "bundle", "effective_from", "published_by", "published_at"),
    ),
)


def sqlite_statements(kept: Kept) -> list[str]:
    """INSERT OR REPLACE deletes without firing delete triggers, so an existing key is refused."""
    no_update, no_delete, no_replace = kept.names
    table, of = kept.table, _of(kept)
    same = " OR ".join(
        "(" + " AND ".join(f"{column} = NEW.{column}" for column in key) + ")" for key in kept.keys
    )
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table}: rows are only ever added'); END"
    exists = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608
    return [
        f"CREATE TRIGGER {no_update} BEFORE UPDATE{of} ON {table} {refuse}",
        f"CREATE TRIGGER {no_delete} BEFORE DELETE ON {table} {refuse}",
        f"CREATE TRIGGER {no_replace} BEFORE INSERT ON {table} WHEN {exists} {refuse}",
    ]


def postgresql_statements(kept: Kept) -> list[str]:
    """ENABLE ALWAYS: a session that plays a replica does not get past them either."""
    no_update, no_delete, no_replace = kept.names
    table, of = kept.table, _of(kept)
    refuse = "FOR EACH STATEMENT EXECUTE FUNCTION rows_are_only_ever_added()"
    return [
        f"CREATE TRIGGER {no_update} BEFORE UPDATE{of} ON {table} {refuse}",
        f"CREATE TRIGGER {no_delete} BEFORE DELETE ON {table} {refuse}",
        f"CREATE TRIGGER {no_replace} BEFORE TRUNCATE ON {table} {refuse}",
        *(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}" for name in kept.names),
    ]


def _of(kept: Kept) -> str:
    return f" OF {', '.join(kept.fixed)}" if kept.fixed else ""


FUNCTION_BODY = """
BEGIN
    RAISE EXCEPTION '%: rows are only ever added', TG_TABLE_NAME;
END
"""
FUNCTION = (
    "CREATE OR REPLACE FUNCTION rows_are_only_ever_added()"
    f" RETURNS trigger LANGUAGE plpgsql AS $${FUNCTION_BODY}$$"
)
# pg_trigger.tgtype of a statement trigger: BEFORE (2) and UPDATE (16), DELETE (8), TRUNCATE (32).
TYPES = (18, 10, 34)


def create(connection: Connection, *tables: str) -> None:
    """Create the triggers of the tables; called by the migration that creates the tables."""
    sqlite = connection.dialect.name == "sqlite"
    if not sqlite:
        connection.execute(text(FUNCTION))
    for kept in KEPT:
        if kept.table in tables:
            for statement in sqlite_statements(kept) if sqlite else postgresql_statements(kept):
                connection.execute(text(statement))


def missing(connection: Connection) -> Sequence[str]:
    """Names of triggers that are not there, not switched on, or not what they should be."""
    if connection.dialect.name == "sqlite":
        found = connection.execute(
            text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        )
        present = {row.name: row.sql for row in found}
        return [
            name
            for kept in KEPT
            for name, statement in zip(kept.names, sqlite_statements(kept), strict=True)
            if present.get(name) != statement
        ]
    found = connection.execute(
        text(
            "SELECT c.relname, t.tgname, t.tgtype"
            " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE c.relnamespace = current_schema()::regnamespace"
            " AND t.tgenabled = 'A' AND p.prosrc = :body"
        ),
        {"body": FUNCTION_BODY},
    )
    switched_on = {tuple(row) for row in found}
    return [
        name
        for kept in KEPT
        for name, kind in zip(kept.names, TYPES, strict=True)
        if (kept.table, name, kind) not in switched_on
    ]
