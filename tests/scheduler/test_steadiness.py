"""A clock that jumps pauses the sweeps of a node, and everybody is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from models import heartbeats
from models.heartbeats import Heartbeat, Pause
from processes.clock import Reading
from processes.workplace import Workplace
from scheduler import main
from scheduler.jobs import Job
from scheduler.steadiness import Steadiness

START = datetime(2026, 8, 21, 8, 0, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
NODE = "trường/1"


@dataclass
class Machine:
    """What a server tells and what the machine counts, each set by the test."""

    workplace: Workplace
    at: datetime = START
    counted: timedelta = HOUR
    node: Steadiness = field(init=False)

    def __post_init__(self) -> None:
        self.workplace.__dict__["clock"] = self
        self.node = self.started()

    def started(self) -> Steadiness:
        node = Steadiness(self.workplace, node=NODE, counted=lambda: self.counted)
        node.begin()
        return node

    def read(self) -> Reading:
        return Reading(self.at, self.at)

    def server_now(self) -> datetime:
        return self.at

    def passes(self, counted: timedelta, told: timedelta | None = None) -> bool:
        """So much time is counted, and so much the server tells; whether the node goes on."""
        self.counted += counted
        self.at += counted if told is None else told
        return self.node.look() is not None

    def row(self) -> Heartbeat | None:
        with self.workplace.database.reading() as session:
            return next((one for one in heartbeats.all_nodes(session) if one.node == NODE), None)


@pytest.fixture
def machine(workplace: Workplace) -> Machine:
    return Machine(workplace)


def test_a_clock_that_runs_as_time_does_pauses_nothing(machine: Machine) -> None:
    for _ in range(100):
        assert machine.passes(2 * SECOND, told=2 * SECOND + SECOND / 10)
    assert machine.passes(12 * HOUR)  # a machine on standby counts on
    assert machine.row() is None


@pytest.mark.parametrize("jump", [61 * SECOND, HOUR, -62 * SECOND, -24 * HOUR, timedelta(days=900)])
def test_a_jump_by_over_a_minute_pauses_the_node_and_says_so(
    machine: Machine, jump: timedelta, caplog: pytest.LogCaptureFixture
) -> None:
    assert machine.passes(2 * SECOND)
    assert not machine.passes(2 * SECOND, told=2 * SECOND + jump)
    assert not machine.passes(2 * SECOND)
    row = machine.row()
    assert row is not None
    assert row.paused_because is Pause.CLOCK_JUMPED
    assert caplog.text.count("the sweeps pause: clock_jumped") == 1


def test_a_jump_by_less_than_a_minute_is_let_pass(machine: Machine) -> None:
    assert machine.passes(2 * SECOND)
    assert machine.passes(2 * SECOND, told=MINUTE)
    assert machine.passes(2 * SECOND, told=-50 * SECOND)


def test_the_node_goes_on_when_the_clock_agrees_again(machine: Machine) -> None:
    machine.passes(2 * SECOND)
    assert not machine.passes(2 * SECOND, told=HOUR)
    assert machine.passes(2 * SECOND, told=-HOUR + 4 * SECOND)
    row = machine.row()
    assert row is not None
    assert row.paused_because is None


def test_started_anew_the_node_takes_the_clock_as_it_is(machine: Machine) -> None:
    machine.passes(2 * SECOND)
    assert not machine.passes(2 * SECOND, told=HOUR)
    machine.node = machine.started()
    assert machine.passes(2 * SECOND)


def test_a_heartbeat_ahead_of_the_clock_pauses_a_node_that_starts(machine: Machine) -> None:
    with machine.workplace.database.transaction() as session:
        heartbeats.beat(session, "máy/7", now=START + HOUR)
    machine.node = machine.started()
    assert not machine.passes(2 * SECOND)
    row = machine.row()
    assert row is not None
    assert row.paused_because is Pause.HEARTBEAT_AHEAD
    assert machine.passes(HOUR)


def test_while_a_node_pauses_nothing_is_swept(machine: Machine) -> None:
    swept: list[datetime] = []
    job = Job("sweep", MINUTE, lambda workplace, *, now: swept.append(now))
    machine.passes(2 * SECOND)
    main.tick(job, machine.workplace, machine.node)
    machine.at += HOUR
    main.tick(job, machine.workplace, machine.node)
    assert swept == [START + 2 * SECOND]


def test_ticks_that_wait_because_this_clock_was_put_back_are_brought_forward(
    workplace: Workplace,
) -> None:
    with time_machine.travel(START + 24 * HOUR, tick=False):
        scheduler = main.build(workplace)
        scheduler.start(paused=True)
    try:
        main.bring_forward(scheduler, now=START)
        assert {job.next_run_time for job in scheduler.get_jobs()} == {START}
        main.bring_forward(scheduler, now=START + SECOND)
        assert {job.next_run_time for job in scheduler.get_jobs()} == {START}
    finally:
        scheduler.shutdown()


def test_a_heartbeat_counts_for_two_minutes_unless_its_node_pauses(workplace: Workplace) -> None:
    def ticks(now: datetime) -> bool:
        with workplace.database.reading() as session:
            return heartbeats.is_ticking(session, now=now)

    assert not ticks(START)
    with workplace.database.transaction() as session:
        heartbeats.beat(session, NODE, now=START)
    assert ticks(START + 2 * MINUTE)
    assert not ticks(START + 2 * MINUTE + SECOND)
    assert not ticks(START - HOUR)
    with workplace.database.transaction() as session:
        heartbeats.pause(session, NODE, now=START, because=Pause.CLOCK_JUMPED)
    assert not ticks(START)
    with workplace.database.transaction() as session:
        heartbeats.beat(session, "máy/2", now=START)
    assert ticks(START)
