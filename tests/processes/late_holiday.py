"""A day off that is announced late: Monday 24/08/2026, on which the worked example ends at 10:00.

A report of Friday 21/08 15:00 has its 12 working hours until Monday 10:00, and until Tuesday 25/08
10:00 once the Monday is off.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from models import held, journal
from models.deadlines import Deadline
from models.held import HeldCase
from models.journal import JournalEntry
from processes import calendars, cases, tasks
from processes.calendar_moves import move_some
from processes.calendars import Entered
from processes.history import verify_all
from processes.working_time.editing import with_day_off
from processes.working_time.inheritance import Document
from tests.answers import answers_to
from tests.world import START, World

MONDAY = date(2026, 8, 24)
STORM = "thông báo số 15/TB-UBND ngày 22/8/2026 về nghỉ học phòng bão"
BEFORE = datetime(2026, 8, 24, 3, 0, tzinfo=UTC)  # Monday 10:00 in Vietnam
AFTER = datetime(2026, 8, 25, 3, 0, tzinfo=UTC)  # Tuesday 10:00
BY_THE_HEAD = frozenset({"decide_route", "approve_plan"})
SATURDAY = datetime(2026, 8, 22, 2, 0, tzinfo=UTC)  # 9:00, a make-up day


def opened(world: World, *, at: datetime = START) -> str:
    """The code of a case opened by An."""
    raw = answers_to(cases.REPORT, now=at)
    case = cases.open_by_report(world.workplace, world.school.id, raw, by=world.an.caller, now=at)
    return case.case_code


def own(world: World, *, now: datetime = SATURDAY) -> Document:
    """What the school entered so far."""
    found = calendars.of_school(world.workplace, world.school.id, now=now)
    assert found is not None
    return found.own


def with_monday_off(world: World) -> Document:
    """What the school entered, and the Monday off."""
    return with_day_off(own(world), MONDAY, source=STORM)


def monday_off(world: World, *, now: datetime = SATURDAY) -> Entered:
    """The Monday off is entered."""
    return calendars.enter(
        world.workplace, world.school.id, with_monday_off(world), by=world.chi.person_id, now=now
    )


def moved(world: World, *, now: datetime) -> None:
    """The sweep has been through all cases, and then once more after the stragglers."""
    for later in (now, now + timedelta(minutes=5)):
        while move_some(world.workplace, now=later):
            pass


def look(world: World, code: str, *, now: datetime) -> HeldCase:
    """The case as it stands."""
    with world.workplace.database.reading() as session:
        case = held.by_code(session, code, now=now)
    assert case is not None
    return case


def limit(world: World, code: str) -> Deadline:
    """The only limit of the case."""
    with world.workplace.database.reading() as session:
        case = held.by_code(session, code, now=SATURDAY)
        assert case is not None
        return session.scalars(select(Deadline).where(Deadline.case_id == case.id)).one()


def entries(world: World, code: str) -> Sequence[JournalEntry]:
    """The journal of the case."""
    case_id = look(world, code, now=SATURDAY).id
    with world.workplace.database.reading() as session:
        return journal.of_case(session, case_id)


def kinds(world: World, code: str) -> list[str]:
    """The kinds of its entries, in order."""
    return [entry.kind for entry in entries(world, code)]


def complete(world: World, code: str, element: str, *, now: datetime, **given: object) -> None:
    """An completes the task, Bình what the head decides."""
    by = world.binh if element in BY_THE_HEAD else world.an
    task = next(one for one in look(world, code, now=now).tasks if one.element == element)
    raw = answers_to(element, now=now, **given)
    tasks.complete(world.workplace, task.id, raw, by=by.caller, now=now)


def helped_at_school(world: World, code: str, *, now: datetime) -> None:
    """The head decides for help at school: the limit of the referral does not apply."""
    complete(world, code, "record_intake", now=now)
    complete(world, code, "assess_risk", now=now)
    complete(world, code, "decide_route", now=now, route="at_school")


def verifies(world: World) -> bool:
    """Every case replays to what is stored."""
    return all(one.part is None for one in verify_all(world.workplace))
