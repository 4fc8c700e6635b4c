"""Calendars: each version of a school's working time as it was known from a moment on."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import BindParameter, ForeignKey, Index, ScalarSelect, func, select
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


class CalendarOrigin(Table):
    """Of which parts a version was made; a version without one was entered whole by the school."""

    __tablename__ = "calendar_origins"

    version_id: Mapped[int] = mapped_column(ForeignKey("calendar_versions.id"), primary_key=True)
    own: Mapped[str]  # canonical JSON of what the school itself entered
    body_calendar_id: Mapped[int | None] = mapped_column(ForeignKey("body_calendars.id"))


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


def unnamed_since(
    school: InstrumentedAttribute[int],
    named: InstrumentedAttribute[int | None],
    now: BindParameter[datetime],
) -> ScalarSelect[datetime]:
    """When the first version after the version ``named`` became known; NULL: that is the last."""
    return (
        select(func.min(CalendarVersion.known_from))
        .where(
            CalendarVersion.school_id == school,
            CalendarVersion.known_from <= now,
            CalendarVersion.id > named,
        )
        .scalar_subquery()
    )


def get(session: Session, version_id: int) -> CalendarVersion:
    """The version with this id."""
    return session.get_one(CalendarVersion, version_id)


def of_school(session: Session, school_id: int) -> Sequence[CalendarVersion]:
    """All versions of the school, the last known first."""
    return session.scalars(
        select(CalendarVersion)
        .where(CalendarVersion.school_id == school_id)
        .order_by(CalendarVersion.known_from.desc(), CalendarVersion.id.desc())
    ).all()


def before(session: Session, version_id: int) -> CalendarVersion | None:
    """The version that this one took the place of."""
    version = get(session, version_id)
    return session.scalars(
        select(CalendarVersion)
        .where(CalendarVersion.school_id == version.school_id, CalendarVersion.id < version_id)
        .order_by(CalendarVersion.id.desc())
        .limit(1)
    ).one_or_none()


def came_from(session: Session, version_id: int, *, own: str, body_calendar_id: int | None) -> None:
    """Note of which parts a version was made."""
    session.add(CalendarOrigin(version_id=version_id, own=own, body_calendar_id=body_calendar_id))


def origin(session: Session, version_id: int) -> CalendarOrigin | None:
    """Of which parts the version was made; None: the school entered it whole."""
    return session.get(CalendarOrigin, version_id)
