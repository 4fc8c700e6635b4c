"""Keys, versions of definitions and calendars."""

from alembic import op
from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    LargeBinary,
    Text,
    UniqueConstraint,
)

from models import triggers
from models.tables import BigKey, UtcDateTime

revision: str = "0002"
down_revision: str | None = "0001"


def upgrade() -> None:
    op.create_table(
        "code_counters",
        Column("kind", Text, primary_key=True),
        Column("year", BigKey, primary_key=True),
        Column("last", BigKey, nullable=False),
    )
    op.create_table(
        "data_keys",
        Column("id", Text, primary_key=True),
        Column("key_id", Text, nullable=False),
        Column("wrapped", LargeBinary),
        Column("destroyed_at", UtcDateTime),
        CheckConstraint("(wrapped IS NULL) = (destroyed_at IS NOT NULL)", name="destroyed"),
    )
    op.create_index("ix_data_keys_key_id", "data_keys", ["key_id"])
    op.create_table(
        "key_checks",
        Column("key_id", Text, primary_key=True),
        Column("sealed", LargeBinary, nullable=False),
    )
    op.create_table(
        "process_versions",
        Column("id", BigKey, primary_key=True),
        Column("process", Text, nullable=False),
        Column("digest", Text, nullable=False),
        Column("bundle", LargeBinary, nullable=False),
        Column("effective_from", Date, nullable=False),
        Column("effective_to", Date),
        Column("published_by", BigKey, ForeignKey("people.id")),
        Column("published_at", UtcDateTime, nullable=False),
        CheckConstraint("effective_to IS NULL OR effective_to >= effective_from", name="dates"),
        UniqueConstraint("digest"),
    )
    op.create_index(
        "ix_process_versions_in_force", "process_versions", ["process", "effective_from"]
    )
    op.create_table(
        "calendar_versions",
        Column("id", BigKey, primary_key=True),
        Column("school_id", BigKey, ForeignKey("schools.id"), nullable=False),
        Column("known_from", UtcDateTime, nullable=False),
        Column("document", Text, nullable=False),
        Column("digest", Text, nullable=False),
        Column("entered_by", BigKey, ForeignKey("people.id")),
    )
    op.create_index("ix_calendar_versions_known", "calendar_versions", ["school_id", "known_from"])
    triggers.create(op.get_bind(), "calendar_versions", "process_versions")
