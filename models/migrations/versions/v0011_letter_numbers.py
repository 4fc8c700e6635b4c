"""Numbers of official letters: one row a letter, and the last number of a school's year."""

from alembic import op
from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Text, UniqueConstraint

from models.tables import BigKey

revision: str = "0011"
down_revision: str | None = "0010"


def upgrade() -> None:
    op.create_table(
        "letter_counters",
        Column("school_id", BigKey, ForeignKey("schools.id"), primary_key=True),
        Column("year", BigKey, primary_key=True),
        Column("last", BigKey, nullable=False),
    )
    op.create_table(
        "letter_numbers",
        Column("id", BigKey, primary_key=True),
        Column("school_id", BigKey, ForeignKey("schools.id"), nullable=False),
        Column("year", BigKey, nullable=False),
        Column("number", BigKey, nullable=False),
        Column("symbol", Text, nullable=False),
        Column("by_hand", Boolean, nullable=False),
        Column("case_id", BigKey, ForeignKey("cases.id"), nullable=False),
        Column("seq", BigKey, nullable=False),
        UniqueConstraint("school_id", "year", "number"),
        UniqueConstraint("case_id", "seq"),
        CheckConstraint("number > 0", name="counts_from_one"),
    )
