"""Completing a task over HTTP, against the same server without the engine.

Twice: against the same route with the engine's answer at hand, and against a route that does only
the same writes, without reading the case or checking the form.
"""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from http.client import HTTPConnection
from random import Random
from uuid import uuid4

from processes import cases
from tests.answers import Answers, answers_to
from tests.benchmarks import writes
from tests.benchmarks.figures import ratio, timed
from tests.benchmarks.places import Place
from tests.trials.services import serving
from tests.trials.visitor import Visitor
from tests.world import Member, World

BOUND = 1.5
FORM = "record_intake"
FIRST = 5
WAYS = ("page", "api", "same", "writes")


def measure(place: Place, *, quick: bool) -> None:
    """By page and by API; the four ways take turns, so that all meet the same machine."""
    rounds = 40 if quick else 300
    with place.world() as world:
        ids = iter(opened(world, 4 * (rounds + FIRST)))
        with (
            serving(world.settings, writes.extend) as service,
            closing(Visitor(service.port)) as visitor,
            closing(HTTPConnection("127.0.0.1", service.port)) as program,
        ):
            visitor.sign_in(world.an)
            times: dict[str, list[float]] = {way: [] for way in WAYS}
            chance = Random("turns")
            for turn in range(rounds + FIRST):
                answers = answers_to(FORM, now=datetime.now(UTC))
                only_writes = f"/only-writes/{next(ids)}"
                visitor.get(only_writes)
                acts = {
                    "page": partial(by_page, visitor, f"/viec/{next(ids)}", answers),
                    "api": partial(by_api, program, world.an, next(ids), answers),
                    "same": partial(by_page, visitor, f"/without-engine/{next(ids)}", answers),
                    "writes": partial(by_page, visitor, only_writes, answers),
                }
                # The first few read and compile everything; later, no way always follows another.
                order = WAYS if turn < FIRST else chance.sample(WAYS, len(WAYS))
                for way in order:
                    times[way].append(timed(acts[way]))
    page, api, same, bare = (times[way][FIRST:] for way in WAYS)
    ratio("completing by the page, against the same without the engine", page, same, bound=BOUND)
    ratio("completing by the page, against only its writes", page, bare, bound=BOUND)
    ratio("completing by the API, against only its writes", api, bare, bound=BOUND)


def by_page(visitor: Visitor, path: str, answers: Answers) -> None:
    """Send the form of a page."""
    said = visitor.post(path, answers)
    assert said.status == 303, said.words


def by_api(program: HTTPConnection, by: Member, task_id: int, answers: Answers) -> None:
    """Send the answers as a program does."""
    headers = by.headers | {"Content-Type": "application/json", "Idempotency-Key": uuid4().hex}
    body = json.dumps({"answers": answers})
    program.request("POST", f"/api/v1/tasks/{task_id}/complete", body, headers)
    said = program.getresponse()
    text = said.read()
    assert said.status == 200, text


def opened(world: World, number: int) -> list[int]:
    """So many new cases: the ids of the tasks with which they begin."""
    now = datetime.now(UTC)
    ids: list[int] = []
    for _ in range(number):
        case = cases.open_by_report(
            world.workplace,
            world.school.id,
            answers_to(cases.REPORT, now=now),
            by=world.an.caller,
            now=now,
        )
        ids += case.tasks.values()
    return ids
