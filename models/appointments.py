"""Appointments: a person has a role at a school or a managing body, from a date to a date."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column
from sqlalchemy.sql import ColumnElement

from models.people import Person
from models.tables import Key, Table, one_of


class Role(StrEnum):
    STAFF = "staff"
    FOCAL_POINT = "focal_point"
    HEAD = "head"
    DEPUTY_HEAD = "deputy_head"
    MANAGING_BODY = "managing_body"
    PROCESS_OWNER = "process_owner"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Appointment(Table):
    """A role in force on every date from ``from_date`` to ``to_date``, both included.

    A process owner and an administrator may have neither school nor body. An auditor's mandate is
    one row for each school, with the number of its document. Who named it and when is kept of what
    was named on a page.
    """

    __tablename__ = "appointments"
    __table_args__ = (
        CheckConstraint("to_date IS NULL OR to_date >= from_date", name="dates_in_order"),
        CheckConstraint("school_id IS NULL OR body_id IS NULL", name="one_place"),
        CheckConstraint(
            "role IN ('process_owner', 'administrator')"
            " OR (role = 'managing_body' AND body_id IS NOT NULL)"
            " OR (role <> 'managing_body' AND school_id IS NOT NULL)",
            name="place_fits_role",
        ),
        CheckConstraint("(role = 'deputy_head') = (rank IS NOT NULL)", name="deputies_have_a_rank"),
        CheckConstraint("(named_by IS NULL) = (named_at IS NULL)", name="named"),
        CheckConstraint("role <> 'auditor' OR document IS NOT NULL", name="mandate_has_a_document"),
        Index("ix_appointments_school", "school_id", "role"),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[Role] = mapped_column(one_of(Role, "role"))
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"))
    body_id: Mapped[int | None] = mapped_column(ForeignKey("managing_bodies.id"))
    from_date: Mapped[date]
    to_date: Mapped[date | None]
    rank: Mapped[int | None]  # order of deputy heads, from 1
    document: Mapped[str | None]  # number of the mandate or of the decision that appoints
    acting_for_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # for a period (KT.)
    named_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    named_at: Mapped[datetime | None]


BY_RANK = (Appointment.rank, Appointment.from_date, Appointment.id)


@dataclass(frozen=True, slots=True)
class Holder:
    """One appointment in force and the person who holds it."""

    person: Person
    appointment: Appointment


def in_force(session: Session, person_id: int, *, on: date) -> Sequence[Appointment]:
    """The person's appointments in force on a date."""
    return session.scalars(
        select(Appointment)
        .where(Appointment.person_id == person_id, in_force_on(on))
        .order_by(Appointment.id)
    ).all()


def behind(session: Session, held: Iterable[Appointment], *, on: date) -> list[Appointment]:
    """By which appointments those whom these act for act for others, down to the end of the chain.

    No statement where nobody is acted for; else one for each link.
    """
    found: dict[int, Appointment] = {}
    met: set[int] = set()
    wanted = {one.acting_for_id for one in held if one.acting_for_id is not None}
    while wanted:
        met |= wanted
        rows = session.scalars(
            select(Appointment).where(
                Appointment.person_id.in_(wanted),
                Appointment.acting_for_id.is_not(None),
                in_force_on(on),
            )
        ).all()
        found |= {row.id: row for row in rows}
        wanted = {row.acting_for_id for row in rows if row.acting_for_id is not None} - met
    return list(found.values())


def kept_at(session: Session, school_id: int, *, since: date) -> list[Holder]:
    """All that are in force at the school on a date or come later, closed accounts too, by name."""
    return _holders(
        session,
        Appointment.school_id == school_id,
        or_(Appointment.to_date.is_(None), Appointment.to_date >= since),
        order=(Person.sort_key, Person.id, Appointment.from_date, Appointment.id),
    )


def present(joined: Iterable[Appointment | None]) -> tuple[Appointment, ...]:
    """The appointments of an outer join."""
    return tuple(appointment for appointment in joined if appointment is not None)


def holders(session: Session, school_id: int, role: Role, *, on: date) -> list[Holder]:
    """Active people who hold the role at the school; deputies in the order of their rank."""
    return _holders(
        session,
        Appointment.school_id == school_id,
        Appointment.role == role,
        Person.active,
        in_force_on(on),
        order=BY_RANK,
    )


def at_school(session: Session, school_id: int, *, on: date) -> list[Holder]:
    """All active people with a role at the school, by name."""
    return _holders(
        session,
        Appointment.school_id == school_id,
        Person.active,
        in_force_on(on),
        order=(Person.sort_key, Person.id, Appointment.id),
    )


def around(session: Session, school_id: int, body_id: int, *, on: date) -> list[Holder]:
    """All who hold a role at the school or its body, also those whose account is closed.

    Deputies in the order of their rank.
    """
    return _holders(
        session,
        or_(Appointment.school_id == school_id, Appointment.body_id == body_id),
        in_force_on(on),
        order=BY_RANK,
    )


def _holders(
    session: Session,
    *conditions: ColumnElement[bool] | InstrumentedAttribute[bool],
    order: Sequence[InstrumentedAttribute[Any]],
) -> list[Holder]:
    found = session.execute(
        select(Person, Appointment)
        .join(Appointment, Appointment.person_id == Person.id)
        .where(*conditions)
        .order_by(*order)
    )
    return [Holder(person, appointment) for person, appointment in found]


def mandates(session: Session, person_id: int, *, on: date) -> Sequence[Appointment]:
    """The mandates to audit that a person has on a date, one for each school."""
    return session.scalars(
        select(Appointment)
        .where(
            Appointment.person_id == person_id,
            Appointment.role == Role.AUDITOR,
            in_force_on(on),
        )
        .order_by(Appointment.school_id, Appointment.id)
    ).all()


def at_any_time(
    session: Session, school_id: int, person_ids: Collection[int]
) -> Sequence[Appointment]:
    """All that these people were or are at the school, whenever."""
    return session.scalars(
        select(Appointment)
        .where(Appointment.school_id == school_id, Appointment.person_id.in_(person_ids))
        .order_by(Appointment.id)
    ).all()


def in_force_on(on: date) -> ColumnElement[bool]:
    """The condition that an appointment is in force on a date."""
    return and_(
        Appointment.from_date <= on, or_(Appointment.to_date.is_(None), Appointment.to_date >= on)
    )
