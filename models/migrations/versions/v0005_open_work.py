"""Tasks, timers, messages and deadlines."""

from alembic import op
from sqlalchemy import Boolean, CheckConstraint, Column, Date, ForeignKey, Text, UniqueConstraint

from models.migrations.columns import choice
from models.tables import BigKey, UtcDateTime, where

revision: str = "0005"
down_revision: str | None = "0004"


def upgrade() -> None:
    op.create_table(
        "tasks",
        Column("id", BigKey, primary_key=True),
        Column("case_id", BigKey, ForeignKey("cases.id"), nullable=False),
        Column("key", Text, nullable=False),
        Column("element", Text, nullable=False),
        Column("process", Text, nullable=False),
        Column("roles", Text, nullable=False),
        Column("form", Text, nullable=False),
        Column("school_id", BigKey, ForeignKey("schools.id"), nullable=False),
        Column("assignee_id", BigKey, ForeignKey("people.id")),
        Column("state", choice("state", "open", "completed", "withdrawn"), nullable=False),
        Column("opened_at", UtcDateTime, nullable=False),
        Column("opened_seq", BigKey, nullable=False),
        Column("closed_at", UtcDateTime),
        Column("closed_seq", BigKey),
        Column("due_at", UtcDateTime),
        Column("sorts_at", UtcDateTime, nullable=False),
        CheckConstraint("(state = 'open') = (closed_seq IS NULL)", name="closed"),
        UniqueConstraint("case_id", "key"),
    )
    op.create_index(
        "ix_tasks_of_assignee",
        "tasks",
        ["assignee_id", "sorts_at", "id", "case_id", "closed_seq"],
        **where("closed_seq IS NULL AND assignee_id IS NOT NULL"),
    )
    op.create_index(
        "ix_tasks_of_role",
        "tasks",
        ["school_id", "roles", "sorts_at", "id", "case_id", "assignee_id", "closed_seq"],
        **where("closed_seq IS NULL AND assignee_id IS NULL"),
    )
    op.create_index("ix_tasks_open_in_case", "tasks", ["case_id"], **where("closed_seq IS NULL"))
    op.create_table(
        "timers",
        Column("case_id", BigKey, ForeignKey("cases.id"), primary_key=True),
        Column("key", Text, primary_key=True),
        Column("element", Text, nullable=False),
        Column("due_at", UtcDateTime, nullable=False),
        Column("wake_at", UtcDateTime, nullable=False),
        Column("failures", BigKey, nullable=False),
        Column("state", choice("state", "armed", "fired", "stopped"), nullable=False),
        Column("closed_seq", BigKey),
        CheckConstraint("(state = 'armed') = (closed_seq IS NULL)", name="closed"),
    )
    op.create_index("ix_timers_armed_in_case", "timers", ["case_id"], **where("closed_seq IS NULL"))
    op.create_index("ix_timers_due", "timers", ["wake_at"], **where("closed_seq IS NULL"))
    op.create_table(
        "awaited_messages",
        Column("case_id", BigKey, ForeignKey("cases.id"), primary_key=True),
        Column("key", Text, primary_key=True),
        Column("element", Text, nullable=False),
        Column("name", Text, nullable=False),
        Column("roles", Text, nullable=False),
        Column("form", Text),
        Column("state", choice("state", "awaited", "received", "withdrawn"), nullable=False),
        Column("closed_seq", BigKey),
        CheckConstraint("(state = 'awaited') = (closed_seq IS NULL)", name="closed"),
    )
    op.create_index(
        "ix_awaited_messages_name",
        "awaited_messages",
        ["case_id", "name"],
        **where("closed_seq IS NULL"),
    )
    op.create_table(
        "deadlines",
        Column("id", BigKey, primary_key=True),
        Column("case_id", BigKey, ForeignKey("cases.id"), nullable=False),
        Column("limit_name", Text, nullable=False),
        Column("anchor_name", Text, nullable=False),
        Column("anchor_at", UtcDateTime, nullable=False),
        Column("unit", choice("unit", "hours", "days"), nullable=False),
        Column("amount", BigKey, nullable=False),
        Column("clause", Text),
        Column("due_at", UtcDateTime, nullable=False),
        Column("due_on", Date),
        Column("calendar_version_id", BigKey, ForeignKey("calendar_versions.id"), nullable=False),
        Column("proof", Text, nullable=False),
        Column("state", choice("state", "open", "met", "missed", "not_applicable"), nullable=False),
        Column("alarmed_at", UtcDateTime),
        Column("act_at", UtcDateTime),
        Column("recorded_at", UtcDateTime),
        Column("recorded_late", Boolean, nullable=False),
        Column("reason", Text),
        Column("closed_seq", BigKey),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("(state = 'open') = (closed_seq IS NULL)", name="closed"),
        CheckConstraint("(unit = 'days') = (due_on IS NOT NULL)", name="days_have_a_date"),
    )
    op.create_index("ix_deadlines_of_case", "deadlines", ["case_id", "id"])
    op.create_index("ix_deadlines_of_state", "deadlines", ["case_id", "state"])
