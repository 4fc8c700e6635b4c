"""Timers that fall due while a case beside them fails, for however long."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from models.snapshots import Snapshot
from models.timers import Timer
from processes import timers
from tests.processes.late_holiday import AFTER, look, opened
from tests.world import World

FOR_DAYS = 60  # failures: tried once an hour


def test_a_case_that_has_failed_for_long_holds_up_nobody_either(world: World) -> None:
    broken, sound = opened(world), opened(world)
    case_id = look(world, broken, now=AFTER).id
    with world.workplace.database.transaction() as session:
        session.get_one(Snapshot, case_id).body = b"?"
        of_broken = update(Timer).where(Timer.case_id == case_id)
        session.execute(of_broken.values(failures=FOR_DAYS))

    timers.fire_due(world.workplace, now=AFTER)

    assert look(world, sound, now=AFTER).timers == ()
    with world.workplace.database.reading() as session:
        failed = session.scalars(select(Timer).where(Timer.case_id == case_id)).first()
    assert failed is not None
    assert failed.failures == FOR_DAYS + 1
    assert failed.wake_at == AFTER + timedelta(hours=1)
