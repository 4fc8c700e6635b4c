"""Limits through the API: reckoned on request, and with their proofs on a case."""

from __future__ import annotations

import json
from typing import Any

import pytest

from models import calendars
from service.api import tasks
from tests.service.api.program import Program, said
from tests.world import World

EXAMPLES = (
    ("2026-08-21T15:00", "2026-08-24T10:00:00+07:00", "2026-08-25"),
    ("2025-12-31T09:00:00Z", "2026-01-06T11:00:00+07:00", "2026-01-07"),
)
NO_LIMITS: tuple[tuple[dict[str, Any], str], ...] = (
    ({"from": "hôm qua", "working_hours": 12}, "from"),
    ({"from": "0001-01-01T00:00+07:00", "working_hours": 12}, "from"),
    ({"from": "9999-12-31T23:59-12:00", "working_days": 1}, "from"),
    ({"from": "2026-08-21T15:00", "working_hours": 0.001}, "working_hours"),
    ({"from": "2026-08-21T15:00", "working_hours": 1e300}, "working_hours"),
    ({"from": "2026-08-21T15:00", "working_days": 0}, "working_days"),
    ({"from": "2026-08-21T15:00", "working_days": 1.5}, "working_days"),
    ({"from": "2026-08-21T15:00"}, "body"),
    ({"from": "2026-08-21T15:00", "working_days": 1, "working_hours": 1}, "body"),
)


def _ask(program: Program, world: World, **asked: Any) -> Any:
    return program.post("/deadlines/compute", world.an, {"school": world.school.code} | asked)


def test_the_worked_examples_hold(program: Program, world: World) -> None:
    for start, hours_end, days_end in EXAMPLES:
        hours = said(_ask(program, world, **{"from": start, "working_hours": 12}))
        assert hours["due_at"] == hours_end
        assert sum(row["minutes"] for row in hours["proof"] if row["counted"]) == 12 * 60
        assert hours["sum"]["vi"].endswith("Cộng: 12\u00a0giờ làm việc.")
        days = said(_ask(program, world, **{"from": start, "working_days": 3}))
        assert days["due_on"] == days_end
        assert days["closes_at"] == f"{days_end}T17:00:00+07:00"
        assert sum(row["counted"] for row in days["proof"]) == 3


def test_a_limit_that_is_none_is_refused(program: Program, world: World) -> None:
    for asked, field in NO_LIMITS:
        assert set(said(_ask(program, world, **asked), 422)["fields"]) == {field}, asked


def test_a_limit_out_of_range_is_told_the_range(program: Program, world: World) -> None:
    start = "2026-08-21T15:00"
    for asked, vi, en in (
        ({"working_hours": 0}, "Mục này phải lớn hơn 0.", "This must be over 0."),
        ({"working_days": 0}, "Mục này phải từ 1 trở lên.", "This must be at least 1."),
        ({"working_days": 10_001}, "Mục này không quá 10.000.", "This must be at most 10,000."),
    ):
        (told,) = said(_ask(program, world, **{"from": start}, **asked), 422)["fields"].values()
        assert told == {"vi": vi, "en": en}


def test_a_calendar_without_open_minutes_is_told_that_no_limit_would_end(
    program: Program, world: World
) -> None:
    never = json.dumps({"zone": "Asia/Ho_Chi_Minh", "week": {}})
    with world.workplace.database.transaction() as session:
        calendars.add(session, world.school.id, document=never, known_from=world.clock.now)
    for unit in ("working_hours", "working_days"):
        refused = _ask(program, world, **{"from": "2026-08-21T15:00", unit: 3})
        told = said(refused, 422)["fields"][unit]
        assert told["vi"].endswith("thời hạn sẽ không bao giờ kết thúc.")
        assert told["en"].endswith("the limit would never end.")


def test_a_school_that_is_none_is_not_found(program: Program, world: World) -> None:
    body = {"school": "?", "from": "2026-08-21T15:00", "working_days": 1}
    refused = said(program.post("/deadlines/compute", world.an, body), 404)
    assert refused["error"] == "school_not_found"


def test_the_twelve_hours_run_from_the_report_and_prove_their_sum(
    program: Program, world: World
) -> None:
    code = program.open()["code"]
    (limit,) = said(program.get(f"/cases/{code}/deadlines", world.an))["deadlines"]
    assert (limit["limit"], limit["state"]) == ("referral", "open")
    assert limit["due_at"] == "2026-08-24T10:00:00+07:00"
    assert sum(row["minutes"] for row in limit["proof"]) == 12 * 60
    assert limit["name"]["vi"] == "Hạn chuyển, gửi"
    assert program.tasks(code)["record_intake"]["due_at"] == limit["due_at"]


def test_a_late_completion_keeps_the_alarm_that_nobody_was_there_to_raise(
    program: Program, world: World
) -> None:
    code = program.open()["code"]
    world.clock.forward(days=10)
    program.complete(code, "record_intake")
    (limit,) = said(program.get(f"/cases/{code}/deadlines", world.an))["deadlines"]
    assert limit["alarmed_at"] == "2026-08-24T10:00:00+07:00"
    history = said(program.get(f"/cases/{code}/history", world.an))["entries"]
    assert [entry["kind"] for entry in history] == ["opened", "timer_fired", "completed"]
    assert history[1]["actor"] is None


def test_tasks_are_listed_by_due_moment_page_by_page(
    program: Program, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "PAGE", 2)
    codes = []
    for _ in range(5):
        codes.append(program.open()["code"])
        world.clock.forward(minutes=10)
    found: list[str] = []
    page = ""
    for _ in range(3):
        answer = said(program.get(f"/tasks?mine=1{page}", world.an))
        found += [task["case"] for task in answer["tasks"]]
        page = f"&page={answer['next']}"
    assert answer["next"] is None
    assert found == codes
    early = said(program.get("/tasks?due_before=2026-08-24T10:15", world.an))
    assert [task["case"] for task in early["tasks"]] == codes[:2]
    assert said(program.get("/tasks", world.binh))["tasks"] == []
