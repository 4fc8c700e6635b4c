"""The movable clock of a sandbox, why timers fail and schedulers pause, what is due in a school."""

from alembic import op
from sqlalchemy import CheckConstraint, Column, Text

from models.migrations.columns import choice
from models.tables import BigKey, UtcDateTime, where

revision: str = "0009"
down_revision: str | None = "0008"


def upgrade() -> None:
    op.create_table(
        "sandboxes",
        Column("id", BigKey, primary_key=True),
        Column("offset_seconds", BigKey, nullable=False),
        CheckConstraint("id = 1", name="only_one"),
    )
    op.add_column("timers", Column("cause", Text))
    op.create_index(
        "ix_timers_failing", "timers", ["wake_at"], **where("closed_seq IS NULL AND failures > 0")
    )
    op.create_index(
        "ix_tasks_due_at_school", "tasks", ["school_id", "sorts_at"], **where("closed_seq IS NULL")
    )
    # Heartbeats are of now only: the nodes write them anew.
    op.drop_table("heartbeats")
    op.create_table(
        "heartbeats",
        Column("node", Text, primary_key=True),
        Column("last_tick_at", UtcDateTime, nullable=False),
        Column("paused_because", choice("paused_because", "clock_jumped", "heartbeat_ahead")),
    )
