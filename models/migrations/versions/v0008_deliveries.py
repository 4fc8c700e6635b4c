"""Deliveries with their attempts, and how each person wants their mail."""

from alembic import op
from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Text
from sqlalchemy import text as sql

from models.migrations.columns import choice
from models.tables import BigKey, UtcDateTime, where

revision: str = "0008"
down_revision: str | None = "0007"


def upgrade() -> None:
    # By hand: Alembic leaves the check out on SQLite, which adds it only together with the column.
    op.execute(
        sql(
            "ALTER TABLE people ADD COLUMN mail VARCHAR(40) DEFAULT 'each' NOT NULL"
            " CONSTRAINT ck_people_mail CHECK (mail IN ('each', 'digest', 'page'))"
        )
    )
    op.create_table(
        "deliveries",
        Column("id", BigKey, primary_key=True),
        Column("key", Text, nullable=False, unique=True),
        Column("channel", choice("channel", "mail", "webhook", "chat"), nullable=False),
        Column("outlet", Text),
        Column("recipient_id", BigKey, ForeignKey("people.id")),
        Column("is_digest", Boolean, nullable=False),
        Column("urgent", Boolean, nullable=False),
        Column("send_at", UtcDateTime, nullable=False),
        Column("wake_at", UtcDateTime, nullable=False),
        Column("leased_until", UtcDateTime),
        Column("leased_by", Text),
        Column("attempts", BigKey, nullable=False),
        Column("message_id", Text, nullable=False, unique=True),
        Column(
            "state",
            choice("state", "waiting", "accepted", "refused", "given_up", "bounced", "withdrawn"),
            nullable=False,
        ),
        Column("closed_at", UtcDateTime),
        Column("answer", Text),
        CheckConstraint("(state = 'waiting') = (closed_at IS NULL)", name="closed"),
        CheckConstraint("(leased_until IS NULL) = (leased_by IS NULL)", name="leased"),
        CheckConstraint(
            "channel <> 'mail' OR recipient_id IS NOT NULL", name="mail_is_to_somebody"
        ),
    )
    op.create_index("ix_deliveries_due", "deliveries", ["wake_at"], **where("closed_at IS NULL"))
    op.create_index(
        "ix_deliveries_undelivered",
        "deliveries",
        ["closed_at"],
        **where("state IN ('refused', 'given_up', 'bounced')"),
    )
    op.create_table(
        "delivery_notices",
        Column("delivery_id", BigKey, ForeignKey("deliveries.id"), primary_key=True),
        Column("notice_id", BigKey, ForeignKey("notices.id"), primary_key=True),
    )
    op.create_index("ix_delivery_notices_notice_id", "delivery_notices", ["notice_id"])
    op.create_table(
        "delivery_attempts",
        Column("delivery_id", BigKey, ForeignKey("deliveries.id"), primary_key=True),
        Column("n", BigKey, primary_key=True),
        Column("begun_at", UtcDateTime, nullable=False),
        Column("ended_at", UtcDateTime),
        Column("outcome", choice("outcome", "accepted", "refused", "failed", "withdrawn")),
        Column("answer", Text),
        CheckConstraint("(ended_at IS NULL) = (outcome IS NULL)", name="ended"),
    )
    op.create_index("ix_delivery_attempts_begun_at", "delivery_attempts", ["begun_at"])
