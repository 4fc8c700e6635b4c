"""Stand-ins: who acts for an absent person at a school, from a date to a date.

What an absent person would be told goes to their stand-in (`processes.recipients`), and so do the
tasks that they hold (`processes.desk`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from models import appointments
from models.appointments import Appointment, Holder, Role
from models.people import Person
from models.refusals import Refusal
from processes.appointments import (
    DAY,
    EndsBeforeItBegins,
    InThePast,
    demand_account,
    demand_another,
)
from processes.permissions import CASE_OWNERS, SCHOOL_STAFF, Caller, lanes_of
from processes.recipients import Staff
from processes.working_time.local_time import today


class Oneself(Refusal):
    """Nobody stands in for themselves."""

    vi = "Người thay phải là người khác người vắng."
    en = "The stand-in must be somebody other than the absent person."


class CircleOfStandIns(Refusal):
    """A chain of stand-ins must end at somebody who is there."""

    vi = "Ngày {on:%d/%m/%Y} người được chọn cũng vắng và chuỗi người thay quay về người này."
    en = "On {on:%d/%m/%Y} the chosen person is away too, and the chain of stand-ins ends nowhere."


class NothingToDo(Refusal):
    """Somebody who holds no part in the procedure needs no stand-in."""

    vi = "Trong thời gian này người vắng không giữ vai trò nào trong quy trình ở trường."
    en = "In this period the absent person holds no part in the procedure at the school."


class NamedAlready(Refusal):
    """The same person stands in already, in a period that overlaps."""

    vi = "Người này đã được cử thay trong thời gian ấy."
    en = "This person stands in already in that period."


@dataclass(frozen=True)
class StandInNamed:
    """Somebody acts for an absent person, both days included."""

    absent_id: int
    person_id: int
    from_date: date
    to_date: date
    document: str


@dataclass(frozen=True)
class Period:
    """A naming as it is kept: its rows, one for each role taken over."""

    person: Person
    absent_id: int
    from_date: date
    to_date: date | None
    document: str
    named_by: int | None
    named_at: datetime | None
    row_ids: tuple[int, ...]


def name(
    session: Session, school_id: int, named: StandInNamed, *, by: Caller, now: datetime
) -> None:
    """From now on what is the absent person's is the stand-in's too, for the period.

    Raises EndsBeforeItBegins, InThePast, Oneself, NamesOneself, NoAccount, NothingToDo,
    NamedAlready and CircleOfStandIns; then nothing may be kept.
    """
    if named.to_date < named.from_date:
        raise EndsBeforeItBegins(since=named.from_date)
    if named.from_date < today(now):
        raise InThePast(today=today(now))
    if named.person_id == named.absent_id:
        raise Oneself
    demand_another(by, school_id, named.person_id)
    demand_account(session, named.person_id)
    kept = appointments.kept_at(session, school_id, since=named.from_date)
    overlapping = [one.appointment for one in kept if one.appointment.from_date <= named.to_date]
    if any(
        (one.person_id, one.acting_for_id) == (named.person_id, named.absent_id)
        for one in overlapping
    ):
        raise NamedAlready
    rows = list(_taken_over(school_id, named, overlapping, by=by, now=now))
    if not rows:
        raise NothingToDo
    session.add_all(rows)
    session.flush()
    begins = {one.from_date for one in overlapping if one.acting_for_id is not None}
    for on in sorted({named.from_date, *(day for day in begins if day > named.from_date)}):
        _refuse_circle(session, school_id, named, rows, on=on)


def periods(kept: Iterable[Holder]) -> list[Period]:
    """Who acts for whom, each naming once, by its first day."""
    found: dict[tuple[int, int, date, date | None], list[Holder]] = {}
    for one in kept:
        row = one.appointment
        if row.acting_for_id is not None:
            key = (row.person_id, row.acting_for_id, row.from_date, row.to_date)
            found.setdefault(key, []).append(one)
    named = [
        Period(
            rows[0].person,
            absent_id,
            from_date,
            to_date,
            rows[0].appointment.document or "",
            rows[0].appointment.named_by,
            rows[0].appointment.named_at,
            tuple(one.appointment.id for one in rows),
        )
        for (_person, absent_id, from_date, to_date), rows in found.items()
    ]
    return sorted(named, key=lambda one: (one.from_date, one.row_ids))


def end(session: Session, period: Period, *, on: date, now: datetime) -> None:
    """The last day of somebody who stands in; one who has not begun never does.

    Raises EndsBeforeItBegins, InThePast (what was done yesterday was done for the absent person).
    """
    if period.from_date > today(now) and on < period.from_date:
        session.execute(delete(Appointment).where(Appointment.id.in_(period.row_ids)))
        return
    if on < period.from_date:
        raise EndsBeforeItBegins(since=period.from_date)
    if on < today(now) - DAY:
        raise InThePast(today=today(now))
    last = on if period.to_date is None else min(on, period.to_date)
    session.execute(
        update(Appointment).where(Appointment.id.in_(period.row_ids)).values(to_date=last)
    )


def _taken_over(
    school_id: int,
    named: StandInNamed,
    overlapping: Sequence[Appointment],
    *,
    by: Caller,
    now: datetime,
) -> Iterable[Appointment]:
    """A row for each role of the absent person; what the head does a stand-in does as a deputy."""
    held = [
        one for one in overlapping if one.person_id == named.absent_id and one.role in SCHOOL_STAFF
    ]
    lowest = max((one.rank or 0 for one in overlapping), default=0) + 1
    roles = {Role.DEPUTY_HEAD if one.role is Role.HEAD else one.role for one in held}
    for role in sorted(roles):
        ranks = [one.rank for one in held if one.role is role and one.rank is not None]
        yield Appointment(
            person_id=named.person_id,
            role=role,
            school_id=school_id,
            from_date=named.from_date,
            to_date=named.to_date,
            rank=min(ranks, default=lowest) if role is Role.DEPUTY_HEAD else None,
            document=named.document,
            acting_for_id=named.absent_id,
            named_by=by.person_id,
            named_at=now,
        )


def _refuse_circle(
    session: Session,
    school_id: int,
    named: StandInNamed,
    rows: Sequence[Appointment],
    *,
    on: date,
) -> None:
    staff = Staff.of(session, school_id, on=on)
    for row in rows:
        lanes = lanes_of({row.role}) if row.role in CASE_OWNERS else frozenset({row.role.value})
        if staff.acting(named.absent_id, lanes, but=()) is None:
            raise CircleOfStandIns(on=on)
