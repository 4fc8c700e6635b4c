"""Two processes, one task, the same moment: one succeeds, the other is told and loses nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from threading import Barrier

import pytest
from sqlalchemy import func, select

from models.cases import Case
from models.settings import Settings
from processes import cases
from processes.history import verify_all
from tests.answers import Answers, answers_to
from tests.trials.places import first_task, kept_entry
from tests.trials.services import serving
from tests.trials.visitor import Answer, Visitor
from tests.world import World, build

RACES = 1_000


@pytest.fixture
def world(settings: Settings) -> Iterator[World]:
    world = build(replace(settings, port=0))
    yield world
    world.close()


def test_of_two_processes_one_completes_and_one_report_sent_twice_opens_one_case(
    world: World, scaled: Callable[[int], int]
) -> None:
    races = scaled(RACES)
    with (
        serving(world.settings) as here,
        serving(world.settings) as there,
        closing(Visitor(here.port)) as one,
        closing(Visitor(there.port)) as other,
        ThreadPoolExecutor(2) as pool,
    ):
        pair = [visitor.sign_in(world.an) for visitor in (one, other)]
        for race in range(races):
            report = answers_to(cases.REPORT, now=datetime.now(UTC), story=f"Tin {race}.")
            told = at_once(pool, pair, "/bao-tin", [report, report], once=f"report-{race}")
            assert [answer.status for answer in told] == [303, 303]
            assert told[0].location == told[1].location
            complete_at_once(world, pool, pair, told[0].location.rpartition("/")[2])
    with world.workplace.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Case)) == races
    assert [one for one in verify_all(world.workplace) if one.part is not None] == []


def complete_at_once(
    world: World, pool: ThreadPoolExecutor, pair: list[Visitor], report_code: str
) -> None:
    task_id = first_task(world, report_code)
    typed = [f"Chỗ ngủ an toàn, người ghi số {n}, tin {report_code}." for n in (1, 2)]
    answers = [
        answers_to("record_intake", now=datetime.now(UTC), initial_needs=one) for one in typed
    ]
    told = at_once(pool, pair, f"/viec/{task_id}", answers)
    assert sorted(one.status for one in told) == [303, 409], [one.words for one in told]
    winner = told.index(next(one for one in told if one.status == 303))
    _, _, code, _, seq = told[winner].location.split("/")
    assert typed[winner] in kept_entry(world, code, int(seq))
    refused = told[1 - winner].words
    assert "Việc này đã có người làm xong" in refused
    assert typed[1 - winner] in refused


def at_once(
    pool: ThreadPoolExecutor,
    pair: list[Visitor],
    path: str,
    answers: list[Answers],
    *,
    once: str | None = None,
) -> list[Answer]:
    """Both send at the same moment; with one key for both, or each with its own."""
    gate = Barrier(2)

    def send(visitor: Visitor, raw: Answers) -> Answer:
        gate.wait()
        return visitor.post(path, raw, once=once)

    return list(pool.map(send, pair, answers))
