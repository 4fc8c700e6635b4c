"""A holiday announced late: what runs moves with its proof, what is closed stays as it was."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select

from models import calendar_moves, later_changes
from models.calendar_moves import CalendarMove
from models.deadlines import DeadlineState
from models.later_changes import LaterChange
from models.snapshots import Snapshot
from processes import calendars, timers
from processes.calendar_moves import move_some
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
from tests.trials.statements import counted
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


def test_a_move_goes_on_where_it_was_broken_off(world: World) -> None:
    codes = [opened(world) for _ in range(3)]
    monday_off(world)

    move_some(world.workplace, now=SATURDAY, limit=2)
    with world.workplace.database.transaction() as session:
        (move,) = calendar_moves.under_way(session, now=SATURDAY)
        assert move.moved == 2
        calendar_moves.lease(session, move.id, now=SATURDAY, until=SATURDAY + HOUR)
    assert move_some(world.workplace, now=SATURDAY) == 0, "another node has it"
    moved(world, now=SATURDAY + HOUR)

    assert [limit(world, code).due_at for code in codes] == [AFTER] * 3
    with world.workplace.database.reading() as session:
        assert calendar_moves.under_way(session, now=AFTER) == []
        assert calendar_moves.get(session, move.id).moved == 3


def test_a_case_that_cannot_be_moved_holds_up_nobody_and_is_tried_again(world: World) -> None:
    broken, whole = opened(world), opened(world)
    broken_id = look(world, broken, now=START).id
    with world.workplace.database.transaction() as session:
        kept = session.get_one(Snapshot, broken_id).body
        session.get_one(Snapshot, broken_id).body = b"?"
    monday_off(world)

    moved(world, now=SATURDAY)

    assert limit(world, whole).due_at == AFTER
    with world.workplace.database.transaction() as session:
        (move,) = calendar_moves.under_way(session, now=AFTER)
        (stuck,) = calendar_moves.stuck(session)
        assert (stuck.case_id, stuck.failures) == (broken_id, 2)
        assert stuck.cause.startswith("UnknownFormat")
        session.get_one(Snapshot, broken_id).body = kept
    moved(world, now=SATURDAY + HOUR)
    assert limit(world, broken).due_at == AFTER
    with world.workplace.database.reading() as session:
        assert calendar_moves.stuck(session) == []
        assert calendar_moves.get(session, move.id).done_at is not None


def test_a_case_that_has_been_stuck_for_days_holds_up_nobody_either(world: World) -> None:
    broken, whole = opened(world), opened(world)
    broken_id = look(world, broken, now=START).id
    with world.workplace.database.transaction() as session:
        session.get_one(Snapshot, broken_id).body = b"?"
    monday_off(world)
    with world.workplace.database.transaction() as session:
        (move,) = calendar_moves.under_way(session, now=SATURDAY)
        calendar_moves.stick(session, move.id, broken_id, cause="?", wake_at=SATURDAY, failures=60)

    moved(world, now=SATURDAY)

    assert limit(world, whole).due_at == AFTER
    with world.workplace.database.reading() as session:
        (stuck,) = calendar_moves.stuck(session)
    assert stuck.wake_at == SATURDAY + HOUR


def test_a_move_of_which_every_case_was_looked_at_rests_before_its_next_look(world: World) -> None:
    code = opened(world)
    monday_off(world)
    moved(world, now=SATURDAY)

    with counted() as sent:
        assert move_some(world.workplace, now=SATURDAY + timedelta(seconds=5)) == 0
    assert sent.commits == 0

    moved(world, now=SATURDAY + HOUR)
    with world.workplace.database.reading() as session:
        assert calendar_moves.under_way(session, now=AFTER) == []
    assert limit(world, code).due_at == AFTER


def test_a_move_is_not_begun_before_its_calendar_is_known_here(world: World) -> None:
    opened(world)
    monday_off(world)

    assert move_some(world.workplace, now=SATURDAY - HOUR) == 0
    with world.workplace.database.reading() as session:
        assert [one.after_case_id for one in calendar_moves.under_way(session, now=AFTER)] == [0]


@pytest.mark.parametrize("twice", [False, True])
def test_a_case_written_to_while_the_calendar_was_entered_is_found(
    world: World, *, twice: bool
) -> None:
    monday_off(world)
    while move_some(world.workplace, now=SATURDAY):
        pass
    code = opened(world, at=SATURDAY - timedelta(seconds=1))  # reckoned by the calendar before
    with world.workplace.database.transaction() as session:
        if twice:
            (move,) = calendar_moves.under_way(session, now=AFTER)
            move.after_case_id = 10**6  # its id was given before those that were looked at
        session.execute(delete(LaterChange))
    before = limit(world, code).due_at

    moved(world, now=SATURDAY + timedelta(minutes=1))

    assert limit(world, code).due_at == before + timedelta(days=1)
    assert verifies(world)
