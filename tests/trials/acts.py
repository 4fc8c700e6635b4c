"""Acts of An and Bình by the rules, past the pages: to bring a case to where it is looked at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from models import held
from models.held import HeldCase
from processes import cases, tasks
from tests.answers import answers_to
from tests.world import World

HELPED_AT_SCHOOL = (
    "record_intake",
    "assess_risk",
    "decide_route",
    "plan_intervention",
    "approve_plan",
    "carry_out_plan",
    "review_student",
    "confirm_end",
)
BY_THE_HEAD = frozenset({"decide_route", "approve_plan", "confirm_end"})
SENT_BACK = {"approved": "no", "changes_wanted": "Ghi rõ hơn người làm và ngày làm."}


def opened_case(world: World, now: datetime | None = None) -> str:
    """The code of a new case."""
    now = now or datetime.now(UTC)
    raw = answers_to(cases.REPORT, now=now)
    case = cases.open_by_report(world.workplace, world.school.id, raw, by=world.an.caller, now=now)
    return case.case_code


def send_back(world: World, code: str, times: int, *, since: datetime) -> None:
    """The head sends the plan back, and An hands it in again, so many times, by the minute."""
    for minute in range(times):
        now = since + timedelta(minutes=minute)
        complete(world, code, "approve_plan", now, **SENT_BACK)
        complete(world, code, "plan_intervention", now)


def complete(
    world: World, code: str, element: str, now: datetime | None = None, **given: object
) -> None:
    """Complete the open task of the element, past the pages."""
    now = now or datetime.now(UTC)
    by = world.binh if element in BY_THE_HEAD else world.an
    raw = answers_to(element, now=now, **given)
    task_id = task_of(world, code, element)
    tasks.complete(world.workplace, task_id, raw, by=by.caller, now=now)


def task_of(world: World, code: str, element: str) -> int:
    """The open task of the element."""
    return next(task.id for task in look(world, code).tasks if task.element == element)


def look(world: World, code: str) -> HeldCase:
    """The case as it stands."""
    with world.workplace.database.reading() as session:
        case = held.by_code(session, code, now=datetime.now(UTC))
    assert case is not None
    return case
