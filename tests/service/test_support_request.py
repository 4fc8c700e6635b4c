"""Support that somebody asks for, without a report: the page that opens such a case."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from models.cases import Case
from models.settings import Settings
from processes import history
from tests import world as worlds
from tests.answers import answers_to
from tests.service.led import now, open_tasks
from tests.service.visitor import ONCE, TOKEN, Visitor, posted
from tests.world import World

ADDRESS = "/de-nghi-ho-tro"
HIDDEN = {"csrf_token": TOKEN, "_once": ONCE}


@pytest.fixture
def world(settings: Settings, app: Flask) -> Iterator[World]:
    built = worlds.build(settings)
    with built.clock.kept():
        yield built
    built.close()


def test_a_request_opens_a_case_that_begins_with_the_plan_of_support(
    app: Flask, world: World
) -> None:
    an = Visitor(app, world.an)
    assert f'href="{ADDRESS}' in an.get("/bao-tin").text
    answers = answers_to("open_development_support", now=now())
    assert an.post(ADDRESS, answers | {"what": ""}).status_code == 422
    form = an.get(ADDRESS).text
    hidden = {name: found[1] for name, of in HIDDEN.items() if (found := of.search(form))}
    first, second = (an.client.post(ADDRESS, data=hidden | posted(answers)) for _ in range(2))
    assert first.status_code == 303
    assert first.headers["Location"] == second.headers["Location"]
    code = first.headers["Location"].rpartition("/")[2]
    assert list(open_tasks(world, code)) == ["plan_support"]
    assert [one.part for one in history.verify_all(world.workplace)] == [None]


def test_a_teacher_asks_without_seeing_the_case(app: Flask, world: World) -> None:
    lan = Visitor(app, world.lan)
    answers = answers_to("open_development_support", now=now())
    sent = lan.post(ADDRESS, answers)
    assert (sent.status_code, sent.headers["Location"]) == (303, "/viec-cua-toi")
    assert "Đã gửi đề nghị" in lan.get("/viec-cua-toi").text
    with world.workplace.database.reading() as session:
        code = session.get_one(Case, 1).code
    assert lan.get(f"/ho-so/{code}").status_code in (403, 404)


def test_who_works_at_no_school_is_refused(app: Flask, world: World) -> None:
    assert Visitor(app, world.chi).get(ADDRESS).status_code == 403
