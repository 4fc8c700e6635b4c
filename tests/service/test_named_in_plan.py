"""Whoever a plan names by name takes part in it, however the name is typed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from models import held
from models.people import Person
from models.settings import Settings
from processes import cases, definitions, tasks
from processes.bundle import catalogue
from processes.named_people import Named, named
from processes.permissions import Caller
from tests import world as worlds
from tests.answers import answers_to
from tests.service.visitor import Visitor
from tests.world import PROCESS, World

LOG = "/ho-so/{code}/bao/activity_logged"


@pytest.fixture
def world(settings: Settings, app: Flask) -> Iterator[World]:
    built = worlds.build(settings)
    yield built
    built.close()


def _meant(*written: str) -> Named:
    staff = [
        Person(id=number, name=name)
        for number, name in enumerate(
            ("Nguyễn Thu Hà", "Nguyễn Thu Hạ", "Lê An", "Trần Lê An", "Vũ Bảo", "Vũ Bảo"), 1
        )
    ]
    form = definitions.form(catalogue(PROCESS), "plan_intervention")
    rows = [{"content": "Trò chuyện", "person": one} for one in written]
    return named(form, {"activities": rows}, staff)


@pytest.mark.parametrize("written", ["nguyễn thu hà", "Cô Nguyễn  Thu Hà.", "NGUYỄN THU HÀ (GVCN)"])
def test_case_titles_and_marks_of_writing_do_not_matter(written: str) -> None:
    assert _meant(written) == Named(frozenset({1}), ())


def test_a_name_without_marks_means_the_only_one_who_bears_it() -> None:
    assert _meant("tran le an") == Named(frozenset({4}), ())
    assert _meant("nguyen thu ha") == Named(frozenset(), ("nguyen thu ha",))
    assert _meant("Vũ Bảo") == Named(frozenset(), ("Vũ Bảo",))


def test_several_people_may_share_an_activity() -> None:
    found = _meant("thầy Lê An và Nguyễn Thu Hạ, bà ngoại em", "Bác sĩ Tư")
    assert found == Named(frozenset({3, 2}), ("bà ngoại em", "Bác sĩ Tư"))


def test_a_teacher_named_in_small_letters_keeps_the_log(app: Flask, world: World) -> None:
    code = _to_plan(world)
    an, lan = Visitor(app, world.an), Visitor(app, world.lan)
    address = f"/viec/{_open(world, code)['plan_intervention']}"
    form = an.get(address).text
    assert 'list="staff"' in form
    assert f'<option value="{world.lan.name}">' in form
    sent = an.post(address, _plan(person="cô võ thị lan"))
    assert "Không có tài khoản" not in an.get(sent.headers["Location"]).text
    _done(world, code, "approve_plan", world.binh.caller)
    assert LOG.format(code=code) in lan.get("/viec-cua-toi").text
    assert lan.get(LOG.format(code=code)).status_code == 200


def test_who_submits_and_who_approves_are_told_which_names_have_no_account(
    app: Flask, world: World
) -> None:
    code = _to_plan(world)
    an, binh = Visitor(app, world.an), Visitor(app, world.binh)
    address = f"/viec/{_open(world, code)['plan_intervention']}"
    sent = an.post(address, _plan(person="Võ Thị Lan và bà ngoại của em"))
    words = "Không có tài khoản ở trường cho: bà ngoại của em. Đầu mối ghi nhật ký thay."
    assert words in _plain(an.get(sent.headers["Location"]).text)
    approval = f"/viec/{_open(world, code)['approve_plan']}"
    assert words in _plain(binh.get(approval).text)


def test_nobody_signs_for_the_head_without_a_name(app: Flask, world: World) -> None:
    code = _to_plan(world, route="refer")
    _done(
        world,
        code,
        "prepare_referral",
        world.an.caller,
        method="letter",
        agency={"kind": "commune_police", "name": "Công an xã"},
    )
    binh = Visitor(app, world.binh)
    address = f"/viec/{_open(world, code)['sign_letter']}"
    answers = answers_to("sign_letter", now=datetime.now(UTC), signed_as="for_head")
    refused = binh.post(address, answers)
    assert refused.status_code == 422
    assert "Ghi họ tên cấp phó ký thay" in refused.text
    assert binh.post(address, {**answers, "signer_name": "Đỗ Văn Em"}).status_code == 303


def test_a_date_says_how_it_is_written(app: Flask, world: World) -> None:
    code = _to_plan(world)
    form = Visitor(app, world.an).get(f"/viec/{_open(world, code)['plan_intervention']}").text
    assert _plain(form).count("Ngày/tháng/năm, ví dụ 24/8/2026.") == 3


def _plan(*, person: str) -> dict[str, object]:
    rows = [{"content": "Trò chuyện hằng tuần", "person": person}]
    return answers_to("plan_intervention", now=datetime.now(UTC), activities=rows)


def _plain(page: str) -> str:
    return page.replace("\N{NO-BREAK SPACE}", " ").replace("&nbsp;", " ")


def _open(world: World, code: str) -> dict[str, int]:
    with world.workplace.database.reading() as session:
        case = held.by_code(session, code, now=datetime.now(UTC))
    assert case is not None
    return {task.element: task.id for task in case.tasks}


def _done(world: World, code: str, element: str, by: Caller, **given: object) -> None:
    answers = answers_to(element, now=datetime.now(UTC), **given)
    task_id = _open(world, code)[element]
    tasks.complete(world.workplace, task_id, answers, by=by, now=datetime.now(UTC))


def _to_plan(world: World, *, route: str = "at_school") -> str:
    answers = answers_to("report", now=datetime.now(UTC) - timedelta(minutes=1))
    code = cases.open_by_report(
        world.workplace, world.school.id, answers, by=world.lan.caller, now=datetime.now(UTC)
    ).case_code
    _done(world, code, "record_intake", world.an.caller)
    _done(world, code, "assess_risk", world.an.caller)
    _done(world, code, "decide_route", world.binh.caller, route=route)
    return code
