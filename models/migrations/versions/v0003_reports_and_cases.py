"""Reports and cases."""

from alembic import op
from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    LargeBinary,
    Text,
    UniqueConstraint,
)

from models.migrations.columns import choice
from models.tables import BigKey, UtcDateTime, where

revision: str = "0003"
down_revision: str | None = "0002"


def upgrade() -> None:
    op.create_table(
        "cases",
        Column("id", BigKey, primary_key=True),
        Column("code", Text, nullable=False),
        Column("school_id", BigKey, ForeignKey("schools.id"), nullable=False),
        Column("process_version_id", BigKey, ForeignKey("process_versions.id"), nullable=False),
        Column("state", choice("state", "open", "ended"), nullable=False),
        Column("end_element", Text),
        Column("category", Text),
        Column("emergency", Boolean, nullable=False),
        Column("opened_at", UtcDateTime, nullable=False),
        Column("ended_at", UtcDateTime),
        Column("focal_point_id", BigKey, ForeignKey("people.id")),
        Column("data_key_name", Text, ForeignKey("data_keys.id"), nullable=False),
        Column("version", BigKey, nullable=False),
        Column("last_seq", BigKey, nullable=False),
        Column("last_at", UtcDateTime, nullable=False),
        Column("last_digest", Text, nullable=False),
        CheckConstraint("version >= 0 AND last_seq >= 0", name="counters"),
        CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name="ended"),
        UniqueConstraint("code"),
    )
    op.create_index("ix_cases_focal_point_id", "cases", ["focal_point_id"])
    op.create_index("ix_cases_of_school", "cases", ["school_id", "state", "opened_at", "id"])
    op.create_table(
        "case_links",
        Column("case_id", BigKey, ForeignKey("cases.id"), primary_key=True),
        Column("earlier_case_id", BigKey, ForeignKey("cases.id"), primary_key=True),
        Column("reason", choice("reason", "new_facts", "handed_over", "related"), nullable=False),
        Column("linked_at", UtcDateTime, nullable=False),
    )
    op.create_index("ix_case_links_earlier_case_id", "case_links", ["earlier_case_id"])
    op.create_table(
        "concerned_people",
        Column("case_id", BigKey, ForeignKey("cases.id"), primary_key=True),
        Column("person_id", BigKey, ForeignKey("people.id"), primary_key=True),
        Column("noted_at", UtcDateTime, nullable=False),
        Column("noted_by", BigKey, ForeignKey("people.id"), nullable=False),
    )
    op.create_index("ix_concerned_people_person_id", "concerned_people", ["person_id"])
    op.create_table(
        "participants",
        Column("case_id", BigKey, ForeignKey("cases.id"), primary_key=True),
        Column("person_id", BigKey, ForeignKey("people.id"), primary_key=True),
        Column("named_at", UtcDateTime, nullable=False),
    )
    op.create_index("ix_participants_person_id", "participants", ["person_id"])
    op.create_table(
        "case_names",
        Column("word", LargeBinary, primary_key=True),
        Column("case_id", BigKey, ForeignKey("cases.id"), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_case_names_case_id", "case_names", ["case_id"])
    op.create_table(
        "reports",
        Column("id", BigKey, primary_key=True),
        Column("code", Text, nullable=False),
        Column("school_id", BigKey, ForeignKey("schools.id"), nullable=False),
        Column("received_at", UtcDateTime, nullable=False),
        Column("received_by_id", BigKey, ForeignKey("people.id")),
        Column("channel", Text, nullable=False),
        Column("entered_by_id", BigKey, ForeignKey("people.id"), nullable=False),
        Column("entered_at", UtcDateTime, nullable=False),
        Column("emergency", Boolean, nullable=False),
        Column("content", LargeBinary, nullable=False),
        Column("data_key_name", Text, ForeignKey("data_keys.id"), nullable=False),
        CheckConstraint("received_at <= entered_at", name="received_before_entered"),
        UniqueConstraint("code"),
    )
    op.create_index("ix_reports_entered_by_id", "reports", ["entered_by_id"])
    op.create_index("ix_reports_of_school", "reports", ["school_id", "entered_at"])
    op.create_table(
        "reports_of_cases",
        Column("case_id", BigKey, ForeignKey("cases.id"), primary_key=True),
        Column("report_id", BigKey, ForeignKey("reports.id"), primary_key=True),
        Column("linked_at", UtcDateTime, nullable=False),
        Column("linked_by_id", BigKey, ForeignKey("people.id"), nullable=False),
    )
    op.create_index("ix_reports_of_cases_report_id", "reports_of_cases", ["report_id"])
    op.create_table(
        "inbox",
        Column("id", BigKey, primary_key=True),
        Column("name", Text, nullable=False),
        Column("correlation", Text, nullable=False),
        Column("received_at", UtcDateTime, nullable=False),
        Column("sender_id", BigKey, ForeignKey("people.id"), nullable=False),
        Column("content", LargeBinary, nullable=False),
        Column("data_key_name", Text, ForeignKey("data_keys.id"), nullable=False),
        Column("taken_at", UtcDateTime),
        Column("taken_seq", BigKey),
        CheckConstraint("(taken_at IS NULL) = (taken_seq IS NULL)", name="taken"),
    )
    op.create_index(
        "ix_inbox_waiting", "inbox", ["correlation", "name"], **where("taken_at IS NULL")
    )
