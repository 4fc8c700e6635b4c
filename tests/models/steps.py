"""Steps of a case as the engine would hand them over, for the tests of what is remembered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from models import held
from models.advance import Advanced, Change, advance
from models.database import Database
from models.deadlines import DeadlineRow, LimitUnit
from models.held import HeldCase
from models.journal import NewEntry
from models.standing import Standing
from tests.models.conftest import NOW, World

DUE_AT = NOW + timedelta(hours=50)


@dataclass(frozen=True)
class ATask:
    key: str
    element: str
    process: str = "intake_and_decision"
    roles: tuple[str, ...] = ("focal_point",)
    form: str = "record_intake"


@dataclass(frozen=True)
class AMessage:
    key: str
    element: str
    name: str = "new_information"
    roles: tuple[str, ...] = ("focal_point", "head")
    form: str | None = None


@dataclass(frozen=True)
class ATimer:
    key: str
    element: str
    due_at: datetime


INTAKE = ATask("record_intake#1", "record_intake")
ASSESSMENT = ATask("assess_risk#1", "assess_risk", form="assess_risk")
NEW_INFORMATION = AMessage("new_information#1", "new_information")
TWELVE_HOURS = ATimer("twelve_hours#1", "twelve_hours", DUE_AT)


def referral_limit(world: World) -> DeadlineRow:
    return DeadlineRow(
        limit_name="referral",
        anchor_name="received_at",
        anchor_at=NOW,
        unit=LimitUnit.HOURS,
        amount=12,
        clause="004-II.3.2.3.c",
        due_at=DUE_AT,
        due_on=None,
        calendar_version_id=world.calendar_version_id,
        proof="[]",
    )


def opened(world: World, tasks: Sequence[ATask] = (INTAKE,)) -> HeldCase:
    """A case with its first entry: tasks, one message and one timer wait, one limit runs."""
    case, data_key = world.open_case()
    entry = NewEntry(
        "opened",
        NOW,
        "a" * 64,
        actor_id=world.an.id,
        calendar_version_id=world.calendar_version_id,
        routing={"kind": "report"},
        content="Một em lớp 7A2 nghỉ học nhiều ngày".encode(),
        path=[("entered", "report_received"), ("taken", "to_intake"), ("entered", "record_intake")],
    )
    change = Change(
        [entry],
        Standing(1, b"\x01one", tasks, [NEW_INFORMATION], [TWELVE_HOURS]),
        deadlines=[referral_limit(world)],
        due={task.key: DUE_AT for task in tasks},
    )
    with world.database.transaction() as session:
        advance(session, case, change, data_key=data_key, now=NOW)
    return hold(world.database, case.id)


def hold(database: Database, case_id: int) -> HeldCase:
    with database.reading() as session:
        case = held.by_id(session, case_id, now=NOW)
    assert case is not None
    return case


def intake_completed(case: HeldCase) -> Change:
    """Intake done: the assessment waits, the message too, the timer no longer."""
    entry = NewEntry(
        "completed",
        NOW,
        "b" * 64,
        task_key=INTAKE.key,
        element=INTAKE.element,
        content=b"Form 01",
        path=[("left", "record_intake"), ("entered", "assess_risk")],
    )
    return Change(
        [entry],
        Standing(1, b"\x01two", [ASSESSMENT], [NEW_INFORMATION], []),
        deadlines=[replace(case.deadlines[0], alarmed_at=NOW)],
        due={ASSESSMENT.key: DUE_AT},
    )


def write(world: World, case: HeldCase, change: Change) -> Advanced:
    with world.database.transaction() as session:
        return advance(session, case, change, data_key=case.data_key(world.ring), now=NOW)


def noted(world: World, case: HeldCase) -> HeldCase:
    """One more entry, which leaves everything as it stands; the case as it is then."""
    write(world, case, Change([NewEntry("assigned", NOW, "c" * 64)]))
    return hold(world.database, case.id)
