"""What a new user meets: reports sent twice, an empty list, a code typed in short."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from processes import cases, messages
from service.pages.codes import whole
from tests.answers import answers_to
from tests.service.led import now, opened, to_plan
from tests.service.visitor import Visitor
from tests.world import World


def test_the_same_story_sent_again_is_asked_about_and_then_accepted(
    app: Flask, world: World
) -> None:
    lan = Visitor(app, world.lan)
    answers = answers_to("report", now=now())
    first = lan.post("/bao-tin", answers)
    receipt = first.headers["Location"]
    asked = lan.post("/bao-tin", answers)
    assert asked.status_code == 409
    assert "cùng nội dung" in asked.text
    assert f'href="{receipt}"' in asked.text
    assert answers["story"] in asked.text
    meant = lan.post("/bao-tin", {**answers, "_another": "1"})
    assert meant.status_code == 303
    assert meant.headers["Location"] != receipt


def test_a_person_finds_the_receipts_of_the_own_reports_and_of_no_others(
    app: Flask, world: World
) -> None:
    lan = Visitor(app, world.lan)
    receipt = lan.post("/bao-tin", answers_to("report", now=now())).headers["Location"]
    assert receipt in lan.get("/bao-tin").text
    assert receipt not in Visitor(app, world.an).get("/bao-tin").text
    told = lan.get(receipt).text
    assert "đã thấy tin này" not in told
    assert "vào danh sách việc" in told


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("chi", "ở trang Quy trình"),
        ("dung", "ở trang Kiểm tra"),
        ("lan", "thì báo tin"),
        ("binh", "việc chờ quyết định"),
    ],
)
def test_who_has_no_task_is_told_what_their_role_does_and_where(
    app: Flask, world: World, name: str, words: str
) -> None:
    assert words in Visitor(app, getattr(world, name)).get("/viec-cua-toi").text


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("hs-2026-19", "HS-2026-0019"),
        (" HS 2026 0019 ", "HS-2026-0019"),
        ("tb-2026-12345", "TB-2026-12345"),
        ("Lê Ngọc", "LÊ NGỌC"),
    ],
)
def test_a_code_typed_in_short_is_the_whole_code(typed: str, code: str) -> None:
    assert whole(typed) == code


def test_a_case_is_found_by_its_code_in_short(app: Flask, world: World) -> None:
    code = opened(world)
    short = code.lower().replace("-000", "-")
    assert short != code
    assert (
        f'href="/ho-so/{code}"'
        in Visitor(app, world.an).post("/ho-so/tim", {"q": short}, page="/ho-so").text
    )


def test_a_request_for_support_is_not_listed_as_waiting_for_mau_01(
    app: Flask, world: World
) -> None:
    answers = answers_to("open_development_support", now=now())
    by, at = world.an.caller, datetime.now(UTC)
    cases.open_by_request(world.workplace, world.school.id, answers, by=by, now=at)
    page = Visitor(app, world.an).get("/ho-so").text
    assert "Đề nghị hỗ trợ phát triển" in page
    assert "Chưa có Mẫu số 01" not in page


def test_a_paper_of_a_case_without_a_group_has_no_stray_comma(app: Flask, world: World) -> None:
    code = opened(world)
    page = Visitor(app, world.binh)
    for address in (f"/ho-so/{code}/giay-to/1", f"/ho-so/{code}/giay-to/1/sua"):
        assert f"{code}</a>." in page.get(address).text


def test_the_latest_of_a_case_stands_open_and_the_rest_is_folded(app: Flask, world: World) -> None:
    code = to_plan(world)
    for number in range(8):
        told = answers_to("new_information", now=now(), story=f"Tin thứ {number}.")
        by, at = world.an.caller, datetime.now(UTC)
        messages.send(world.workplace, code, "new_information", told, by=by, now=at)
    page = Visitor(app, world.an).get(f"/ho-so/{code}").text
    latest, folded = page[page.index('id="happened"') :].split("<details")
    assert latest.count("<time") == 10
    assert "ghi tin, hồ sơ mở" in folded
