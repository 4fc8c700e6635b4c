"""Who named a stand-in or a deputy, and when; of whoever was named before nobody knows it."""

from alembic import op
from sqlalchemy import Column, ForeignKey

from models.tables import BigKey, UtcDateTime

revision: str = "0015"
down_revision: str | None = "0013"

NAMED = "ck_appointments_named CHECK ((named_by IS NULL) = (named_at IS NULL))"


def upgrade() -> None:
    # SQLite takes a check of the table only together with its last column.
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "ALTER TABLE appointments ADD COLUMN"
            " named_by INTEGER CONSTRAINT fk_appointments_named_by REFERENCES people (id)"
        )
        op.execute(f"ALTER TABLE appointments ADD COLUMN named_at DATETIME CONSTRAINT {NAMED}")
    else:
        op.add_column("appointments", Column("named_by", BigKey, ForeignKey("people.id")))
        op.add_column("appointments", Column("named_at", UtcDateTime))
        op.execute(f"ALTER TABLE appointments ADD CONSTRAINT {NAMED}")
