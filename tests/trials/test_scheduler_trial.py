"""Several schedulers on one database, killed and put wrong, with a mail server in all its moods.

Every timer fires once, every notice is decided once, and its mail is accepted at least once under
one Message-ID: a second time only where the kill fell between the server's 250 and our commit.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import func, select

from models import calendars
from models.deliveries import Delivery, DeliveryAttempt, DeliveryState
from models.heartbeats import Heartbeat, Pause
from models.journal import JournalEntry
from models.notices import Notice
from models.people import Person
from models.settings import Settings
from models.timers import Timer, TimerState
from models.watches import Watch, WatchState
from processes.history import verify_all
from processes.working_time.sessions import WEEKDAY_KEYS
from tests.post_office import HOST, open_office
from tests.trials.acts import complete, opened_case
from tests.trials.moody_office import MoodyOffice
from tests.trials.schedulers import Node, started
from tests.world import World, build

TIMERS = 10_000
NODES = {"sqlite": 4, "postgresql": 3}
KILLED_AFTER_SECONDS = (3.0, 9.0)
DUE_FOR = timedelta(hours=13, minutes=30)  # the person and the head have been told by then
WRONG_BY = timedelta(days=400)
PATIENCE_SECONDS = 3_600.0
ALWAYS_OPEN = {
    "format": 1,
    "zone": "Asia/Ho_Chi_Minh",
    "week": {weekday: ["00:00-24:00"] for weekday in WEEKDAY_KEYS},
}


@dataclass(frozen=True)
class Left:
    """What the schedulers still have to do."""

    timers: int
    watches: int
    deliveries: int

    @property
    def nothing(self) -> bool:
        return (self.timers, self.watches, self.deliveries) == (0, 0, 0)


@pytest.fixture
def office(free_port: int) -> Iterator[MoodyOffice]:
    office = MoodyOffice()
    with open_office(office, free_port):
        yield office


@pytest.fixture
def world(settings: Settings, office: MoodyOffice) -> Iterator[World]:
    world = build(
        replace(
            settings,
            port=0,
            public_url="http://127.0.0.1:8017",
            smtp_host=HOST,
            smtp_port=office.port,
            smtp_tls="none",
            mail_from="nhac-viec@truong.example",
        )
    )
    yield world
    world.close()


def test_whatever_is_killed_every_timer_fires_once_and_every_mail_arrives(
    world: World, office: MoodyOffice, scaled: Callable[[int], int]
) -> None:
    chance, since = Random("three schedulers"), datetime.now(UTC) - DUE_FOR
    by_day_and_night(world, since)
    codes = [opened_case(world, since) for _ in range(scaled(TIMERS))]
    kind = world.workplace.database.url.get_backend_name()
    nodes = [started(world.settings) for _ in range(NODES[kind] - 1)]
    wrong = started(world.settings, jump=WRONG_BY)
    kills = 0
    a_write_waits_for_no_mail(world, office, codes[0])
    end = time.monotonic() + PATIENCE_SECONDS
    while kills == 0 or not left(world).nothing:
        assert time.monotonic() < end, left(world)
        time.sleep(chance.uniform(*KILLED_AFTER_SECONDS))
        nodes.append(killed_and_replaced(world, nodes.pop(0)))
        kills += 1
    pauses = paused(world)
    for node in (*nodes, wrong):
        node.kill()

    assert (fired(world), fired_entries(world)) == (len(codes), len(codes))
    assert decided_ahead(world) == 0
    assert kind == "postgresql" or Pause.CLOCK_JUMPED in pauses
    twice = accepted_again(world, office)
    assert [one for one in verify_all(world.workplace) if one.part is not None] == []
    sys.stdout.write(
        f"{kind}: {len(codes)} timers, {len(office.taken)} mails taken, "
        f"{twice} of them a second time, {kills} kills\n"
    )


def by_day_and_night(world: World, since: datetime) -> None:
    """The school never closes, so that the trial need not wait for the morning; Bình has mail."""
    with world.workplace.database.transaction() as session:
        calendars.add(
            session,
            world.school.id,
            document=json.dumps(ALWAYS_OPEN, sort_keys=True),
            known_from=since - timedelta(days=1),
        )
        session.get_one(Person, world.binh.person_id).email = "binh@truong.example"


def a_write_waits_for_no_mail(world: World, office: MoodyOffice, code: str) -> None:
    """While a node waits for a mail server that says nothing, somebody completes a task."""
    while not office.spoken_to:
        time.sleep(0.05)
    office.frozen.set()
    asked = office.spoken_to
    while office.spoken_to == asked:
        time.sleep(0.05)
    complete(world, code, "record_intake")
    assert office.frozen.is_set()
    office.frozen.clear()


def killed_and_replaced(world: World, node: Node) -> Node:
    node.kill()
    return started(world.settings)


def left(world: World) -> Left:
    now = datetime.now(UTC)
    soon = now + timedelta(minutes=10)
    with world.workplace.database.reading() as session:

        def count(*conditions: object) -> int:
            return session.scalars(select(func.count()).where(*conditions)).one()  # type: ignore[arg-type]

        return Left(
            count(Timer.closed_seq.is_(None), Timer.due_at <= now),
            count(Watch.state == WatchState.WAITING, Watch.wake_at <= now),
            count(Delivery.closed_at.is_(None), Delivery.wake_at <= soon),
        )


def paused(world: World) -> set[Pause | None]:
    with world.workplace.database.reading() as session:
        return set(session.scalars(select(Heartbeat.paused_because)))


def fired(world: World) -> int:
    with world.workplace.database.reading() as session:
        asked = select(func.count()).where(Timer.state == TimerState.FIRED)
        return session.scalars(asked).one()


def fired_entries(world: World) -> int:
    """Entries by which a timer fired; each case has one timer, so none has two."""
    with world.workplace.database.reading() as session:
        asked = select(func.count(), func.count(JournalEntry.case_id.distinct())).where(
            JournalEntry.kind == "timer_fired"
        )
        entries, cases = session.execute(asked).one()
    assert entries == cases
    return int(entries)


def decided_ahead(world: World) -> int:
    """Notices that a node with a wrong clock decided; there must be none."""
    with world.workplace.database.reading() as session:
        asked = select(func.count()).where(Notice.decided_at > datetime.now(UTC))
        return session.scalars(asked).one()


def accepted_again(world: World, office: MoodyOffice) -> int:
    """How many mails the server took a second time; each of those was cut off by a kill."""
    taken = Counter(office.message_ids)
    with world.workplace.database.reading() as session:
        deliveries = session.scalars(select(Delivery)).all()
        cut_off = Counter(
            session.scalars(
                select(DeliveryAttempt.delivery_id).where(DeliveryAttempt.outcome.is_(None))
            )
        )
    assert len(deliveries) > 0
    assert set(taken) <= {one.message_id for one in deliveries}
    for one in deliveries:
        assert one.state in (DeliveryState.ACCEPTED, DeliveryState.WITHDRAWN), one.answer
        assert one.state is DeliveryState.WITHDRAWN or taken[one.message_id] >= 1
        assert taken[one.message_id] - 1 <= cut_off[one.id]
    return len(office.taken) - len(taken)
