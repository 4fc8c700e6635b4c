"""kill -9 of the service at random moments under load: what was acknowledged is there."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from random import Random
from uuid import uuid4

import pytest

from models.settings import Settings
from processes import cases
from processes.history import verify_all
from tests.answers import answers_to
from tests.trials.places import first_task, kept_entry, kept_report
from tests.trials.services import started
from tests.trials.visitor import Gone, Visitor
from tests.world import World, build

KILLS = 100
VISITORS = 4
LONGEST_LOAD_SECONDS = 1.5


@dataclass
class Told:
    """What the service had acknowledged before it died: places in the journal, with a mark."""

    reports: list[tuple[str, str]] = field(default_factory=list)
    completions: list[tuple[str, int, str]] = field(default_factory=list)
    cut_off: int = 0


@pytest.fixture
def world(settings: Settings) -> Iterator[World]:
    world = build(replace(settings, port=0))
    yield world
    world.close()


def test_what_was_acknowledged_survives_kill_9(world: World, scaled: Callable[[int], int]) -> None:
    chance, told = Random("kill -9"), Told()
    visitors: list[Visitor] = []
    for _ in range(scaled(KILLS)):
        service = started(world.settings)
        visitors = visitors or [Visitor(service.port).sign_in(world.an) for _ in range(VISITORS)]
        with ThreadPoolExecutor(VISITORS) as pool:
            loads = [
                pool.submit(work_until_gone, world, visitor.at(service.port), told)
                for visitor in visitors
            ]
            wait_for_a_report_after(told, len(told.reports), loads)
            time.sleep(chance.uniform(0, LONGEST_LOAD_SECONDS))
            service.kill()
            for load in loads:
                load.result()
    assert told.cut_off == scaled(KILLS) * VISITORS
    for code, mark in told.reports:
        assert mark in kept_report(world, code)
    for code, seq, mark in told.completions:
        assert mark in kept_entry(world, code, seq)
    verified = list(verify_all(world.workplace))
    assert len(verified) >= len(told.reports)
    assert [one for one in verified if one.part is not None] == []


def wait_for_a_report_after(told: Told, known: int, loads: list[Future[None]]) -> None:
    """The load is under way once something new has been acknowledged."""
    while len(told.reports) == known and not any(load.done() for load in loads):
        time.sleep(0.01)


def work_until_gone(world: World, visitor: Visitor, told: Told) -> None:
    """Enter reports and complete their first tasks until the service is killed."""
    try:
        while True:
            report_and_take_in(world, visitor, told)
    except Gone:
        told.cut_off += 1


def report_and_take_in(world: World, visitor: Visitor, told: Told) -> None:
    now, mark = datetime.now(UTC), uuid4().hex
    said = visitor.post("/bao-tin", answers_to(cases.REPORT, now=now, story=mark))
    assert said.status == 303, said.words
    code = said.location.rpartition("/")[2]
    told.reports.append((code, mark))
    task_id = first_task(world, code)
    said = visitor.post(
        f"/viec/{task_id}", answers_to("record_intake", now=now, initial_needs=mark)
    )
    assert said.status == 303, said.words
    _, _, case_code, _, seq = said.location.split("/")
    told.completions.append((case_code, int(seq), mark))
