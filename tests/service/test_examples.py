"""The limits that were counted by hand, through the command line and through the API."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from models import calendars, schools
from models.schools import SchoolKind
from models.settings import Settings
from service.here import WORKPLACE
from tests.apps import app_of
from tests.processes.working_time.examples import CALENDARS, LIMITS, Limit, calendar
from tests.processes.working_time.moments import local
from tests.service.api.program import Program, said
from tests.service.cli.conftest import Donghanh
from tests.world import World, build

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def world(settings: Settings) -> Iterator[World]:
    """A school for each calendar of the examples, called like it."""
    world = build(settings)
    with world.workplace.database.transaction() as session:
        for name in CALENDARS:
            school = schools.add(
                session,
                code=name,
                name=f"Trường {name}",
                kind=SchoolKind.GENERAL,
                commune="An Bình",
                body_id=world.school.body_id,
            )
            document = json.dumps(calendar(name).to_document(), ensure_ascii=False)
            calendars.add(session, school.id, document=document, known_from=LONG_AGO)
    yield world
    world.close()


def test_the_api_reckons_them_with_the_same_sum(world: World) -> None:
    app = app_of(world.settings)
    program = Program(app, world)
    for limit in LIMITS:
        asked: dict[str, object] = {"school": limit.calendar, "from": limit.start}
        amount = float(limit.amount) if limit.unit == "hours" else limit.amount
        asked[f"working_{limit.unit}"] = amount
        reckoned = said(program.post("/deadlines/compute", world.an, asked))
        assert_reckoned(limit, reckoned)
        assert reckoned["sum"] == limit.sum().to_document(), limit
        if limit.unit == "days":
            assert datetime.fromisoformat(reckoned["closes_at"]) == closing(limit), limit
    app.extensions[WORKPLACE].database.dispose()


def test_the_command_reckons_them_with_the_same_sum(world: World) -> None:
    donghanh = Donghanh({"DONGHANH_DATABASE_URL": world.settings.database_url})
    for limit in LIMITS[::3]:
        assert_reckoned(limit, donghanh.told("deadline", *options(limit)))
        read = donghanh("deadline", *options(limit)).stdout
        assert read.splitlines()[1:] == [limit.sum().vi, limit.sum().en], limit


def options(limit: Limit) -> tuple[str, ...]:
    amount = (f"--working-{limit.unit}", str(limit.amount))
    return ("--school", limit.calendar, "--from", limit.start, *amount)


def assert_reckoned(limit: Limit, reckoned: dict[str, Any]) -> None:
    if limit.unit == "hours":
        assert datetime.fromisoformat(reckoned["due_at"]) == local(limit.due), limit
    else:
        assert reckoned["due_on"] == limit.due, limit
    assert reckoned["proof"] == [row.to_document() for row in limit.proof()], limit


def closing(limit: Limit) -> datetime:
    """The end of business on the last day; 24:00 is 0:00 of the next."""
    if limit.closes == "24:00":
        return local(f"{limit.due} 00:00") + timedelta(days=1)
    return local(f"{limit.due} {limit.closes}")
