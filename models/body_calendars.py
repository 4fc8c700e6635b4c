"""What a managing body entered for all its schools, as it was known from a moment on."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.tables import Key, Table


class BodyCalendar(Table):
    """Never changed and never deleted: versions of schools are made of it."""

    __tablename__ = "body_calendars"
    __table_args__ = (Index("ix_body_calendars_known", "body_id", "known_from"),)

    id: Mapped[Key]
    body_id: Mapped[int] = mapped_column(ForeignKey("managing_bodies.id"))
    known_from: Mapped[datetime]
    document: Mapped[str]  # canonical JSON; every key may be missing
    digest: Mapped[str]  # sha256 of the document's bytes
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


def add(
    session: Session, body_id: int, *, document: str, known_from: datetime, entered_by: int | None
) -> BodyCalendar:
    """What the body has entered from now on."""
    added = BodyCalendar(
        body_id=body_id,
        known_from=known_from,
        document=document,
        digest=sha256(document.encode()).hexdigest(),
        entered_by=entered_by,
    )
    session.add(added)
    session.flush()
    return added


def get(session: Session, body_calendar_id: int) -> BodyCalendar:
    """The one with this id."""
    return session.get_one(BodyCalendar, body_calendar_id)


def of_body(session: Session, body_id: int) -> Sequence[BodyCalendar]:
    """All that the body has entered, the last first; the first of them is in force."""
    return session.scalars(
        select(BodyCalendar).where(BodyCalendar.body_id == body_id).order_by(BodyCalendar.id.desc())
    ).all()


def last(session: Session, body_id: int) -> BodyCalendar | None:
    """What the body entered last; None: nothing yet."""
    return session.scalars(
        select(BodyCalendar)
        .where(BodyCalendar.body_id == body_id)
        .order_by(BodyCalendar.id.desc())
        .limit(1)
    ).one_or_none()
