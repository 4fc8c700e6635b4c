"""A holiday announced late: what runs moves with its proof, what is closed stays as it was."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from models import later_changes
from models.calendar_moves import CalendarMove
from models.deadlines import DeadlineState
from models.later_changes import LaterChange
from processes import calendars, timers
from processes.working_time.editing import with_make_up, without_date
from processes.working_time.proof import read_proof
from tests.processes.late_holiday import (
    AFTER,
    BEFORE,
    MONDAY,
    SATURDAY,
    complete,
    entries,
    helped_at_school,
    kinds,
    limit,
    look,
    monday_off,
    moved,
    opened,
    own,
    verifies,
    with_monday_off,
)
from tests.world import START, World

HOUR = timedelta(hours=1)


def test_a_preview_lists_each_limit_from_and_to_and_writes_nothing(world: World) -> None:
    code = opened(world)
    closed = opened(world)
    helped_at_school(world, closed, now=START + HOUR)

    proposals = calendars.propose(
        world.workplace, world.school.id, with_monday_off(world), now=SATURDAY
    )
    shown = calendars.preview(world.workplace, proposals, now=SATURDAY)

    assert [(one.code, one.limit, one.from_at, one.to_at) for one in shown.moves] == [
        (code, "referral", BEFORE, AFTER)
    ]
    assert [(one.code, one.from_at, one.to_at) for one in shown.noted] == [(closed, BEFORE, AFTER)]
    assert [day.date for day in shown.differences[world.school.id].days] == [MONDAY]
    assert limit(world, code).due_at == BEFORE
    with world.workplace.database.reading() as session:
        assert len(calendars.versions(session, world.school.id)) == 1


def test_what_runs_moves_with_its_timer_its_task_and_its_proof(world: World) -> None:
    code = opened(world)
    monday_off(world)

    moved(world, now=SATURDAY)

    row, case = limit(world, code), look(world, code, now=SATURDAY)
    assert (row.state, row.due_at) == (DeadlineState.OPEN, AFTER)
    assert [one.due_at for one in case.timers] == [AFTER]
    assert [one.due_at for one in case.tasks] == [AFTER]
    assert [one.due_at for one in case.watches if one.due_at is not None] == [AFTER]
    (monday,) = [day for day in read_proof(row.proof) if day.date == MONDAY]
    assert monday.reason is not None
    assert (monday.counted, monday.reason.source) == (
        False,
        "thông báo số 15/TB-UBND ngày 22/8/2026 về nghỉ học phòng bão",
    )
    last = entries(world, code)[-1]
    assert (last.kind, last.element, last.at) == (
        "deadline_moved",
        "twelve_hours_without_decision",
        SATURDAY,
    )
    assert last.calendar_version_id == row.calendar_version_id
    assert last.actor_id is None
    assert verifies(world)


def test_a_case_that_was_moved_is_left_alone(world: World) -> None:
    code = opened(world)
    monday_off(world)
    moved(world, now=SATURDAY)
    before = kinds(world, code)
    with world.workplace.database.transaction() as session:
        for move in session.scalars(select(CalendarMove)):
            move.after_case_id, move.done_at = 0, None

    moved(world, now=SATURDAY + HOUR)

    assert kinds(world, code) == before == ["opened", "deadline_moved"]


def test_a_closed_limit_stays_and_the_later_change_is_noted_beside_it(world: World) -> None:
    code = opened(world)
    helped_at_school(world, code, now=START + HOUR)
    before, history = limit(world, code), kinds(world, code)
    monday_off(world)

    moved(world, now=SATURDAY)

    after = limit(world, code)
    assert after.state is DeadlineState.NOT_APPLICABLE
    assert (after.due_at, after.proof, after.calendar_version_id) == (
        before.due_at,
        before.proof,
        before.calendar_version_id,
    )
    assert kinds(world, code) == history
    with world.workplace.database.reading() as session:
        (change,) = later_changes.of_case(session, after.case_id).values()
    assert (change.deadline_id, change.due_at, change.noted_at) == (
        after.id,
        AFTER,
        SATURDAY,
    )


def test_a_change_taken_back_is_noted_too(world: World) -> None:
    code = opened(world)
    helped_at_school(world, code, now=START + HOUR)
    monday_off(world)
    moved(world, now=SATURDAY)

    later = SATURDAY + HOUR
    back = without_date(own(world, now=later), MONDAY)
    calendars.enter(world.workplace, world.school.id, back, by=None, now=later)
    moved(world, now=later)

    row = limit(world, code)
    with world.workplace.database.reading() as session:
        assert session.scalars(select(func.count()).select_from(LaterChange)).one() == 2
        assert later_changes.of_case(session, row.case_id)[row.id].due_at == BEFORE


def test_a_timer_does_not_fire_at_a_moment_that_no_longer_holds(world: World) -> None:
    code = opened(world)
    monday_off(world, now=BEFORE - HOUR)

    timers.fire_due(world.workplace, now=BEFORE + HOUR)

    assert kinds(world, code) == ["opened", "deadline_moved"]
    assert limit(world, code).due_at == AFTER
    assert entries(world, code)[-1].at == BEFORE - HOUR


def test_what_fell_due_before_the_calendar_was_known_is_told_first(world: World) -> None:
    code = opened(world)
    monday_off(world, now=BEFORE + HOUR)

    moved(world, now=BEFORE + 2 * HOUR)

    assert [(entry.kind, entry.at) for entry in entries(world, code)] == [
        ("opened", START),
        ("timer_fired", BEFORE),
        ("calendar_changed", BEFORE + HOUR),
    ]
    row = limit(world, code)
    assert (row.state, row.due_at, row.alarmed_at) == (DeadlineState.OPEN, AFTER, BEFORE)
    assert [one.due_at for one in look(world, code, now=AFTER).tasks] == [AFTER]
    assert verifies(world)


def test_an_act_comes_after_the_calendar_that_was_known_before_it(world: World) -> None:
    code = opened(world)
    monday_off(world)

    complete(world, code, "record_intake", now=SATURDAY + HOUR)

    assert kinds(world, code) == ["opened", "deadline_moved", "completed"]
    assert [one.due_at for one in look(world, code, now=AFTER).tasks] == [AFTER]
    assert verifies(world)


def test_a_missed_limit_stays_missed(world: World) -> None:
    code = opened(world)
    complete(world, code, "record_intake", now=START)
    complete(world, code, "assess_risk", now=START)
    complete(world, code, "decide_route", now=START, route="refer")
    timers.fire_due(world.workplace, now=BEFORE)
    monday_off(world, now=BEFORE + HOUR)

    moved(world, now=BEFORE + HOUR)

    row = limit(world, code)
    assert (row.state, row.due_at) == (DeadlineState.MISSED, BEFORE)
    with world.workplace.database.reading() as session:
        assert later_changes.of_case(session, row.case_id)[row.id].due_at == AFTER
    assert verifies(world)


def test_a_limit_may_move_forward_in_time_too(world: World) -> None:
    code = opened(world)
    sunday = MONDAY - timedelta(days=1)
    document = with_make_up(own(world), sunday, replaces=MONDAY, source="thông báo")
    calendars.enter(world.workplace, world.school.id, document, by=None, now=SATURDAY)

    moved(world, now=SATURDAY)

    assert limit(world, code).due_at == BEFORE - timedelta(days=1)
    assert verifies(world)
