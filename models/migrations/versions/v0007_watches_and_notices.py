"""Watches on what a case waits for, and the notices that come of them."""

from alembic import op
from sqlalchemy import Boolean, CheckConstraint, Column, Date, ForeignKey, Text, UniqueConstraint

from models.migrations.columns import choice
from models.tables import BigKey, UtcDateTime, where

revision: str = "0007"
down_revision: str | None = "0006"


def upgrade() -> None:
    op.create_table(
        "watches",
        Column("id", BigKey, primary_key=True),
        Column("case_id", BigKey, ForeignKey("cases.id"), nullable=False),
        Column("school_id", BigKey, ForeignKey("schools.id"), nullable=False),
        Column("subject", Text, nullable=False),
        Column("ladder", Text, nullable=False),
        Column("element", Text, nullable=False),
        Column("host", Text, nullable=False),
        Column("started_at", UtcDateTime, nullable=False),
        Column("due_at", UtcDateTime),
        Column("due_on", Date),
        Column("rung", Text),
        Column("round", BigKey, nullable=False),
        Column("decided_at", UtcDateTime),
        Column("wake_at", UtcDateTime, nullable=False),
        Column("failures", BigKey, nullable=False),
        Column("cause", Text),
        Column("state", choice("state", "waiting", "climbed", "stopped"), nullable=False),
        Column("closed_seq", BigKey),
        CheckConstraint("(state = 'stopped') = (closed_seq IS NOT NULL)", name="closed"),
        CheckConstraint("state <> 'waiting' OR rung IS NOT NULL", name="waits_for_a_rung"),
        UniqueConstraint("case_id", "subject"),
    )
    op.create_index("ix_watches_of_case", "watches", ["case_id"], **where("closed_seq IS NULL"))
    op.create_index("ix_watches_due", "watches", ["wake_at"], **where("state = 'waiting'"))
    op.create_index(
        "ix_watches_failing", "watches", ["wake_at"], **where("state = 'waiting' AND failures > 0")
    )
    op.create_table(
        "notices",
        Column("id", BigKey, primary_key=True),
        Column("case_id", BigKey, ForeignKey("cases.id")),
        Column("school_id", BigKey, ForeignKey("schools.id"), nullable=False),
        Column("watch_id", BigKey, ForeignKey("watches.id")),
        Column("ladder", Text, nullable=False),
        Column("rung", Text, nullable=False),
        Column("round", BigKey, nullable=False),
        Column("recipient_id", BigKey, ForeignKey("people.id"), nullable=False),
        Column("instead_of_id", BigKey, ForeignKey("people.id")),
        Column("grade", choice("grade", "reminder", "escalation"), nullable=False),
        Column("name", Text, nullable=False),
        Column("awaited", Text, nullable=False),
        Column("started_at", UtcDateTime, nullable=False),
        Column("due_at", UtcDateTime),
        Column("due_on", Date),
        Column("urgent", Boolean, nullable=False),
        Column("decided_at", UtcDateTime, nullable=False),
        Column("seen_at", UtcDateTime),
        UniqueConstraint("watch_id", "rung", "round", "recipient_id"),
    )
    op.create_index("ix_notices_of_person", "notices", ["recipient_id", "id"])
    op.create_index("ix_notices_unseen", "notices", ["recipient_id"], **where("seen_at IS NULL"))
    op.create_index("ix_notices_of_case", "notices", ["case_id", "id"])
