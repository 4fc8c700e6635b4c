"""Calendars of managing bodies, what a school entered itself, and the moves of open limits."""

from alembic import op
from sqlalchemy import Column, Date, ForeignKey, Text, UniqueConstraint

from models import triggers
from models.tables import BigKey, UtcDateTime, where

revision: str = "0006"
down_revision: str | None = "0005"


def upgrade() -> None:
    op.create_table(
        "body_calendars",
        Column("id", BigKey, primary_key=True),
        Column("body_id", BigKey, ForeignKey("managing_bodies.id"), nullable=False),
        Column("known_from", UtcDateTime, nullable=False),
        Column("document", Text, nullable=False),
        Column("digest", Text, nullable=False),
        Column("entered_by", BigKey, ForeignKey("people.id")),
    )
    op.create_index("ix_body_calendars_known", "body_calendars", ["body_id", "known_from"])
    op.create_table(
        "calendar_origins",
        Column("version_id", BigKey, ForeignKey("calendar_versions.id"), primary_key=True),
        Column("own", Text, nullable=False),
        Column("body_calendar_id", BigKey, ForeignKey("body_calendars.id")),
    )
    triggers.create(op.get_bind(), "body_calendars", "calendar_origins")
    op.create_table(
        "calendar_moves",
        Column("id", BigKey, primary_key=True),
        Column("version_id", BigKey, ForeignKey("calendar_versions.id"), nullable=False),
        Column("school_id", BigKey, ForeignKey("schools.id"), nullable=False),
        Column("begun_at", UtcDateTime, nullable=False),
        Column("after_case_id", BigKey, nullable=False),
        Column("moved", BigKey, nullable=False),
        Column("noted", BigKey, nullable=False),
        Column("leased_until", UtcDateTime),
        Column("done_at", UtcDateTime),
        UniqueConstraint("version_id"),
    )
    op.create_index(
        "ix_calendar_moves_under_way", "calendar_moves", ["id"], **where("done_at IS NULL")
    )
    op.create_table(
        "stuck_cases",
        Column("move_id", BigKey, ForeignKey("calendar_moves.id"), primary_key=True),
        Column("case_id", BigKey, ForeignKey("cases.id"), primary_key=True),
        Column("failures", BigKey, nullable=False),
        Column("cause", Text, nullable=False),
        Column("wake_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "later_changes",
        Column("id", BigKey, primary_key=True),
        Column("deadline_id", BigKey, ForeignKey("deadlines.id"), nullable=False),
        Column("version_id", BigKey, ForeignKey("calendar_versions.id"), nullable=False),
        Column("due_at", UtcDateTime, nullable=False),
        Column("due_on", Date),
        Column("noted_at", UtcDateTime, nullable=False),
        UniqueConstraint("deadline_id", "version_id"),
    )
    op.create_index("ix_cases_in_order", "cases", ["school_id", "id"])
