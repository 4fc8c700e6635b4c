"""Calendars: each version of a school's working time as it was known from a moment on."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import BindParameter, ForeignKey, Index, ScalarSelect, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from models.tables import Key, Table


class CalendarVersion(Table):
    """Never changed and never deleted: journal entries name it. A change is a new version."""

    __tablename__ = "calendar_versions"
    __table_args__ = (Index("ix_calendar_versions_known", "school_id", "known_from"),)

    id: Mapped[Key]
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    known_from: Mapped[datetime]
    document: Mapped[str]  # canonical JSON
    digest: Mapped[str]  # sha256 of the document's bytes
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


def add(
    session: Session,
    school_id: int,
    *,
    document: str,
    known_from: datetime,
    entered_by: int | None = None,
) -> CalendarVersion:
    """A new version for the school, in force for every entry made from ``known_from`` on."""
    version = CalendarVersion(
        school_id=school_id,
        known_from=known_from,
        document=document,
        digest=sha256(document.encode()).hexdigest(),
        entered_by=entered_by,
    )
    session.add(version)
    session.flush()
    return version


def current(session: Session, school_id: int, *, now: datetime) -> CalendarVersion | None:
    """The version known at that moment; None for a school without a calendar."""
    return session.scalars(
        select(CalendarVersion).where(CalendarVersion.id == current_id(school_id, now))
    ).one_or_none()


def current_id(
    school: int | InstrumentedAttribute[int], now: datetime | BindParameter[datetime]
) -> ScalarSelect[int]:
    """The id of the version known at that moment, for use inside another statement."""
    return (
        select(CalendarVersion.id)
        .where(CalendarVersion.school_id == school, CalendarVersion.known_from <= now)
        .order_by(CalendarVersion.known_from.desc(), CalendarVersion.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def get(session: Session, version_id: int) -> CalendarVersion:
    """The version with this id."""
    return session.get_one(CalendarVersion, version_id)
