"""People, schools and what they sign in with."""

from alembic import op
from sqlalchemy import Boolean, CheckConstraint, Column, Date, ForeignKey, Text, UniqueConstraint

from models.migrations.columns import choice
from models.tables import BigKey, ByteOrdered, UtcDateTime

revision: str = "0001"
down_revision: str | None = None


def upgrade() -> None:
    op.create_table(
        "managing_bodies",
        Column("id", BigKey, primary_key=True),
        Column("code", Text, nullable=False),
        Column("name", Text, nullable=False),
        UniqueConstraint("code"),
    )
    op.create_table(
        "schools",
        Column("id", BigKey, primary_key=True),
        Column("code", Text, nullable=False),
        Column("name", Text, nullable=False),
        Column("sort_key", ByteOrdered, nullable=False),
        Column("kind", choice("kind", "preschool", "general", "continuing"), nullable=False),
        Column("commune", Text, nullable=False),
        Column("body_id", BigKey, ForeignKey("managing_bodies.id"), nullable=False),
        UniqueConstraint("code"),
    )
    op.create_index("ix_schools_body_id", "schools", ["body_id"])
    op.create_table(
        "people",
        Column("id", BigKey, primary_key=True),
        Column("kind", choice("kind", "person", "service"), nullable=False),
        Column("name", Text, nullable=False),
        Column("sort_key", ByteOrdered, nullable=False),
        Column("search_key", Text, nullable=False),
        Column("sign_in_name", Text, nullable=False),
        Column("email", Text),
        Column("password_hash", Text),
        Column("language", choice("language", "vi", "en"), nullable=False),
        Column("active", Boolean, nullable=False),
        Column("created_at", UtcDateTime, nullable=False),
        CheckConstraint("kind = 'person' OR password_hash IS NULL", name="services_use_tokens"),
        UniqueConstraint("sign_in_name"),
    )
    op.create_index("ix_people_sort_key", "people", ["sort_key"])
    op.create_table(
        "appointments",
        Column("id", BigKey, primary_key=True),
        Column("person_id", BigKey, ForeignKey("people.id"), nullable=False),
        Column(
            "role",
            choice(
                "role",
                "staff",
                "focal_point",
                "head",
                "deputy_head",
                "managing_body",
                "process_owner",
                "auditor",
                "administrator",
            ),
            nullable=False,
        ),
        Column("school_id", BigKey, ForeignKey("schools.id")),
        Column("body_id", BigKey, ForeignKey("managing_bodies.id")),
        Column("from_date", Date, nullable=False),
        Column("to_date", Date),
        Column("rank", BigKey),
        Column("document", Text),
        Column("acting_for_id", BigKey, ForeignKey("people.id")),
        CheckConstraint("to_date IS NULL OR to_date >= from_date", name="dates_in_order"),
        CheckConstraint("(role = 'deputy_head') = (rank IS NOT NULL)", name="deputies_have_a_rank"),
        CheckConstraint("role <> 'auditor' OR document IS NOT NULL", name="mandate_has_a_document"),
        CheckConstraint("school_id IS NULL OR body_id IS NULL", name="one_place"),
        CheckConstraint(
            "role IN ('process_owner', 'administrator') OR (role ="
            " 'managing_body' AND body_id IS NOT NULL) OR (role <>"
            " 'managing_body' AND school_id IS NOT NULL)",
            name="place_fits_role",
        ),
    )
    op.create_index("ix_appointments_person_id", "appointments", ["person_id"])
    op.create_index("ix_appointments_school", "appointments", ["school_id", "role"])
    op.create_table(
        "sign_ins",
        Column("id", BigKey, primary_key=True),
        Column("token_digest", Text, nullable=False),
        Column("person_id", BigKey, ForeignKey("people.id"), nullable=False),
        Column("created_at", UtcDateTime, nullable=False),
        Column("last_seen_at", UtcDateTime, nullable=False),
        Column("ended_at", UtcDateTime),
        UniqueConstraint("token_digest"),
    )
    op.create_index("ix_sign_ins_person", "sign_ins", ["person_id", "ended_at"])
    op.create_table(
        "sign_in_failures",
        Column("subject", Text, primary_key=True),
        Column("failures", BigKey, nullable=False),
        Column("last_failed_at", UtcDateTime, nullable=False),
        Column("locked_until", UtcDateTime),
        CheckConstraint("failures >= 0", name="failures"),
    )
    op.create_table(
        "tokens",
        Column("id", BigKey, primary_key=True),
        Column("token_digest", Text, nullable=False),
        Column("person_id", BigKey, ForeignKey("people.id"), nullable=False),
        Column("label", Text, nullable=False),
        Column("created_at", UtcDateTime, nullable=False),
        Column("expires_at", UtcDateTime),
        Column("revoked_at", UtcDateTime),
        UniqueConstraint("token_digest"),
    )
    op.create_index("ix_tokens_person_id", "tokens", ["person_id"])
    op.create_table(
        "agencies",
        Column("id", BigKey, primary_key=True),
        Column("name", Text, nullable=False),
        Column("sort_key", ByteOrdered, nullable=False),
        Column(
            "kind",
            choice(
                "kind",
                "commune_committee",
                "hotline_111",
                "commune_police",
                "labour_office",
                "social_work_centre",
                "emergency_help",
            ),
            nullable=False,
        ),
        Column("area", Text, nullable=False),
        Column("valid_from", Date, nullable=False),
        Column("valid_to", Date),
        Column("successor_id", BigKey, ForeignKey("agencies.id")),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates"),
    )
    op.create_table(
        "replies",
        Column("person_id", BigKey, ForeignKey("people.id"), primary_key=True),
        Column("key", Text, primary_key=True),
        Column("request_digest", Text, nullable=False),
        Column("status", BigKey, nullable=False),
        Column("body", Text, nullable=False),
        Column("recorded_at", UtcDateTime, nullable=False),
    )
    op.create_index("ix_replies_recorded_at", "replies", ["recorded_at"])
    op.create_table(
        "heartbeats",
        Column("node", Text, primary_key=True),
        Column("last_tick_at", UtcDateTime, nullable=False),
    )
