"""Reports and cases, n to m: one report opens several cases, a case gathers several reports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from models import reports
from models.reports import Report
from processes import concerned, corrections, gathering, history, messages
from processes.journal import CaseEnded, CaseNotFound
from processes.permissions import NotPermitted
from tests.answers import answers_to, typed_moment
from tests.service.led import now, open_tasks, opened
from tests.service.visitor import Visitor
from tests.trials.acts import look
from tests.trials.statements import counted
from tests.world import World

STORY = "Năm em lớp 7 đánh nhau ở sân sau."


@pytest.fixture
def world(world: World) -> Iterator[World]:
    with world.clock.kept():
        yield world


def report_of(world: World, code: str) -> str:
    """The code of the first report of a case."""
    return codes_of(world, code)[0]


def codes_of(world: World, code: str) -> list[str]:
    with world.workplace.database.reading() as session:
        return [one.code for one in reports.of_case(session, look(world, code).id)]


def limits_of(world: World, code: str) -> list[datetime]:
    """The moments from which the limits of a case count."""
    return [row.anchor_at for row in look(world, code).deadlines]


def all_are_sound(world: World) -> bool:
    """Each case replays to where it stands."""
    return all(one.part is None for one in history.verify_all(world.workplace))


def test_a_fight_of_several_becomes_several_cases_whose_clocks_run_from_the_report(
    app: Flask, world: World
) -> None:
    code = opened(world, story=STORY, student_name="Lê Một", student_class="7A1")
    report = report_of(world, code)
    an = Visitor(app, world.an)
    page = an.get(f"/ho-so/{code}").text
    assert f'href="/ho-so/{code}/tin-bao/{report}"' in page
    address = f"/ho-so/{code}/tin-bao/{report}"
    assert STORY in an.get(address).text.replace("\N{NO-BREAK SPACE}", " ")
    assert an.post(f"{address}/mo-them", {"student_name": " "}, page=address).status_code == 422
    answer = an.post(f"{address}/mo-them", {"student_name": "Trần Hai"}, page=address)
    other = answer.headers["Location"].rpartition("/")[2]
    assert other != code
    assert codes_of(world, other) == [report]
    assert limits_of(world, other) == limits_of(world, code)
    intake = an.get(f"/viec/{open_tasks(world, other)['record_intake']}").text
    assert 'value="Trần Hai"' in intake
    assert "7A1" not in intake
    assert f'href="/ho-so/{other}"' in an.get(address).text
    assert 'href="/ho-so/' + other in an.post("/ho-so/tim", {"q": "tran hai"}, page="/ho-so").text
    form = an.get(address).text
    token, once = (
        form.split(f'name="{name}" value="')[1].split('"')[0] for name in ("csrf_token", "_once")
    )
    data = {"csrf_token": token, "_once": once, "student_name": "Lý Ba"}
    first, second = (an.client.post(f"{address}/mo-them", data=data) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]


def test_a_later_report_joins_the_case_that_is_open_and_each_keeps_its_moment(
    app: Flask, world: World
) -> None:
    code, later = opened(world), opened(world, story=STORY)
    report = report_of(world, later)
    before = limits_of(world, code), limits_of(world, later)
    an = Visitor(app, world.an)
    address = f"/ho-so/{later}/tin-bao/{report}"
    wrong = an.post(f"{address}/gop", {"to": "HS-2020-0099"}, page=address)
    assert wrong.status_code == 422
    assert 'value="HS-2020-0099"' in wrong.text
    typed = code.lower().replace("-", " ")
    assert an.post(f"{address}/gop", {"to": typed}, page=address).status_code == 303
    assert codes_of(world, code) == [report_of(world, code), report]
    assert (limits_of(world, code), limits_of(world, later)) == before
    page = an.get(f"/ho-so/{code}").text.replace("\N{NO-BREAK SPACE}", " ")
    assert "gộp một tin báo vào hồ sơ này" in page
    assert f'href="/ho-so/{later}"' in page
    again = an.post(f"{address}/gop", {"to": code}, page=address)
    assert f"đã thuộc hồ sơ {code}" in again.text.replace("\N{NO-BREAK SPACE}", " ")
    assert all_are_sound(world)


def test_nobody_else_gathers_and_who_is_shut_out_of_one_is_shut_out_of_all(
    app: Flask, world: World
) -> None:
    code = opened(world)
    earlier = now() - timedelta(hours=3)
    raw = answers_to("report", now=now()) | {"received_at": typed_moment(earlier)}
    corrections.correct(
        world.workplace, code, 1, raw, reason="Nhận từ sáng", by=world.binh.caller, now=now()
    )
    other = gathering.open_another(
        world.workplace, code, report_of(world, code), "Em", by=world.an.caller, now=now()
    ).case_code
    assert limits_of(world, other) == [earlier.replace(second=0, microsecond=0)]
    code, later = opened(world), opened(world)
    deputy = Visitor(app, world.deputy)
    concerned.note(world.workplace, later, [world.deputy.person_id], by=world.an.caller, now=now())
    report, at = report_of(world, later), now()
    assert deputy.get(f"/ho-so/{code}").status_code == 200
    gathering.add_to_case(world.workplace, later, report, code, by=world.an.caller, now=at)
    other = gathering.open_another(
        world.workplace, later, report, "Em thứ hai", by=world.an.caller, now=at
    ).case_code
    for one in (code, later, other):
        assert deputy.get(f"/ho-so/{one}").status_code == 404
        assert deputy.get(f"/ho-so/{one}/tin-bao/{report}").status_code == 404
    code, later = opened(world), opened(world)
    concerned.note(world.workplace, code, [world.deputy.person_id], by=world.an.caller, now=now())
    report = report_of(world, later)
    gathering.add_to_case(world.workplace, later, report, code, by=world.an.caller, now=at)
    assert deputy.get(f"/ho-so/{later}/tin-bao/{report}").status_code == 404
    code, later = opened(world), opened(world)
    report, place = report_of(world, later), world.workplace
    for who, refusal in (
        (world.giang, CaseNotFound),
        (world.lan, CaseNotFound),
        (world.deputy, NotPermitted),
    ):
        with pytest.raises(refusal):
            gathering.add_to_case(place, later, report, code, by=who.caller, now=now())
        with pytest.raises(refusal):
            gathering.open_another(place, later, report, "Em", by=who.caller, now=now())
    with pytest.raises(CaseNotFound):
        gathering.add_to_case(place, code, report, later, by=world.an.caller, now=now())
    giang = Visitor(app, world.giang)
    assert giang.get(f"/ho-so/{later}/tin-bao/{report}").status_code == 404
    done_with(world, code)
    with pytest.raises(CaseEnded):
        gathering.add_to_case(place, later, report, code, by=world.an.caller, now=now())


def test_who_is_named_after_a_report_was_gathered_reads_it_in_none_of_its_cases(
    app: Flask, world: World
) -> None:
    code, later = opened(world), opened(world, story=STORY)
    report, place, at = report_of(world, later), world.workplace, now()
    gathering.add_to_case(place, later, report, code, by=world.an.caller, now=at)
    other = gathering.open_another(place, later, report, "Em", by=world.an.caller, now=at).case_code
    unrelated = opened(world)
    binh = Visitor(app, world.binh)
    assert binh.get(f"/ho-so/{code}/tin-bao/{report}").status_code == 200
    concerned.note(place, later, [world.binh.person_id], by=world.an.caller, now=at)
    for one in (code, later, other):
        assert binh.get(f"/ho-so/{one}").status_code == 404
        assert binh.get(f"/ho-so/{one}/tin-bao/{report}").status_code == 404
    assert binh.get(f"/ho-so/{unrelated}").status_code == 200
    assert all_are_sound(world)


def test_more_cases_of_one_report_cost_no_more_statements(app: Flask, world: World) -> None:
    code = opened(world)
    report, an = report_of(world, code), Visitor(app, world.an)
    with world.workplace.database.transaction() as session:
        session.execute(update(Report).values(entered_by_id=world.an.person_id))
    pages = (f"/ho-so/{code}", f"/ho-so/{code}/tin-bao/{report}", f"/bao-tin/{report}")

    def another() -> None:
        gathering.open_another(world.workplace, code, report, "Em", by=world.an.caller, now=now())

    def cost() -> list[int]:
        numbers = []
        for page in pages:
            with counted() as sent:
                assert an.get(page).status_code == 200
            numbers.append(len(sent.statements))
        return numbers

    another()
    cost()  # what is read once and kept
    first = cost()
    another()
    another()
    assert cost() == first


def done_with(world: World, code: str) -> None:
    """The head ends the case."""
    messages.send(
        world.workplace,
        code,
        "close_early",
        answers_to("close_early", now=now()),
        by=world.binh.caller,
        now=now(),
    )


def test_the_new_school_opens_a_case_from_the_minutes_and_sees_nothing_else(
    app: Flask, world: World
) -> None:
    code = opened(world, story="Chuyện cũ ở trường A", student_name="Lê Một")
    an, giang = Visitor(app, world.an), Visitor(app, world.giang)
    address = f"/ho-so/{code}/ban-giao"
    assert an.get(address).status_code == 404  # nothing to hand over yet
    done_with(world, code)
    assert f'href="{address}"' in an.get(f"/ho-so/{code}").text
    assert giang.get(address).status_code == 404
    told = {"school": str(world.other_school.id), "student_name": "Lê Một"}
    stray = an.post(address, {**told, "school": "99"})
    assert stray.status_code == 422
    assert 'value="Lê Một"' in stray.text
    assert an.post(address, told).status_code == 303
    assert an.get(address).status_code == 409  # handed over once
    assert address not in an.get(f"/ho-so/{code}").text
    (task,) = re.findall(r'href="/viec/(\d+)"', giang.get("/viec-cua-toi").text)
    page = giang.get(f"/viec/{task}").text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Bàn giao từ Trường THCS An Bình." in page
    assert "Kế hoạch đang làm, cho cô đầu mối của trường mới." in page
    assert 'value="Lê Một"' in page
    assert "Chuyện cũ" not in page
    other = re.findall(r"HS-\d{4}-\d{4}", page)[0]
    assert code not in giang.get(f"/ho-so/{other}").text
    assert giang.get(f"/ho-so/{code}").status_code == 404
    assert an.get(f"/ho-so/{other}").status_code == 404
    assert other not in an.get(f"/ho-so/{code}").text
    assert all_are_sound(world)
