"""How many statements a request takes: few, and no more with more tasks or a longer history."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event

from tests.answers import answers_to
from tests.service.api.program import Program, said
from tests.world import World


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements sent meanwhile, whichever the database."""
    sent: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        del connection, cursor, rest
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


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
        assert len(sent) <= most, (path, sent)


def test_a_completion_takes_at_most_fourteen_statements(program: Program, world: World) -> None:
    task = program.open()["tasks"][0]["id"]
    body = {"answers": answers_to("record_intake", now=world.clock.now)}
    with counted() as sent:
        said(program.post(f"/tasks/{task}/complete", world.an, body, key="once"))
    assert len(sent) <= 14, sent
