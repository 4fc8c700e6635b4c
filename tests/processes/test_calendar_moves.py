"""The sweep that brings the cases of a school to its new calendar, batch by batch."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete

from models import calendar_moves
from models.later_changes import LaterChange
from models.snapshots import Snapshot
from processes.calendar_moves import move_some
from tests.processes.late_holiday import (
    AFTER,
    SATURDAY,
    limit,
    look,
    monday_off,
    moved,
    opened,
    verifies,
)
from tests.trials.statements import counted
from tests.world import START, World

HOUR = timedelta(hours=1)


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
