"""Advancing a case: one version wins, and only what has changed is written."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import event

from models import awaited_messages, deadlines, held, path_steps, snapshots, tasks, timers
from models.advance import Advance, Advanced, Change, advance_all
from models.awaited_messages import AwaitedMessage, MessageState
from models.cases import CaseMoved, CaseState
from models.database import Database
from models.deadlines import DeadlineState
from models.held import HeldCase
from models.journal import NewEntry
from models.standing import Standing
from models.tasks import TaskState
from models.timers import Timer, TimerState
from tests.models.conftest import NOW, World
from tests.models.steps import (
    ASSESSMENT,
    DUE_AT,
    INTAKE,
    NEW_INFORMATION,
    TWELVE_HOURS,
    hold,
    intake_completed,
    noted,
    opened,
    referral_limit,
    write,
)


def test_a_case_is_held_with_all_that_it_waits_for(world: World) -> None:
    case = opened(world)
    assert (case.version, case.last_seq, case.snapshot) == (1, 1, b"\x01one")
    assert [(task.key, task.roles, task.due_at) for task in case.tasks] == [
        (INTAKE.key, ("focal_point",), DUE_AT)
    ]
    assert [(message.key, message.roles, message.form) for message in case.messages] == [
        (NEW_INFORMATION.key, ("focal_point", "head"), None)
    ]
    assert [(timer.key, timer.due_at) for timer in case.timers] == [(TWELVE_HOURS.key, DUE_AT)]
    assert [replace(row, id=None) for row in case.deadlines] == [referral_limit(world)]
    assert case.calendar_version_id == world.calendar_version_id


def test_completing_closes_and_opens(world: World) -> None:
    case = opened(world)
    advanced = write(world, case, intake_completed(case))
    after = hold(world.database, case.id)
    assert advanced.task_ids == {ASSESSMENT.key: after.tasks[0].id}
    assert [task.key for task in after.tasks] == [ASSESSMENT.key]
    assert after.messages == case.messages
    assert after.timers == ()
    assert after.deadlines[0].alarmed_at == NOW
    with world.database.reading() as session:
        closed, opened_next = tasks.of_case(session, case.id)
        assert (closed.state, closed.closed_seq) == (TaskState.COMPLETED, 2)
        assert (opened_next.state, opened_next.opened_seq) == (TaskState.OPEN, 2)
        assert session.get_one(Timer, (case.id, TWELVE_HOURS.key)).state is TimerState.STOPPED
        snapshot = snapshots.get(session, case.id)
        assert snapshot is not None
        assert (snapshot.version, snapshot.format, snapshot.body) == (2, 1, b"\x01two")
        path = path_steps.of_case(session, case.id)
        assert [(step.seq, step.n, step.element) for step in path] == [
            (1, 0, "report_received"),
            (1, 1, "to_intake"),
            (1, 2, "record_intake"),
            (2, 0, "record_intake"),
            (2, 1, "assess_risk"),
        ]


def test_what_ends_otherwise_is_told_apart(world: World) -> None:
    case = opened(world)
    entries = [
        NewEntry("timer_fired", NOW, "d" * 64, task_key=TWELVE_HOURS.key),
        NewEntry("message", NOW, "e" * 64, task_key=NEW_INFORMATION.key),
    ]
    met = replace(case.deadlines[0], state=DeadlineState.MET, act_at=NOW, closed_seq=3)
    standing = Standing(1, b"\x01end", [], [], [], end="case_ended")
    write(world, case, Change(entries, standing, deadlines=[met]))
    after = hold(world.database, case.id)
    assert (after.state, after.end_element, after.last_seq) == (CaseState.ENDED, "case_ended", 3)
    assert (after.tasks, after.messages, after.timers) == ((), (), ())
    with world.database.reading() as session:
        assert tasks.of_case(session, case.id)[0].state is TaskState.WITHDRAWN
        assert session.get_one(Timer, (case.id, TWELVE_HOURS.key)).state is TimerState.FIRED
        message = session.get_one(AwaitedMessage, (case.id, NEW_INFORMATION.key))
        assert message.state is MessageState.RECEIVED
        assert deadlines.of_case(session, case.id)[0].state is DeadlineState.MET
        assert not awaited_messages.awaits(session, case.id, NEW_INFORMATION.name)


def test_a_task_is_claimed_by_an_entry(world: World) -> None:
    case = opened(world)
    claim = NewEntry("assigned", NOW, "f" * 64, task_key=INTAKE.key, actor_id=world.an.id)
    write(world, case, Change([claim], assignees={INTAKE.key: world.an.id}))
    after = hold(world.database, case.id)
    assert [(task.assignee_id, task.due_at) for task in after.tasks] == [(world.an.id, DUE_AT)]
    assert (after.version, after.snapshot) == (2, b"\x01one")
    assert after.timers == case.timers


def test_a_moved_timer_keeps_its_key(world: World) -> None:
    case = opened(world)
    later = replace(TWELVE_HOURS, due_at=DUE_AT.replace(hour=3))
    standing = Standing(1, b"\x01one", [INTAKE], [NEW_INFORMATION], [later])
    write(world, case, Change([NewEntry("deadline_moved", NOW, "a" * 64)], standing))
    with world.database.reading() as session:
        assert timers.cases_due(session, now=later.due_at) == [case.id]
    assert hold(world.database, case.id).timers[0].due_at == later.due_at


def test_a_corrected_anchor_moves_its_deadline_and_makes_no_second(world: World) -> None:
    case = opened(world)
    earlier = NOW - timedelta(hours=1)
    corrected = replace(case.deadlines[0], anchor_at=earlier, due_at=DUE_AT - timedelta(hours=1))
    begun = replace(referral_limit(world), anchor_name="submitted_at", anchor_at=NOW)
    write(world, case, Change([NewEntry("corrected", NOW, "a" * 64)], deadlines=[corrected, begun]))
    after = hold(world.database, case.id).deadlines
    assert [(row.anchor_name, row.anchor_at) for row in after] == [
        ("received_at", earlier),
        ("submitted_at", NOW),
    ]


def test_a_step_reads_no_more_of_an_old_case_than_of_a_young_one(world: World) -> None:
    """What runs, and the first and the last few of what is closed."""
    case = opened(world)
    grow_old(world, case)
    after = hold(world.database, case.id)
    minutes = [(row.anchor_at - NOW) // timedelta(minutes=1) for row in after.deadlines]
    assert sorted(minutes) == [*range(8), *range(33, 41)]


def test_cases_read_together_are_the_same_as_read_one_by_one(world: World) -> None:
    old, young, left_out = opened(world), opened(world), opened(world)
    grow_old(world, old)
    with world.database.reading() as session:
        together = held.by_ids(session, [old.id, young.id], now=NOW)
    assert [unordered(one) for one in sorted(together, key=lambda one: one.id)] == [
        unordered(hold(world.database, case.id)) for case in (old, young)
    ]
    assert left_out.id not in {one.id for one in together}


def unordered(case: HeldCase) -> HeldCase:
    """Deadlines are read in no order."""
    return replace(case, deadlines=tuple(sorted(case.deadlines, key=lambda row: row.id or 0)))


def grow_old(world: World, case: HeldCase) -> None:
    """Forty more limits, all but the first of them closed."""
    limits = [
        replace(referral_limit(world), anchor_at=NOW + timedelta(minutes=n)) for n in range(1, 41)
    ]
    closed = [replace(row, state=DeadlineState.MET, closed_seq=2) for row in limits[1:]]
    entry = NewEntry("assigned", NOW, "a" * 64)
    write(world, case, Change([entry], deadlines=[limits[0], *closed]))


def test_the_second_step_on_one_version_is_refused_and_writes_nothing(world: World) -> None:
    case = opened(world)
    write(world, case, intake_completed(case))
    before = hold(world.database, case.id)
    with pytest.raises(CaseMoved):
        write(world, case, intake_completed(case))
    assert hold(world.database, case.id) == before


def test_of_cases_written_together_only_those_that_have_not_moved_are_written(world: World) -> None:
    moved, still, other = opened(world), opened(world), opened(world)
    write(world, moved, intake_completed(moved))
    before = hold(world.database, moved.id)
    first, second, third = write_together(world, [still, moved, other])
    assert second is None
    assert hold(world.database, moved.id) == before
    for case, advanced in ((still, first), (other, third)):
        assert advanced is not None
        after = hold(world.database, case.id)
        assert (after.version, after.last_seq) == (2, 2)
        assert (advanced.version, advanced.last_digest) == (2, after.last_digest)
        assert advanced.task_ids == {ASSESSMENT.key: after.tasks[0].id}


def test_where_all_have_moved_nothing_is_written(world: World) -> None:
    cases = [opened(world), opened(world)]
    for case in cases:
        write(world, case, intake_completed(case))
    before = [hold(world.database, case.id) for case in cases]
    assert write_together(world, cases) == [None, None]
    assert [hold(world.database, case.id) for case in cases] == before


def test_two_acts_on_one_case_together_are_refused_and_neither_is_written(world: World) -> None:
    case, other = opened(world), opened(world)
    with pytest.raises(CaseMoved):
        write_together(world, [case, other, case])
    assert [hold(world.database, one.id) for one in (case, other)] == [case, other]


def write_together(world: World, cases: list[HeldCase]) -> list[Advanced | None]:
    """Complete the intake of all of them in one transaction."""
    with world.database.transaction() as session:
        advances = [
            Advance(case, intake_completed(case), case.data_key(world.ring)) for case in cases
        ]
        return advance_all(session, advances, now=NOW)


def test_of_two_at_the_same_moment_exactly_one_wins(world: World) -> None:
    case = opened(world)
    for _ in range(20):
        with ThreadPoolExecutor(2) as both:
            outcomes = list(both.map(outcome, [world] * 2, [case] * 2, [Barrier(2)] * 2))
        assert sorted(outcomes) == ["moved", "won"]
        case = hold(world.database, case.id)


def outcome(world: World, case: HeldCase, start: Barrier) -> str:
    start.wait()
    try:
        noted(world, case)
    except CaseMoved:
        return "moved"
    return "won"


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(database.writing_engine, "before_cursor_execute", note)
    yield seen
    event.remove(database.writing_engine, "before_cursor_execute", note)


def test_advancing_takes_at_most_eight_statements(world: World) -> None:
    case = opened(world)
    everything_changes = replace(
        intake_completed(case),
        standing=Standing(
            1,
            b"\x01two",
            [ASSESSMENT, replace(ASSESSMENT, key="notify#1")],
            [replace(NEW_INFORMATION, key="reopened#1")],
            [replace(TWELVE_HOURS, key="three_days#1")],
        ),
    )
    with statements(world.database) as seen:
        write(world, case, everything_changes)
    assert len(seen) == 8
