"""No act lies before what it follows: the receipt, the plan, the letter; and none is forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from werkzeug.test import TestResponse

from processes import corrections
from processes.forms.answers import AnswersRejected
from tests.answers import answers_to, typed_date, typed_moment
from tests.service.api.program import Program, said
from tests.service.visitor import Visitor
from tests.world import START, World


def _try(program: Program, code: str, element: str, **given: object) -> TestResponse:
    task = program.tasks(code)[element]
    by = program.hand(element)
    form = said(program.get(f"/tasks/{task['id']}", by))
    answers = answers_to(task["form"], now=program.world.clock.now, **given)
    body = {"answers": answers, "revision": form["revision"]}
    return program.post(f"/tasks/{task['id']}/complete", by, body)


def _refused(answer: TestResponse) -> Any:
    return said(answer, 422)["fields"]


def _to(program: Program, route: str) -> str:
    code = str(program.open()["code"])
    program.complete(code, "record_intake")
    program.complete(code, "assess_risk")
    program.complete(code, "decide_route", route=route)
    return code


def _to_letter(program: Program) -> str:
    code = _to(program, "refer")
    program.complete(
        code,
        "prepare_referral",
        method="letter",
        agency={"kind": "commune_police", "name": "Công an xã"},
    )
    return code


def _seq_of(program: Program, code: str, element: str) -> int:
    history = said(program.get(f"/cases/{code}/history", program.world.an))
    return int(next(one["seq"] for one in history["entries"] if one.get("element") == element))


def test_a_letter_is_not_sent_before_the_receipt(program: Program, world: World) -> None:
    code = _to_letter(program)
    before = typed_moment(START - timedelta(weeks=3))
    assert _refused(_try(program, code, "sign_letter", sent_at=before)) == {
        "sent_at": {
            "vi": "Giờ gửi công văn đang ở trước lúc nhận tin (15:00 ngày 21/8/2026); "
            "xem lại ngày giờ",
            "en": "The time of sending is before the receipt (15:00 on 21/8/2026); "
            "look at the date and time again",
        }
    }
    assert "sign_letter" in program.tasks(code)
    program.complete(code, "sign_letter", sent_at=typed_moment(START))
    assert "sign_letter" not in program.tasks(code)


def test_the_page_says_it_at_the_field(program: Program, world: World) -> None:
    code = _to_letter(program)
    before = typed_moment(START - timedelta(minutes=1))
    task = program.tasks(code)["sign_letter"]["id"]
    answers = answers_to("sign_letter", now=START, sent_at=before)
    with world.clock.kept():
        page = Visitor(program.app, world.binh).post(f"/viec/{task}", answers)
    assert page.status_code == 422
    said = page.text.replace("\N{NO-BREAK SPACE}", " ").partition('id="f-sent_at-e"')[2][:300]
    assert "Giờ gửi công văn đang ở trước lúc nhận tin (15:00 ngày 21/8/2026)" in said


def test_an_answer_is_not_received_before_the_letter_was_sent(
    program: Program, world: World
) -> None:
    code = _to_letter(program)
    world.clock.forward(hours=1)
    program.complete(code, "sign_letter")
    between = typed_moment(world.clock.now - timedelta(minutes=30))
    told = _refused(_try(program, code, "record_agency_answer", answered_at=between))
    assert "lúc gửi công văn (16:00 ngày 21/8/2026)" in told["answered_at"]["vi"]
    assert _try(
        program, code, "record_agency_answer", answered_at=typed_moment(world.clock.now)
    ).status_code == 200  # fmt: skip


def test_of_two_referrals_the_later_one_is_answered(program: Program, world: World) -> None:
    code = _to_letter(program)
    program.complete(code, "sign_letter")
    program.complete(code, "record_agency_answer", agency_answer="not_competent")
    world.clock.forward(hours=1)
    program.complete(code, "prepare_referral", method="hotline")
    program.complete(code, "contact_hotline")
    told = _refused(_try(program, code, "record_agency_answer", answered_at=typed_moment(START)))
    assert "lúc liên hệ Tổng đài 111 (16:00" in told["answered_at"]["vi"]


def test_activities_and_adjustments_do_not_lie_before_the_plan(
    program: Program, world: World
) -> None:
    code = _to(program, "at_school")
    program.complete(code, "plan_intervention")
    program.complete(code, "approve_plan")
    day = "1/1/2020"
    for element, field in (("activity_logged", "done_on"), ("plan_adjusted", "starts_on")):
        path = f"/cases/{code}/events/{element}"
        answers = answers_to(element, now=world.clock.now, **{field: day})
        told = _refused(program.post(path, world.an, {"answers": answers}))
        assert "lúc trình kế hoạch (ngày 21/8/2026)" in told[field]["vi"]
        program.tell(code, element, **{field: typed_date(START)})


def test_the_corrected_log_still_knows_its_own_plan(program: Program, world: World) -> None:
    code = _to(program, "at_school")
    program.complete(code, "plan_intervention")
    program.complete(code, "approve_plan")
    program.tell(code, "activity_logged")
    seq = _seq_of(program, code, "activity_logged")
    world.clock.forward(days=40)
    for day, kept in (("1/1/2020", False), (typed_date(START), True)):
        answers = answers_to("activity_logged", now=START, done_on=day, what="Em kể thêm.")
        assert _corrects(world, code, seq, answers, at=world.clock.now) is kept


def test_the_receipt_is_not_corrected_to_after_the_letter(program: Program, world: World) -> None:
    code = _to_letter(program)
    world.clock.forward(minutes=30)
    program.complete(code, "sign_letter")
    now = world.clock.forward(hours=1)
    for minutes, kept in ((45, False), (20, True)):
        moved = typed_moment(START + timedelta(minutes=minutes))
        answers = answers_to("report", now=START, received_at=moved)
        assert _corrects(world, code, 1, answers, at=now) is kept


def test_a_report_received_years_ago_is_told_what_to_do(program: Program, world: World) -> None:
    answers = answers_to("report", now=START, received_at={"date": "23/11/1926", "time": "7:00"})
    body = {"process": "school_social_work", "school": world.school.code, "answers": answers}
    told = _refused(program.post("/cases", world.an, body))
    assert told["received_at"]["vi"] == (
        "Giờ nhận tin cách đây hơn 366 ngày (7:00 ngày 23/11/1926). Xem lại năm; nếu đúng là "
        "chuyện đã lâu, ghi lúc trường biết lại chuyện này và kể ngày cũ bằng lời"
    )
    assert "Look at the year" in told["received_at"]["en"]


def test_an_old_report_is_still_corrected(program: Program, world: World) -> None:
    code = str(program.open()["code"])
    later = world.clock.forward(days=500)
    answers = answers_to("report", now=START, story="Em kể rõ hơn.")
    assert _corrects(world, code, 1, answers, at=later)


def _corrects(world: World, code: str, seq: int, answers: dict[str, Any], *, at: datetime) -> bool:
    try:
        corrections.correct(
            world.workplace, code, seq, answers, reason="Ghi nhầm.", by=world.binh.caller, now=at
        )
    except AnswersRejected:
        return False
    return True
