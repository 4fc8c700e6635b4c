"""Notices are kept once for each person and rung, and seen by whom they are for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import concerned_people, notice_lists, notices, watches
from models.notices import Grade
from models.rows import Gathered
from models.watches import Place, Watch, WatchRow, WatchState
from tests.models.conftest import NOW, World
from tests.models.steps import hold, intake_completed, opened, write

ROW = WatchRow(
    subject="record_intake#1",
    ladder="task_waiting",
    element="record_intake",
    host="record_intake",
    started_at=NOW,
    due_at=None,
    due_on=None,
    rung="two_days",
    wake_at=NOW + timedelta(days=2),
)


def begun(world: World) -> Watch:
    """A case with one watch, begun by its step."""
    case = opened(world)
    write(world, case, replace(intake_completed(case), watches=[ROW]))
    with world.database.reading() as session:
        return session.scalars(select(Watch)).one()


def row(world: World, watch: Watch, recipient_id: int, rung: str = "two_days") -> dict[str, Any]:
    return {
        "case_id": watch.case_id,
        "school_id": world.school.id,
        "watch_id": watch.id,
        "ladder": watch.ladder,
        "rung": rung,
        "round": 0,
        "recipient_id": recipient_id,
        "instead_of_id": None,
        "grade": Grade.REMINDER,
        "name": "task_waiting",
        "awaited": "record_intake",
        "started_at": NOW,
        "due_at": None,
        "due_on": None,
        "urgent": False,
        "decided_at": NOW,
    }


def test_the_same_person_is_told_once_at_a_rung(world: World) -> None:
    watch = begun(world)
    with world.database.transaction() as session:
        first = notices.insert(session, [row(world, watch, world.an.id)])
    with world.database.transaction() as session:
        both = [row(world, watch, person.id) for person in (world.an, world.binh)]
        again = notices.insert(session, both)
        nothing = notices.insert(session, [])

    assert [notice.recipient_id for notice in first] == [world.an.id]
    assert [notice.recipient_id for notice in again] == [world.binh.id]
    assert nothing == []
    with world.database.reading() as session:
        assert len(notices.of_case(session, watch.case_id)) == 2


def test_a_person_sees_their_own_notices_the_newest_first(world: World) -> None:
    watch = begun(world)
    with world.database.transaction() as session:
        notices.insert(session, [row(world, watch, world.an.id, rung) for rung in ("a", "b", "c")])
        notices.insert(session, [row(world, watch, world.binh.id, "a")])
    with world.database.reading() as session:
        mine = notice_lists.of_person(session, world.an.id, limit=2)
        older = notice_lists.of_person(session, world.an.id, before=mine[-1].notice.id)
    assert [[one.notice.rung for one in page] for page in (mine, older)] == [["c", "b"], ["a"]]

    with world.database.transaction() as session:
        notices.mark_seen(session, world.giang.id, None, now=NOW)
        notices.mark_seen(session, world.giang.id, [mine[0].notice.id], now=NOW)
        assert notices.unseen_count(session, world.an.id) == 3
        notices.mark_seen(session, world.an.id, [mine[0].notice.id], now=NOW)
        assert notices.unseen_count(session, world.an.id) == 2
        notices.mark_seen(session, world.an.id, None, now=NOW)
        assert notices.unseen_count(session, world.an.id) == 0
        assert notices.unseen_count(session, world.binh.id) == 1


def test_no_notice_of_a_case_in_which_one_is_concerned_is_counted(world: World) -> None:
    watch = begun(world)
    with world.database.transaction() as session:
        notices.insert(session, [row(world, watch, one.id) for one in (world.an, world.binh)])
        concerned_people.note(session, watch.case_id, world.an.id, by=world.binh.id, now=NOW)

    with world.database.reading() as session:
        assert notices.unseen_count(session, world.an.id) == 0
        assert notices.unseen_count(session, world.binh.id) == 1


def test_a_watch_is_held_with_its_case_and_only_one_node_moves_it_up(world: World) -> None:
    watch = begun(world)
    case = hold(world.database, watch.case_id)
    assert case.watches == (replace(ROW, id=watch.id),)

    place = Place("five_days", 0, NOW + timedelta(days=5), NOW)
    with world.database.transaction() as session:
        assert watches.climb(session, watch, place)
        assert not watches.climb(session, watch, place)
    with world.database.reading() as session:
        assert watches.due(session, now=NOW + timedelta(days=4), limit=10) == {}
        (found,) = watches.due(session, now=NOW + timedelta(days=5), limit=10)[watch.case_id]
    with world.database.transaction() as session:
        assert watches.climb(session, found, Place(None, 0, found.wake_at, NOW))
        assert watches.by_ids(session, {watch.id})[watch.id].state is WatchState.CLIMBED
        assert watches.due(session, now=NOW + timedelta(days=99), limit=10) == {}


def write_watch(session: Session, world: World, case_id: int, row: WatchRow) -> None:
    """As a step writes it."""
    gathered = Gathered()
    watches.gather(gathered, case_id, world.school.id, [row])
    gathered.write(session)


def test_a_watch_that_was_stopped_begins_anew_and_goes_on_counting_its_rounds(
    world: World,
) -> None:
    watch = begun(world)
    with world.database.transaction() as session:
        watches.climb(session, watch, Place("daily", 3, NOW, NOW))
        stopped = replace(ROW, id=watch.id, closed_seq=2)
        write_watch(session, world, watch.case_id, stopped)
    assert hold(world.database, watch.case_id).watches == ()

    with world.database.transaction() as session:
        write_watch(session, world, watch.case_id, ROW)

    (again,) = hold(world.database, watch.case_id).watches
    assert (again.id, again.rung, again.round) == (watch.id, "two_days", 3)


def test_a_failure_is_kept_for_the_administrator(world: World) -> None:
    watch = begun(world)
    with world.database.transaction() as session:
        watches.postpone(session, watch, until=NOW, cause="KeyError: 'gone'")
    with world.database.reading() as session:
        (failing,) = watches.failing(session)
    assert (failing.failures, failing.cause) == (1, "KeyError: 'gone'")
