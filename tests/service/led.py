"""Cases that are led by hand to where a page is looked at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from models import held
from processes import cases, tasks
from processes.permissions import Caller
from tests.answers import answers_to
from tests.world import World


def now() -> datetime:
    """A minute ago, so that nothing that is told lies ahead of the service's clock."""
    return datetime.now(UTC) - timedelta(minutes=1)


def opened(world: World, **given: object) -> str:
    """The code of a fresh case."""
    answers = answers_to("report", now=now(), **given)
    return cases.open_by_report(
        world.workplace, world.school.id, answers, by=world.lan.caller, now=datetime.now(UTC)
    ).case_code


def open_tasks(world: World, code: str) -> dict[str, int]:
    """The open tasks of a case by their element."""
    with world.workplace.database.reading() as session:
        case = held.by_code(session, code, now=datetime.now(UTC))
    assert case is not None
    return {task.element: task.id for task in case.tasks}


def done(world: World, code: str, element: str, by: Caller, **given: object) -> None:
    """Complete the open task of the element, past the pages."""
    task_id = open_tasks(world, code)[element]
    answers = answers_to(element, now=now(), **given)
    tasks.complete(world.workplace, task_id, answers, by=by, now=datetime.now(UTC))


def to_plan(world: World, **decided: object) -> str:
    """A case whose route is decided: to a plan of the focal point, where nothing else is."""
    code = opened(world)
    done(world, code, "record_intake", world.an.caller)
    done(world, code, "assess_risk", world.an.caller)
    done(world, code, "decide_route", world.binh.caller, **decided)
    return code
