"""Deputy heads, in the order in which they stand in for the head (KT.)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from models import appointments
from models.appointments import Appointment, Holder, Role
from models.refusals import Refusal
from processes.appointments import DAY, InThePast, demand_account, demand_another, overlaps
from processes.permissions import Caller
from processes.working_time.local_time import today


class DeputyAlready(Refusal):
    """Somebody is deputy once."""

    vi = "Người này đã là cấp phó trong thời gian ấy."
    en = "This person is a deputy already in that period."


class OrderUnclear(Refusal):
    """Each deputy has a place of their own."""

    vi = "Ghi cho mỗi người một thứ tự khác nhau, từ 1 đến {number}."
    en = "Give each of them a different place, from 1 to {number}."


class OthersThatDay(Refusal):
    """Whoever is ordered is a deputy on that day."""

    vi = "Ngày {on:%d/%m/%Y} cấp phó không còn là những người này; chọn một ngày khác."
    en = "On {on:%d/%m/%Y} the deputies are not these people; choose another day."


class BeganThatDay(Refusal):
    """A row cannot end before it has begun."""

    vi = "{name} bắt đầu ngày {since:%d/%m/%Y}; thứ tự mới có thể áp dụng từ ngày sau đó."
    en = "{name} began on {since:%d/%m/%Y}; a new order can hold from the day after."


def in_order(kept: Iterable[Holder], *, on: date) -> list[Holder]:
    """The deputies in their own right on a date, in their order."""
    found = [
        one
        for one in kept
        if one.appointment.role is Role.DEPUTY_HEAD
        and one.appointment.acting_for_id is None
        and overlaps(one.appointment, on, on)
    ]
    return sorted(found, key=lambda one: (one.appointment.rank or 0, one.appointment.id))


def add(
    session: Session,
    school_id: int,
    person_id: int,
    *,
    from_date: date,
    document: str,
    by: Caller,
    now: datetime,
) -> None:
    """Another deputy, after those there are.

    Raises InThePast, NamesOneself, NoAccount, DeputyAlready.
    """
    if from_date < today(now):
        raise InThePast(today=today(now))
    demand_another(by, school_id, person_id)
    demand_account(session, person_id)
    kept = appointments.kept_at(session, school_id, since=from_date)
    rows = [
        one.appointment
        for one in kept
        if one.appointment.role is Role.DEPUTY_HEAD and one.appointment.acting_for_id is None
    ]
    if any(one.person_id == person_id for one in rows):
        raise DeputyAlready
    session.add(
        Appointment(
            person_id=person_id,
            role=Role.DEPUTY_HEAD,
            school_id=school_id,
            from_date=from_date,
            rank=1 + max((one.rank or 0 for one in rows), default=0),
            document=document,
            named_by=by.person_id,
            named_at=now,
        )
    )
    session.flush()


def reorder(
    session: Session,
    kept: Sequence[Holder],
    places: Mapping[int, int],
    *,
    from_date: date,
    by: Caller,
    now: datetime,
) -> None:
    """`places`: of each deputy, by the id of the person, the place from that date on.

    Raises InThePast, OthersThatDay, OrderUnclear, BeganThatDay.
    """
    if from_date < today(now):
        raise InThePast(today=today(now))
    found = in_order(kept, on=from_date)
    if {one.person.id for one in found} != set(places):
        raise OthersThatDay(on=from_date)
    if sorted(places.values()) != list(range(1, len(found) + 1)):
        raise OrderUnclear(number=len(found))
    for one in found:
        row, place = one.appointment, places[one.person.id]
        if row.rank == place:
            continue
        if row.from_date >= from_date:
            raise BeganThatDay(name=one.person.name, since=row.from_date)
        session.add(
            Appointment(
                person_id=row.person_id,
                role=row.role,
                school_id=row.school_id,
                from_date=from_date,
                to_date=row.to_date,
                rank=place,
                document=row.document,
                named_by=by.person_id,
                named_at=now,
            )
        )
        session.execute(
            update(Appointment)
            .where(Appointment.id == row.id)
            .values(to_date=from_date - DAY)
            .execution_options(synchronize_session=False)
        )
    session.flush()
