"""Drafts of forms: what somebody has typed and not sent yet."""

from alembic import op
from sqlalchemy import CheckConstraint, Column, ForeignKey, LargeBinary, Text

from models.tables import BigKey, UtcDateTime, where

revision: str = "0010"
down_revision: str | None = "0009"


def upgrade() -> None:
    op.create_table(
        "drafts",
        Column("person_id", BigKey, ForeignKey("people.id"), primary_key=True),
        Column("subject", Text, primary_key=True),
        Column("form", Text, nullable=False),
        Column("school_id", BigKey, ForeignKey("schools.id"), nullable=False),
        Column("case_id", BigKey, ForeignKey("cases.id")),
        Column("task_id", BigKey, ForeignKey("tasks.id")),
        Column("revision", BigKey, nullable=False),
        Column("saved_at", UtcDateTime, nullable=False),
        Column("content", LargeBinary, nullable=False),
        Column("data_key_name", Text, ForeignKey("data_keys.id")),
        CheckConstraint("(case_id IS NULL) = (data_key_name IS NOT NULL)", name="one_key"),
    )
    op.create_index("ix_drafts_of_case", "drafts", ["case_id"], **where("case_id IS NOT NULL"))
    op.create_index("ix_drafts_saved_at", "drafts", ["saved_at"])
