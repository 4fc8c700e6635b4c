"""Agencies that a case is referred to; they come and go, old cases keep the old names."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import names
from models.tables import ByteOrdered, Key, Table, one_of


class AgencyKind(StrEnum):
    """The receiving units that 004 II.3.2.3.c names, and those of emergency help."""

    COMMUNE_COMMITTEE = "commune_committee"
    HOTLINE_111 = "hotline_111"
    COMMUNE_POLICE = "commune_police"
    LABOUR_OFFICE = "labour_office"
    SOCIAL_WORK_CENTRE = "social_work_centre"
    EMERGENCY_HELP = "emergency_help"


class Agency(Table):
    """A receiving unit, valid on every date from ``valid_from`` to ``valid_to``, both included."""

    __tablename__ = "agencies"
    __table_args__ = (CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates"),)

    id: Mapped[Key]
    name: Mapped[str]
    sort_key: Mapped[str] = mapped_column(ByteOrdered)
    kind: Mapped[AgencyKind] = mapped_column(one_of(AgencyKind, "kind"))
    area: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"))


def add(session: Session, *, name: str, kind: AgencyKind, area: str, valid_from: date) -> Agency:
    """A new agency."""
    agency = Agency(
        name=name, sort_key=names.fold(name), kind=kind, area=area, valid_from=valid_from
    )
    session.add(agency)
    session.flush()
    return agency


def end(session: Session, agency_id: int, *, on: date, successor_id: int | None = None) -> None:
    """The agency's last day is ``on``; another may take its place."""
    session.execute(
        update(Agency).where(Agency.id == agency_id).values(valid_to=on, successor_id=successor_id)
    )


def all_agencies(session: Session) -> Sequence[Agency]:
    """All agencies, those that have ended too, by name."""
    return session.scalars(select(Agency).order_by(Agency.sort_key, Agency.id)).all()


def valid(session: Session, *, on: date) -> Sequence[Agency]:
    """Agencies valid on a date, by name."""
    return session.scalars(
        select(Agency)
        .where(Agency.valid_from <= on, or_(Agency.valid_to.is_(None), Agency.valid_to >= on))
        .order_by(Agency.sort_key, Agency.id)
    ).all()
