"""The journal, and what is derived from it."""

from alembic import op
from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, LargeBinary, Text

from models import triggers
from models.migrations.columns import choice
from models.tables import BigKey, UtcDateTime

revision: str = "0004"
down_revision: str | None = "0003"


def upgrade() -> None:
    op.create_table(
        "journal_entries",
        Column("case_id", BigKey, ForeignKey("cases.id"), primary_key=True),
        Column("seq", BigKey, primary_key=True, autoincrement=False),
        Column("at", UtcDateTime, nullable=False),
        Column("recorded_at", UtcDateTime, nullable=False),
        Column("kind", Text, nullable=False),
        Column("element", Text),
        Column("task_key", Text),
        Column("actor_id", BigKey, ForeignKey("people.id")),
        Column("on_behalf_of", BigKey, ForeignKey("people.id")),
        Column("calendar_version_id", BigKey, ForeignKey("calendar_versions.id")),
        Column("routing", Text, nullable=False),
        Column("replaced", Text),
        Column("content", LargeBinary),
        Column("answers_to", BigKey),
        Column("state_digest", Text, nullable=False),
        Column("previous_digest", Text, nullable=False),
        Column("digest", Text, nullable=False),
        CheckConstraint("answers_to < seq", name="answers_to_an_earlier_one"),
        CheckConstraint("seq > 0", name="seq"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_journal_entries_recorded_at", "journal_entries", ["recorded_at"])
    op.create_table(
        "journal_heads",
        Column("day", Date, primary_key=True),
        Column("sealed_at", UtcDateTime, nullable=False),
        Column("entries", BigKey, nullable=False),
        Column("previous_digest", Text, nullable=False),
        Column("digest", Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "snapshots",
        Column("case_id", BigKey, ForeignKey("cases.id"), primary_key=True),
        Column("version", BigKey, nullable=False),
        Column("format", BigKey, nullable=False),
        Column("body", LargeBinary, nullable=False),
    )
    op.create_table(
        "path_steps",
        Column("case_id", BigKey, ForeignKey("cases.id"), primary_key=True),
        Column("seq", BigKey, primary_key=True, autoincrement=False),
        Column("n", BigKey, primary_key=True, autoincrement=False),
        Column("what", choice("what", "entered", "left", "taken", "cancelled"), nullable=False),
        Column("element", Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "accesses",
        Column("id", BigKey, primary_key=True),
        Column("case_id", BigKey, ForeignKey("cases.id"), nullable=False),
        Column("person_id", BigKey, ForeignKey("people.id"), nullable=False),
        Column("at", UtcDateTime, nullable=False),
        Column(
            "kind",
            choice("kind", "viewed", "history_read", "content_opened", "exported"),
            nullable=False,
        ),
        Column("element", Text),
        Column("reason", LargeBinary),
    )
    op.create_index("ix_accesses_of_case", "accesses", ["case_id", "at"])
    op.create_index("ix_accesses_person_id", "accesses", ["person_id"])
    triggers.create(op.get_bind(), "journal_entries", "journal_heads", "accesses")
