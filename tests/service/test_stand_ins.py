"""Stand-ins and deputies, named on a page: their tasks, their order, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import update
from werkzeug.test import TestResponse

from models import appointments, journal
from models.appointments import Appointment, Role
from models.people import Person
from processes import assignments, deputies
from processes.working_time.local_time import today
from tests.answers import answers_to
from tests.service.led import done, now, open_tasks, opened
from tests.service.visitor import Visitor
from tests.trials.acts import look
from tests.world import SINCE, Member, World

ADDRESS = "/nhan-su/THCS-A"
STAND_IN = f"{ADDRESS}/nguoi-thay"


@pytest.fixture
def world(world: World) -> Iterator[World]:
    with world.clock.kept():
        yield world


def typed(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


@pytest.fixture
def binh(app: Flask, world: World) -> Visitor:
    """The head, at the pages."""
    return Visitor(app, world.binh)


def name(
    binh: Visitor, absent: Member, person: Member, *, after: int = 0, days: int = 5
) -> TestResponse:
    """The head names a stand-in on the page."""
    since = today(now()) + timedelta(days=after)
    return binh.post(
        STAND_IN,
        {
            "absent": str(absent.person_id),
            "person": str(person.person_id),
            "since": typed(since),
            "to": typed(since + timedelta(days=days)),
            "document": "Quyết định 12",
        },
    )


def read(answer: TestResponse) -> str:
    return answer.text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_tasks_of_the_absent_are_at_once_those_of_whoever_ends_the_chain(
    app: Flask, world: World, binh: Visitor
) -> None:
    free, held = opened(world), opened(world)
    tasks = {code: open_tasks(world, code)["record_intake"] for code in (free, held)}
    assignments.claim(world.workplace, tasks[held], by=world.an.caller, now=now())
    assert name(binh, world.an, world.lan).status_code == 303
    assert "Trần Văn Bình cử lúc" in read(binh.get(ADDRESS))
    lan = Visitor(app, world.lan)
    page = lan.get("/viec-cua-toi").text
    for code, task in tasks.items():
        assert f'href="/viec/{task}"' in page
        answer = lan.post(f"/viec/{task}", answers_to("record_intake", now=now()))
        assert answer.status_code == 303
        with world.workplace.database.reading() as session:
            last = journal.latest(session, look(world, code).id, before=None, limit=1)[0]
        assert (last.actor_id, last.on_behalf_of) == (world.lan.person_id, world.an.person_id)
    assert "Võ Thị Lan (thay Nguyễn Thị An)" in read(lan.get(f"/ho-so/{held}"))
    code = opened(world)
    task = open_tasks(world, code)["record_intake"]
    assignments.claim(world.workplace, task, by=world.an.caller, now=now())
    assert name(binh, world.lan, world.deputy).status_code == 303
    deputy = Visitor(app, world.deputy)
    assert f'href="/viec/{task}"' in deputy.get("/viec-cua-toi").text
    client = app.test_client()
    listed = client.get("/api/v1/tasks", headers=world.deputy.headers).get_json()["tasks"]
    assert (task, True) in [(one["id"], one["yours"]) for one in listed]
    answers = answers_to("record_intake", now=now())
    assert deputy.post(f"/viec/{task}", answers).status_code == 303


def test_who_stands_in_for_the_head_signs_for_the_head_until_it_is_ended_early(
    app: Flask, world: World, binh: Visitor
) -> None:
    code = opened(world)
    done(world, code, "record_intake", world.an.caller)
    done(world, code, "assess_risk", world.an.caller)
    assert name(binh, world.binh, world.lan).status_code == 303
    lan = Visitor(app, world.lan)
    task = open_tasks(world, code)["decide_route"]
    assert lan.post(f"/viec/{task}", answers_to("decide_route", now=now())).status_code == 303
    assert "Võ Thị Lan (KT. Trần Văn Bình)" in read(lan.get(f"/ho-so/{code}"))
    assert lan.get(STAND_IN).status_code == 403  # decides, but names nobody
    row = _rows(world, world.lan, acting=True)[0]
    address = f"{STAND_IN}/{row.id}/ket-thuc"
    yesterday = typed(today(now()) - timedelta(days=1))
    assert binh.post(address, {"on": yesterday}).status_code == 422
    assert binh.post(address, {"on": typed(today(now()))}).status_code == 303
    assert [one.to_date for one in _rows(world, world.lan, acting=True)] == [today(now())]
    assert name(binh, world.an, world.deputy, after=2).status_code == 303
    row = _rows(world, world.deputy, acting=True)[0]
    never = binh.post(f"{STAND_IN}/{row.id}/ket-thuc", {"on": typed(today(now()))})
    assert never.status_code == 303
    assert _rows(world, world.deputy, acting=True) == []


def test_a_stand_in_that_leads_nowhere_is_refused_and_nothing_typed_is_lost(
    app: Flask, world: World, binh: Visitor
) -> None:
    giang = Visitor(app, world.giang)  # head, but of another school
    for address in (ADDRESS, STAND_IN, f"{ADDRESS}/cap-pho", f"{ADDRESS}/thu-tu"):
        assert giang.get(address).status_code == 404
    assert name(binh, world.giang, world.lan).status_code == 422
    assert name(binh, world.an, world.giang).status_code == 422
    assert Visitor(app, world.deputy).get(ADDRESS).status_code == 403
    backwards = name(binh, world.an, world.lan, days=-1)
    assert backwards.status_code == 422
    assert "Ngày cuối cùng đang đứng trước" in read(backwards)
    assert 'value="Quyết định 12"' in backwards.text
    for answer, words in (
        (name(binh, world.an, world.an), "người khác người vắng"),
        (name(binh, world.an, world.lan, after=-2), "những ngày đã qua"),
    ):
        assert (answer.status_code, words in read(answer)) == (422, True), words
    assert name(binh, world.an, world.lan, after=2).status_code == 303
    assert name(binh, world.lan, world.deputy, after=3).status_code == 303
    circle = name(binh, world.deputy, world.an, days=9)
    assert (circle.status_code, "chuỗi người thay quay về" in read(circle)) == (422, True)
    assert "đã được cử thay" in read(name(binh, world.an, world.lan, after=4))
    with world.workplace.database.transaction() as session:
        session.execute(
            update(Person).where(Person.id == world.deputy.person_id).values(active=False)
        )
    assert name(binh, world.an, world.deputy).status_code == 422
    assert name(binh, world.an, world.agency).status_code == 422


def test_an_administrator_opens_no_case_by_naming_themselves(app: Flask, world: World) -> None:
    code = opened(world)
    with world.workplace.database.transaction() as session:
        session.add_all(
            Appointment(person_id=one.person_id, role=Role.ADMINISTRATOR, from_date=SINCE)
            for one in (world.chi, world.lan)
        )
    chi, lan = Visitor(app, world.chi), Visitor(app, world.lan)
    since, to = typed(today(now())), typed(today(now()) + timedelta(days=5))
    told = {"absent": str(world.binh.person_id), "since": since, "to": to, "document": "12"}
    refused = chi.post(STAND_IN, {**told, "sign_in": "chi"})
    assert (refused.status_code, "không tự cử mình" in read(refused)) == (422, True)
    assert lan.post(STAND_IN, {**told, "person": str(world.lan.person_id)}).status_code == 422
    deputy = {"person": str(world.lan.person_id), "since": since, "document": "12"}
    assert lan.post(f"{ADDRESS}/cap-pho", deputy).status_code == 422
    for one in (chi, lan):
        assert one.get(f"/ho-so/{code}").status_code in (403, 404)
    assert lan.post(STAND_IN, {**told, "sign_in": "chi"}).status_code == 303
    assert chi.get(f"/ho-so/{code}").status_code == 200


def test_deputies_are_added_and_ordered_anew_without_overwriting(
    world: World, binh: Visitor
) -> None:
    tomorrow, later = (today(now()) + timedelta(days=days) for days in (1, 3))
    told = {"since": typed(today(now())), "document": "Quyết định 3"}
    added = {"person": str(world.lan.person_id), **told}
    assert binh.post(f"{ADDRESS}/cap-pho", added).status_code == 303
    assert "đã là cấp phó" in read(binh.post(f"{ADDRESS}/cap-pho", added))
    first, second = (_rows(world, one, Role.DEPUTY_HEAD)[0] for one in (world.deputy, world.lan))
    assert (first.named_by, second.named_by) == (None, world.binh.person_id)
    assert read(binh.get(ADDRESS)).count("Trần Văn Bình ghi lúc") == 1
    places = {f"place_{first.id}": "2", f"place_{second.id}": "1"}
    order = f"{ADDRESS}/thu-tu"
    twice = binh.post(order, {**places, f"place_{first.id}": "1", "since": typed(tomorrow)})
    assert "một thứ tự khác nhau" in read(twice)
    assert "bắt đầu ngày" in read(binh.post(order, {**places, "since": typed(today(now()))}))
    assert binh.post(order, {**places, "since": typed(later)}).status_code == 303
    with world.workplace.database.reading() as session:
        kept = appointments.kept_at(session, world.school.id, since=today(now()))
    before, after = (
        [one.person.id for one in deputies.in_order(kept, on=on)] for on in (tomorrow, later)
    )
    assert before == [world.deputy.person_id, world.lan.person_id]
    assert after == before[::-1]
    places = {f"place_{first.id}": "1", f"place_{second.id}": "2"}
    after_that = later + timedelta(days=2)
    assert binh.post(order, {**places, "since": typed(after_that)}).status_code == 303
    with world.workplace.database.transaction() as session:
        kept = appointments.kept_at(session, world.school.id, since=after_that)
        found = [one.person.id for one in deputies.in_order(kept, on=after_that)]
        assert found == before  # the place beside a name is that person's
        (row,) = (
            one.appointment
            for one in kept
            if one.person.id == world.lan.person_id and one.appointment.rank is not None
        )
        row.to_date = after_that
    gone = binh.post(order, {**places, "since": typed(after_that + timedelta(days=1))})
    assert "không còn là những người này" in read(gone)
    ended = _rows(world, world.deputy, Role.DEPUTY_HEAD)[0]
    assert (ended.rank, ended.from_date, ended.to_date) == (1, SINCE, later - timedelta(days=1))


def _rows(
    world: World, member: Member, role: Role | None = None, *, acting: bool = False
) -> list[Appointment]:
    with world.workplace.database.reading() as session:
        kept = appointments.kept_at(session, world.school.id, since=SINCE)
    return [
        one.appointment
        for one in kept
        if one.person.id == member.person_id
        and role in (None, one.appointment.role)
        and (one.appointment.acting_for_id is not None) is acting
    ]
