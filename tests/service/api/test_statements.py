"""How many statements a request takes: few, and no more with more tasks or a longer history."""

from __future__ import annotations

from tests.answers import answers_to
from tests.service.api.program import Program, said
from tests.trials.statements import counted
from tests.world import World


def test_reading_takes_few_statements_however_much_there_is(program: Program, world: World) -> None:
    opened = program.open()
    code, task = opened["code"], opened["tasks"][0]["id"]
    paths = {
        f"/cases/{code}": 6,
        f"/cases/{code}/history": 6,
        f"/cases/{code}/deadlines": 4,
        f"/tasks/{task}": 9,
        "/tasks": 4,
    }
    for path in paths:
        said(program.get(path, world.an))
    for _ in range(3):
        program.open()
        said(program.post(f"/tasks/{task}/claim", world.an, {}))
    for path, most in paths.items():
        with counted() as sent:
            said(program.get(path, world.an))
        assert len(sent.statements) <= most, (path, sent)


def test_a_completion_takes_at_most_fourteen_statements(program: Program, world: World) -> None:
    task = program.open()["tasks"][0]["id"]
    body = {"answers": answers_to("record_intake", now=world.clock.now)}
    with counted() as sent:
        said(program.post(f"/tasks/{task}/complete", world.an, body, key="once"))
    assert len(sent.statements) <= 14, sent
