"""A holiday announced on its own morning, over 10,000 limits that run; kill -9 of the mover."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, select, text

from models import calendar_moves
from models.deadlines import Deadline, DeadlineState
from models.journal import JournalEntry
from models.later_changes import LaterChange
from models.settings import Settings
from models.tasks import Task
from processes import calendars, timers
from processes.history import verify_all
from processes.working_time.proof import read_proof
from tests.processes.late_holiday import (
    BEFORE,
    MONDAY,
    STORM,
    complete,
    helped_at_school,
    opened,
    with_monday_off,
)
from tests.trials.copies import copy
from tests.trials.movers import LEASED, killed, started
from tests.world import START, World, build

RUNNING = 10_000
CLOSED = 1_000
KILLS = 5
HOUR = timedelta(hours=1)
EVENING = datetime(2026, 8, 22, 8, 0, tzinfo=UTC)  # Saturday 15:00: 12 hours end Tuesday 10:00
KNOWN = BEFORE + HOUR  # Monday 11:00
MOVED = ("deadline_moved", "calendar_changed")

Rows = Mapping[int, Mapping[str, Any]]


@pytest.fixture
def world(settings: Settings) -> Iterator[World]:
    world = build(settings)
    yield world
    world.close()


def test_what_runs_moves_once_and_what_is_closed_stays_whatever_is_killed(
    world: World, scaled: Callable[[int], int]
) -> None:
    running, closed = scaled(RUNNING), scaled(CLOSED)
    fill(world, running=running, closed=closed)
    while timers.fire_due(world.workplace, now=BEFORE):
        pass
    before = limits(world)
    shown = calendars.preview(
        world.workplace,
        calendars.propose(world.workplace, world.school.id, with_monday_off(world), now=KNOWN),
        now=KNOWN,
    )
    expected = {one.code: one for one in shown.moves}
    runs = [row for row in before.values() if row["state"] is DeadlineState.OPEN]
    stay = [row for row in before.values() if row["state"] is not DeadlineState.OPEN]
    assert len(expected) == len(shown.moves) == len(runs) >= running
    assert len(shown.noted) == len(stay) >= closed

    calendars.enter(world.workplace, world.school.id, with_monday_off(world), by=None, now=KNOWN)
    kill_movers(world, scaled(KILLS), len(runs))
    now = KNOWN + HOUR
    for later in (now, now + HOUR):
        started(world.settings, now=later).join()

    after = limits(world)
    for deadline_id, row in before.items():
        if row["state"] is not DeadlineState.OPEN:
            assert after[deadline_id] == row
            continue
        move = expected[row["code"]]
        now_row = after[deadline_id]
        assert (now_row["due_at"], now_row["due_on"]) == (move.to_at, move.to_on)
        assert now_row["state"] is DeadlineState.OPEN
        assert STORM in {
            day.reason.source
            for day in read_proof(now_row["proof"])
            if day.date == MONDAY and day.reason is not None
        }
    assert moved_twice(world) == []
    assert moves_written(world) == len(runs)
    assert noted(world) == len(stay)
    assert tasks_that_did_not_follow(world) == 0
    with world.workplace.database.reading() as session:
        assert calendar_moves.under_way(session, now=now + HOUR) == []
    verified = list(verify_all(world.workplace))
    assert len(verified) >= running + closed
    assert [one for one in verified if one.part is not None] == []


def fill(world: World, *, running: int, closed: int) -> None:
    """Limits in hours and in days, on intake and on sending, alarmed, missed and not needed."""
    early, late = opened(world), opened(world, at=EVENING)
    planned, sending = opened(world, at=EVENING), opened(world, at=EVENING)
    missed, unneeded, met = opened(world), opened(world, at=EVENING), opened(world, at=EVENING)
    for code in (planned, unneeded):
        helped_at_school(world, code, now=EVENING)
    complete(world, planned, "plan_intervention", now=EVENING)
    for code, at in ((sending, EVENING), (met, EVENING), (missed, START)):
        complete(world, code, "record_intake", now=at)
        complete(world, code, "assess_risk", now=at)
        complete(world, code, "decide_route", now=at, route="refer")
    complete(world, met, "prepare_referral", now=EVENING, method="hotline")
    complete(world, met, "contact_hotline", now=EVENING)
    shares = {late: 0.5, planned: 0.25, sending: 0.2, early: 0.05}
    for code, share in shares.items():
        copy(world, code, round(running * share))
    for code in (missed, unneeded, met):
        copy(world, code, round(closed / 3))
    with world.workplace.database.writing_engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))


def kill_movers(world: World, kills: int, whole: int) -> None:
    """Each is killed somewhere on its way; the next comes when the lease has run out."""
    chance = Random("late holiday")
    now = KNOWN
    for number in range(kills):
        process = started(world.settings, now=now)
        enough = chance.randint(1, max(1, whole // (kills + 1))) + moves_written(world)
        while process.is_alive() and moves_written(world) < enough:
            time.sleep(0.02)
        killed(process)
        assert moves_written(world) < whole, f"kill {number + 1} came too late"
        now += LEASED


def limits(world: World) -> Rows:
    """Every limit as it is stored, by its id, with the code of its case."""
    from models.cases import Case

    columns = Deadline.__table__.columns
    with world.workplace.database.reading() as session:
        found = session.execute(select(*columns, Case.code).join(Case, Case.id == Deadline.case_id))
        return {row["id"]: dict(row) for row in found.mappings()}


def moves_written(world: World) -> int:
    with world.workplace.database.reading() as session:
        found = select(func.count()).where(JournalEntry.kind.in_(MOVED))
        return session.scalars(found).one()


def moved_twice(world: World) -> Sequence[Any]:
    """Timers with more than one move, and cases with more than one word of a changed calendar."""
    key = (JournalEntry.case_id, JournalEntry.kind, JournalEntry.task_key)
    with world.workplace.database.reading() as session:
        found = (
            select(*key).where(JournalEntry.kind.in_(MOVED)).group_by(*key).having(func.count() > 1)
        )
        return session.execute(found).all()


def noted(world: World) -> int:
    with world.workplace.database.reading() as session:
        return session.scalars(select(func.count()).select_from(LaterChange)).one()


def tasks_that_did_not_follow(world: World) -> int:
    """Open tasks of cases with one running limit that are due at another moment."""
    with world.workplace.database.reading() as session:
        found = (
            select(func.count())
            .select_from(Task)
            .join(Deadline, Deadline.case_id == Task.case_id)
            .where(
                Task.closed_seq.is_(None),
                Deadline.closed_seq.is_(None),
                Task.due_at != Deadline.due_at,
            )
        )
        return session.scalars(found).one()
