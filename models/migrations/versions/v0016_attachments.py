"""Attachments of cases: sealed bytes by their digest, and the index that finds their entries."""

from alembic import op
from sqlalchemy import CheckConstraint, Column, ForeignKey, LargeBinary, Text

from models import triggers
from models.tables import BigKey, where

revision: str = "0016"
down_revision: str | None = "0015"


def upgrade() -> None:
    op.create_table(
        "attachments",
        Column("case_id", BigKey, ForeignKey("cases.id"), primary_key=True, autoincrement=False),
        Column("digest", Text, primary_key=True),
        Column("sealed", LargeBinary, nullable=False),
        CheckConstraint("length(digest) = 64", name="sha256"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_journal_entries_attachments",
        "journal_entries",
        ["case_id", "seq"],
        **where("kind IN ('attached', 'attachment_mistaken')"),
    )
    triggers.create(op.get_bind(), "attachments")
