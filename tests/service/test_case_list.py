"""The list of cases: of each school that one works for, and what a search finds."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Flask

from models.appointments import Appointment, Role
from processes import cases, tasks
from tests.answers import answers_to
from tests.service.visitor import Visitor
from tests.trials.acts import opened_case, task_of
from tests.trials.statements import counted
from tests.world import World

NAME = "Ngô Thị Đ'Ả <b>"


def test_who_works_for_two_schools_chooses_whose_cases_are_listed(app: Flask, world: World) -> None:
    with world.workplace.database.transaction() as session:
        session.add(
            Appointment(
                person_id=world.an.person_id,
                role=Role.FOCAL_POINT,
                school_id=world.other_school.id,
                from_date=date(2020, 1, 1),
            )
        )
    here = opened_case(world)
    now = datetime.now(UTC)
    raw = answers_to("report", now=now)
    there = cases.open_by_report(
        world.workplace, world.other_school.id, raw, by=world.giang.caller, now=now
    ).case_code
    an = Visitor(app, world.an)
    first = an.get("/ho-so").text
    assert here in first
    assert there not in first
    second = an.get(f"/ho-so?school={world.other_school.code}").text
    assert there in second
    assert here not in second
    assert "school=" not in Visitor(app, world.binh).get("/ho-so").text


def test_a_name_is_found_and_stays_out_of_every_address(app: Flask, world: World) -> None:
    code = opened_case(world)
    now = datetime.now(UTC)
    raw = answers_to("record_intake", now=now, student_name=NAME)
    task_id = task_of(world, code, "record_intake")
    tasks.complete(world.workplace, task_id, raw, by=world.an.caller, now=now)
    an = Visitor(app, world.an)
    page = an.get("/ho-so")
    assert 'method="post"' in page.text
    for words in ("ngo thi", code, code.lower()):
        found = an.post("/ho-so/tim", {"q": words}, page="/ho-so")
        assert found.status_code == 200
        assert f'href="/ho-so/{code}"' in found.text
    others = an.post("/ho-so/tim", {"q": "Nguyễn"}, page="/ho-so")
    assert f'href="/ho-so/{code}"' not in others.text
    strangers = Visitor(app, world.giang).post("/ho-so/tim", {"q": code}, page="/ho-so")
    assert f'href="/ho-so/{code}"' not in strangers.text


def test_a_longer_list_takes_no_more_statements(app: Flask, world: World) -> None:
    an = Visitor(app, world.an)
    opened_case(world)
    an.get("/ho-so")
    with counted() as one:
        an.get("/ho-so")
    for _ in range(3):
        opened_case(world)
    with counted() as several:
        page = an.get("/ho-so")
    assert page.text.count('href="/ho-so/HS-') == 4
    assert len(several.statements) == len(one.statements), several.statements
