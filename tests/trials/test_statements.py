"""What a page costs the database: few statements, and no more when the case is older."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from models.settings import Settings
from tests.answers import answers_to
from tests.server import serving
from tests.trials.acts import (
    BY_THE_HEAD,
    HELPED_AT_SCHOOL,
    complete,
    look,
    opened_case,
    send_back,
    task_of,
)
from tests.trials.statements import counted
from tests.trials.visitor import Visitor
from tests.world import World, build

OF_A_COMPLETION = 14
OF_A_PAGE = 25


@pytest.fixture
def world(settings: Settings) -> Iterator[World]:
    world = build(settings)
    yield world
    world.close()


@pytest.fixture
def port(world: World) -> Iterator[int]:
    """Where the world is served."""
    with serving(world.settings) as server:
        yield int(server.url.rpartition(":")[2])


@pytest.fixture
def an(world: World, port: int) -> Iterator[Visitor]:
    with closing(Visitor(port)) as visitor:
        yield visitor.sign_in(world.an)


def test_a_completion_is_one_commit_of_few_statements(world: World, an: Visitor, port: int) -> None:
    code = opened_case(world)
    with closing(Visitor(port)) as binh:
        binh.sign_in(world.binh)
        for element in HELPED_AT_SCHOOL:
            by = binh if element in BY_THE_HEAD else an
            path = f"/viec/{task_of(world, code, element)}"
            assert by.get(path).status == 200
            with counted() as sent:
                said = by.post(path, answers_to(element, now=datetime.now(UTC)))
            assert said.status == 303
            assert sent.commits == 1
            assert len(sent.statements) <= OF_A_COMPLETION, sent.statements


def test_pages_take_as_few_statements_for_an_old_case_as_for_a_young_one(
    world: World, an: Visitor
) -> None:
    since = datetime.now(UTC) - timedelta(hours=1)
    young, old = opened_case(world, since), opened_case(world, since)
    for code in (young, old):
        for element in ("record_intake", "assess_risk", "decide_route", "plan_intervention"):
            complete(world, code, element, since)
    send_back(world, old, 23, since=since)
    assert (look(world, young).last_seq, look(world, old).last_seq) == (5, 51)
    counts = {}
    for path in ("/viec-cua-toi", f"/ho-so/{young}", f"/ho-so/{old}"):
        assert an.get(path).status == 200
        with counted() as sent:
            an.get(path)
        assert len(sent.statements) <= OF_A_PAGE, sent.statements
        counts[path] = len(sent.statements)
    assert counts[f"/ho-so/{old}"] == counts[f"/ho-so/{young}"]


def test_the_task_list_takes_as_few_statements_for_many_tasks_as_for_one(
    world: World, an: Visitor
) -> None:
    counts = []
    for more in (1, 20):
        for _ in range(more):
            opened_case(world)
        an.get("/viec-cua-toi")
        with counted() as sent:
            assert an.get("/viec-cua-toi").status == 200
        counts.append(len(sent.statements))
    assert counts[0] == counts[1] <= OF_A_PAGE
