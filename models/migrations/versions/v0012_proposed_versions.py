"""Versions that a process owner proposes, and the two signatures under each that is in force."""

from alembic import op
from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, LargeBinary, Text

from models import triggers
from models.migrations.columns import choice
from models.tables import BigKey, UtcDateTime, where

revision: str = "0012"
down_revision: str | None = "0011"


def upgrade() -> None:
    op.create_table(
        "proposed_versions",
        Column("id", BigKey, primary_key=True),
        Column("process", Text, nullable=False),
        Column("digest", Text, nullable=False),
        Column("bundle", LargeBinary, nullable=False),
        Column("author_id", BigKey, ForeignKey("people.id"), nullable=False),
        Column("uploaded_at", UtcDateTime, nullable=False),
        Column("effective_from", Date),
        Column("proposed_at", UtcDateTime),
        Column("outcome", choice("outcome", "approved", "withdrawn")),
        Column("closed_by", BigKey, ForeignKey("people.id")),
        Column("closed_at", UtcDateTime),
        CheckConstraint("(proposed_at IS NULL) = (effective_from IS NULL)", name="dated"),
        CheckConstraint(
            "(outcome IS NULL) = (closed_at IS NULL) AND (outcome IS NULL) = (closed_by IS NULL)",
            name="closed",
        ),
        CheckConstraint("outcome <> 'approved' OR closed_by <> author_id", name="two_people"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_proposed_versions_waiting",
        "proposed_versions",
        ["process"],
        unique=True,
        **where("proposed_at IS NOT NULL AND closed_at IS NULL"),
    )
    op.create_index("ix_proposed_versions_author_id", "proposed_versions", ["author_id"])
    op.create_table(
        "version_signatures",
        Column("version_id", BigKey, ForeignKey("process_versions.id"), primary_key=True),
        Column("proposed_by", BigKey, ForeignKey("people.id"), nullable=False),
        Column("proposed_at", UtcDateTime, nullable=False),
        Column("approved_by", BigKey, ForeignKey("people.id"), nullable=False),
        Column("approved_at", UtcDateTime, nullable=False),
        CheckConstraint("proposed_by <> approved_by", name="two_people"),
    )
    triggers.create(op.get_bind(), "version_signatures")
