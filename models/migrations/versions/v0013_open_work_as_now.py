"""A database made while 0005 was still being written gets what 0005 makes now.

The first commits changed 0005 after it had been run. A database from then lacks indexes that lists
are read by, and allows a case one limit of a kind from one moment, where now it may have several.
"""

from collections.abc import Sequence

from alembic import op
from sqlalchemy import Connection, text

from models.tables import where

revision: str = "0013"
down_revision: str | None = "0012"

NO_LONGER_UNIQUE = "uq_deadlines_case_id_limit_name_anchor_at"
NO_LONGER_INDEXED = ("ix_deadlines_calendar", "ix_deadlines_open")
OPEN = "closed_seq IS NULL"
# Table, columns, and which rows: as 0005 makes them.
INDEXES: dict[str, tuple[str, Sequence[str], str | None]] = {
    "ix_tasks_of_assignee": (
        "tasks",
        ["assignee_id", "sorts_at", "id", "case_id", "closed_seq"],
        f"{OPEN} AND assignee_id IS NOT NULL",
    ),
    "ix_tasks_of_role": (
        "tasks",
        ["school_id", "roles", "sorts_at", "id", "case_id", "assignee_id", "closed_seq"],
        f"{OPEN} AND assignee_id IS NULL",
    ),
    "ix_tasks_open_in_case": ("tasks", ["case_id"], OPEN),
    "ix_timers_armed_in_case": ("timers", ["case_id"], OPEN),
    "ix_deadlines_of_case": ("deadlines", ["case_id", "id"], None),
    "ix_deadlines_of_state": ("deadlines", ["case_id", "state"], None),
}


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        _deadlines_anew(connection)
    else:
        op.execute(f"ALTER TABLE deadlines DROP CONSTRAINT IF EXISTS {NO_LONGER_UNIQUE}")
    for name in (*NO_LONGER_INDEXED, *INDEXES):
        op.execute(f"DROP INDEX IF EXISTS {name}")
    for name, (table, columns, rows) in INDEXES.items():
        op.create_index(name, table, columns, **({} if rows is None else where(rows)))


def _deadlines_anew(connection: Connection) -> None:
    """SQLite drops a constraint only with its table. Indexes are made by who calls this.

    The rows go out and come back under the same name, so that at the commit whatever refers to
    them finds them again.
    """
    found = text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'deadlines'")
    lines = connection.execute(found).scalars().one().split("\n")
    kept = [line for line in lines if NO_LONGER_UNIQUE not in line]
    if kept == lines:
        return
    for statement in (
        "PRAGMA defer_foreign_keys = ON",
        "CREATE TEMPORARY TABLE kept_deadlines AS SELECT * FROM deadlines",
        "DROP TABLE deadlines",
        "\n".join(kept),
        "INSERT INTO deadlines SELECT * FROM kept_deadlines",
        "DROP TABLE kept_deadlines",
    ):
        connection.exec_driver_sql(statement)
