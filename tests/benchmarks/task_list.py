"""Việc của tôi among 100,000 open tasks of the school, against 1,000."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial

from sqlalchemy import insert, select, text

from models.cases import Case
from models.deadlines import Deadline
from models.tasks import Task
from tests.benchmarks.figures import ratio, timed
from tests.benchmarks.places import Place
from tests.trials.acts import opened_case
from tests.trials.services import serving
from tests.trials.visitor import Visitor
from tests.world import World

FEW, MANY = 1_000, 100_000
BOUND = 1.5
BATCH = 5_000


def measure(place: Place, *, quick: bool) -> None:
    """The page and the API of the same focal point, in two worlds that take turns."""
    many, rounds = (10_000, 20) if quick else (MANY, 100)
    with place.world() as little, place.world() as much:
        fill(little, FEW)
        fill(much, many)
        with (
            serving(little.settings) as quiet,
            serving(much.settings) as busy,
            closing(Visitor(quiet.port)) as here,
            closing(Visitor(busy.port)) as there,
        ):
            here.sign_in(little.an)
            there.sign_in(much.an)
            few: list[float] = []
            found: list[float] = []
            for _ in range(rounds):
                few.append(timed(partial(listed, here)))
                found.append(timed(partial(listed, there)))
    ratio(f"the task list among {many:,} tasks, against {FEW:,}", found, few, bound=BOUND)


def listed(visitor: Visitor) -> None:
    """The first page of the list."""
    said = visitor.get("/viec-cua-toi")
    assert said.status == 200
    assert said.text.count("/viec/") >= 50


def fill(world: World, number: int) -> None:
    """As many cases with one open task and one open limit each, like one that was opened."""
    opened_case(world)
    database = world.workplace.database
    with database.transaction() as session:
        models = {
            model: dict(session.execute(select(model.__table__)).mappings().first() or {})
            for model in (Case, Task, Deadline)
        }
    now = datetime.now(UTC)
    for begin in range(2, number + 1, BATCH):
        ids = range(begin, min(begin + BATCH, number + 1))
        with database.transaction() as session:
            for model, like in models.items():
                session.execute(insert(model), [row_of(model, like, n, now) for n in ids])
    with database.writing_engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))


def row_of(model: type, like: dict[str, object], number: int, now: datetime) -> dict[str, object]:
    """The row of another case; due moments are spread over the coming weeks."""
    due_at = now + timedelta(minutes=number * 7919 % 60_000)
    own: dict[str, object] = {"id": number}
    if model is Case:
        own["code"] = f"HS-{number:07d}"
    else:
        own |= {"case_id": number, "due_at": due_at}
    if model is Task:
        own["sorts_at"] = due_at
    return like | own
