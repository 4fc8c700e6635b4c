"""What is watched and who was told: a case on its way, and more people, for tests of ladders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from models import held, notices, people
from models.appointments import Appointment, Role
from models.held import HeldCase
from models.notices import Notice
from models.people import Person
from models.watches import Watch, WatchState
from processes import escalation
from tests.trials import acts
from tests.world import SINCE, START, World

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
TO_THE_PLAN = ("record_intake", "assess_risk", "decide_route", "plan_intervention")


def at(day: int, hour: int, minute: int = 0, *, month: int = 8) -> datetime:
    """A moment of 2026 on the clock in Vietnam."""
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


def opened(world: World, now: datetime = START) -> str:
    """The code of a case reported at that moment."""
    return acts.opened_case(world, now)


def waiting_for_approval(world: World, now: datetime = START) -> str:
    """The code of a case whose plan waits for the head."""
    code = opened(world, now)
    for element in TO_THE_PLAN:
        acts.complete(world, code, element, now)
    return code


def look(world: World, code: str, now: datetime = START) -> HeldCase:
    """The case as it stands."""
    with world.workplace.database.reading() as session:
        case = held.by_code(session, code, now=now)
    assert case is not None
    return case


def watches(world: World, code: str) -> dict[str, Watch]:
    """Everything that was ever watched in the case, by its subject."""
    case = look(world, code)
    with world.workplace.database.reading() as session:
        found = session.scalars(select(Watch).where(Watch.case_id == case.id))
        return {watch.subject: watch for watch in found}


def watched(world: World, code: str) -> set[str]:
    """The subjects that are watched now."""
    return {
        subject
        for subject, watch in watches(world, code).items()
        if watch.state is not WatchState.STOPPED
    }


def decide(world: World, now: datetime) -> list[tuple[str, str]]:
    """What the sweep decides now: rung and name of the person told, in order."""
    before = {notice.id for notice in told(world)}
    while escalation.decide_due(world.workplace, now=now) == 200:
        pass
    new = [notice for notice in told(world) if notice.id not in before]
    with world.workplace.database.reading() as session:
        names = people.by_ids(session, {notice.recipient_id for notice in new})
    return [(notice.rung, names[notice.recipient_id].sign_in_name) for notice in new]


def told(world: World) -> list[Notice]:
    """All notices in the order of their decision."""
    with world.workplace.database.reading() as session:
        return list(session.scalars(select(Notice).order_by(Notice.id)))


def told_of(world: World, code: str) -> list[Notice]:
    """All notices about the case."""
    with world.workplace.database.reading() as session:
        return list(notices.of_case(session, look(world, code).id))


@dataclass(frozen=True)
class Post:
    """Somebody appointed in a test."""

    person_id: int


def appoint(
    world: World,
    sign_in_name: str,
    role: Role,
    *,
    instead_of: int | None = None,
    rank: int | None = None,
    since: date = SINCE,
) -> Post:
    """A new person with a role at the school, or at its managing body."""
    with world.workplace.database.transaction() as session:
        person = people.add(session, name=sign_in_name, sign_in_name=sign_in_name, now=START)
        _appoint(world, session.add, person, role, instead_of, rank, since)
        return Post(person.id)


def stand_in(world: World, person_id: int, role: Role, *, instead_of: int) -> None:
    """Somebody known stands in for somebody else from the day of the case on."""
    with world.workplace.database.transaction() as session:
        person = people.by_ids(session, {person_id})[person_id]
        rank = 9 if role is Role.DEPUTY_HEAD else None
        _appoint(world, session.add, person, role, instead_of, rank, SINCE)


def close_account(world: World, person_id: int) -> None:
    """Nobody signs in with it any more."""
    with world.workplace.database.transaction() as session:
        session.execute(update(Person).where(Person.id == person_id).values(active=False))


def _appoint(
    world: World,
    add: object,
    person: Person,
    role: Role,
    instead_of: int | None,
    rank: int | None,
    since: date,
) -> None:
    assert callable(add)
    of_body = role is Role.MANAGING_BODY
    add(
        Appointment(
            person_id=person.id,
            role=role,
            school_id=None if of_body else world.school.id,
            body_id=world.school.body_id if of_body else None,
            from_date=since,
            rank=rank,
            acting_for_id=instead_of,
        )
    )
