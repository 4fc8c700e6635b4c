"""Letters signed by eight processes at once: numbers without gap and without double."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select

from models import data_keys, journal
from models.cases import Case
from models.letter_numbers import LetterNumber
from models.settings import Settings
from models.tasks import Task, TaskState
from processes.history import verify_all
from tests.processes.test_letter_numbers import waiting  # noqa: F401 - the fixture
from tests.trials.copies import copy
from tests.trials.signing import signed_at_once
from tests.world import World, build

LETTERS = 1_000
PROCESSES = 8


@pytest.fixture
def world(settings: Settings) -> Iterator[World]:
    world = build(settings)
    yield world
    world.close()


@pytest.mark.usefixtures("waiting")
def test_a_thousand_letters_signed_by_eight_are_numbered_without_gap_or_double(
    world: World, scaled: Callable[[int], int]
) -> None:
    with world.workplace.database.reading() as session:
        first = session.scalars(select(Case.code).order_by(Case.id)).first()
    assert first is not None
    copy(world, first, max(0, scaled(LETTERS) - 5))
    with world.workplace.database.reading() as session:
        task_ids = session.scalars(
            select(Task.id).where(Task.element == "sign_letter", Task.state == TaskState.OPEN)
        ).all()
    letters = len(task_ids)
    assert letters >= scaled(LETTERS)
    # Each letter is in the shares of two, who want to sign it at the same time.
    shares = [task_ids[number % 4 :: 4] for number in range(PROCESSES)]
    ended = signed_at_once(world.settings, shares, world.binh.caller)
    assert ended == [0] * PROCESSES
    with world.workplace.database.reading() as session:
        rows = session.scalars(select(LetterNumber).order_by(LetterNumber.number)).all()
        assert [row.number for row in rows] == list(range(1, letters + 1))
        assert len({(row.case_id, row.seq) for row in rows}) == letters
        for row in rows:
            entry = journal.entry(session, row.case_id, row.seq)
            case = session.get_one(Case, row.case_id)
            assert entry is not None
            key = data_keys.get(session, world.workplace.keys, case.data_key_name)
            kept = json.loads(journal.content_of(entry, key) or b"")
            assert kept["answers"]["number"] == f"{row.number:02d}/{row.symbol}"
    assert [one for one in verify_all(world.workplace) if one.part is not None] == []
