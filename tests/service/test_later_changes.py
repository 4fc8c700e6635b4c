"""A calendar that changes, on the page of a case and in the API: what moved, and what did not."""

from __future__ import annotations

from flask import Flask

from tests.processes.late_holiday import (
    SATURDAY,
    helped_at_school,
    monday_off,
    moved,
    opened,
)
from tests.service.visitor import Visitor
from tests.world import START, Clock, World


def page(app: Flask, world: World, code: str) -> str:
    with Clock(SATURDAY).kept():
        return Visitor(app, world.an).get(f"/ho-so/{code}").text.replace("\u00a0", " ")


def test_the_case_page_says_that_its_limit_moved(app: Flask, world: World) -> None:
    code = opened(world)
    monday_off(world)
    moved(world, now=SATURDAY)

    told = page(app, world, code)

    assert "Lịch làm việc đổi, hạn dời theo: " in told
    assert "Đến 10:00 thứ Ba, 25/8/2026" in told
    assert "không tính (ngày nghỉ)" in told
    assert "Lịch đổi sau đó" not in told


def test_the_case_page_notes_a_later_change_beside_a_closed_limit(app: Flask, world: World) -> None:
    code = opened(world)
    helped_at_school(world, code, now=START)
    monday_off(world)
    moved(world, now=SATURDAY)

    told = page(app, world, code)

    assert (
        "Lịch đổi sau đó: hạn lẽ ra đến 10:00 thứ Ba, 25/8/2026. Kết quả đã ghi giữ nguyên." in told
    )
    with Clock(SATURDAY).kept():
        answer = app.test_client().get(f"/api/v1/cases/{code}/deadlines", headers=world.an.headers)
    (limit,) = answer.get_json()["deadlines"]
    assert (limit["state"], limit["due_at"]) == ("not_applicable", "2026-08-24T10:00:00+07:00")
    assert limit["later_change"] == {
        "due_at": "2026-08-25T10:00:00+07:00",
        "due_on": None,
        "noted_at": "2026-08-22T09:00:00+07:00",
    }
