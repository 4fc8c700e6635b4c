"""Whoever a plan names by name takes part in it, however the name is typed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from models.people import Person
from processes import definitions
from processes.bundle import catalogue
from processes.named_people import Named, named
from tests.answers import answers_to
from tests.service.led import done, open_tasks, to_plan
from tests.service.visitor import Visitor
from tests.world import PROCESS, World

LOG = "/ho-so/{code}/bao/activity_logged"


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
    code = to_plan(world)
    an, lan = Visitor(app, world.an), Visitor(app, world.lan)
    address = f"/viec/{open_tasks(world, code)['plan_intervention']}"
    form = an.get(address).text
    assert 'list="staff"' in form
    assert f'<option value="{world.lan.name}">' in form
    sent = an.post(address, _plan(person="cô võ thị lan"))
    assert "Không có tài khoản" not in an.get(sent.headers["Location"]).text
    done(world, code, "approve_plan", world.binh.caller)
    assert LOG.format(code=code) in lan.get("/viec-cua-toi").text
    assert lan.get(LOG.format(code=code)).status_code == 200


def test_who_submits_and_who_approves_are_told_which_names_have_no_account(
    app: Flask, world: World
) -> None:
    code = to_plan(world)
    an, binh = Visitor(app, world.an), Visitor(app, world.binh)
    address = f"/viec/{open_tasks(world, code)['plan_intervention']}"
    sent = an.post(address, _plan(person="Võ Thị Lan và bà ngoại của em"))
    words = "Không có tài khoản ở trường cho: bà ngoại của em. Đầu mối ghi nhật ký thay."
    assert words in _plain(an.get(sent.headers["Location"]).text)
    approval = f"/viec/{open_tasks(world, code)['approve_plan']}"
    assert words in _plain(binh.get(approval).text)


def test_nobody_signs_for_the_head_without_a_name(app: Flask, world: World) -> None:
    code = to_plan(world, route="refer")
    done(
        world,
        code,
        "prepare_referral",
        world.an.caller,
        method="letter",
        agency={"kind": "commune_police", "name": "Công an xã"},
    )
    binh = Visitor(app, world.binh)
    address = f"/viec/{open_tasks(world, code)['sign_letter']}"
    answers = answers_to("sign_letter", now=datetime.now(UTC), signed_as="for_head")
    refused = binh.post(address, answers)
    assert refused.status_code == 422
    assert "Ghi họ tên cấp phó ký thay" in refused.text
    assert binh.post(address, {**answers, "signer_name": "Đỗ Văn Em"}).status_code == 303


def test_a_date_says_how_it_is_written(app: Flask, world: World) -> None:
    code = to_plan(world)
    form = Visitor(app, world.an).get(f"/viec/{open_tasks(world, code)['plan_intervention']}").text
    assert _plain(form).count("Ngày/tháng/năm, ví dụ 24/8/2026.") == 3


def _plan(*, person: str) -> dict[str, object]:
    rows = [{"content": "Trò chuyện hằng tuần", "person": person}]
    return answers_to("plan_intervention", now=datetime.now(UTC), activities=rows)


def _plain(page: str) -> str:
    return page.replace("\N{NO-BREAK SPACE}", " ").replace("&nbsp;", " ")
