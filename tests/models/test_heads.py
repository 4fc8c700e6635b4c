"""Heads: what was sealed cannot be cut off or rewritten unseen."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from models import heads
from models.advance import Change, advance
from models.heads import DayNotOver, HeadBreak
from models.journal import NewEntry
from tests.models.conftest import NOW, World
from tests.models.steps import hold, opened
from tests.models.test_journal import break_in

DAY = date(2026, 8, 21)
NEXT_MORNING = NOW + timedelta(days=1)


def seal_all(world: World, days: int) -> list[date]:
    with world.database.transaction() as session:
        due = heads.days_to_seal(session, now=NOW + timedelta(days=days))
        for day in due:
            heads.seal(session, day, now=NOW + timedelta(days=days))
    return due


def breaks(world: World) -> list[HeadBreak]:
    with world.database.reading() as session:
        return heads.breaks(session)


def test_a_day_is_sealed_once_it_is_over(world: World) -> None:
    opened(world)
    with world.database.transaction() as session:
        assert heads.days_to_seal(session, now=NOW) == []
        with pytest.raises(DayNotOver, match="21/08/2026"):
            heads.seal(session, DAY, now=NOW)
        assert heads.days_to_seal(session, now=NEXT_MORNING) == [DAY]
        head = heads.seal(session, DAY, now=NEXT_MORNING)
        assert heads.seal(session, DAY, now=NEXT_MORNING).digest == head.digest
        assert (head.entries, head.previous_digest) == (1, heads.NO_HEAD_YET)
        assert heads.days_to_seal(session, now=NEXT_MORNING) == []


def test_a_day_ends_at_midnight_in_vietnam(world: World) -> None:
    case = opened(world)
    for moment in (NOW.replace(hour=16, minute=59), NOW.replace(hour=17)):
        case = hold(world.database, case.id)
        with world.database.transaction() as session:
            change = Change([NewEntry("assigned", moment, "a" * 64)])
            advance(session, case, change, data_key=case.data_key(world.ring), now=moment)
    assert seal_all(world, 2) == [DAY, DAY + timedelta(days=1)]
    with world.database.reading() as session:
        assert [head.entries for head in heads.all_heads(session)] == [2, 1]
        last = heads.latest(session)
        assert last is not None
        assert last.day == DAY + timedelta(days=1)
    assert breaks(world) == []


def test_days_without_entries_are_sealed_too(world: World) -> None:
    assert seal_all(world, 5) == []
    opened(world)
    assert len(seal_all(world, 5)) == 5
    assert breaks(world) == []


def test_a_sealed_day_shows_what_the_bare_chain_does_not(world: World) -> None:
    """The whole chain of the case is cut off, and the case's row made to agree."""
    opened(world)
    seal_all(world, 2)
    break_in(world.database, ["DELETE FROM journal_entries", "UPDATE cases SET last_seq = 0"])
    assert breaks(world) == [HeadBreak(DAY, "altered")]


def test_a_head_made_anew_does_not_fit_the_next(world: World) -> None:
    opened(world)
    seal_all(world, 3)
    with world.database.transaction() as session:
        sqlite = session.get_bind().dialect.name == "sqlite"
        session.execute(
            text(
                "DROP TRIGGER journal_heads_no_update"
                if sqlite
                else "ALTER TABLE journal_heads DISABLE TRIGGER ALL"
            )
        )
        session.execute(text("UPDATE journal_heads SET digest = 'x' WHERE day = '2026-08-21'"))
    assert breaks(world) == [
        HeadBreak(DAY, "altered"),
        HeadBreak(DAY + timedelta(days=1), "unchained"),
    ]
