"""What stands beside a form: the paper decided on, and what a person named in a plan sees."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from models import held
from processes import messages
from processes.bundle import Bundle, catalogue
from processes.definitions import check
from processes.forms.definition import FormRejected
from tests import world as worlds
from tests.answers import answers_to, typed_moment
from tests.service.led import done, now, open_tasks, opened, to_plan
from tests.service.visitor import Visitor
from tests.world import World

LETTER = {
    "method": "letter",
    "agency": {"kind": "commune_committee", "name": "UBND xã An Bình"},
    "subject": "Chuyển, gửi vụ việc của học sinh",
}


def papers_of(page: str) -> list[str]:
    """The papers beside the form, in order: the one read first, then the folded ones."""
    page = page.replace("\N{NO-BREAK SPACE}", " ")
    first = re.findall(r'<div class="split split--deciding">\s*<div>\s*<h2>([^<]+)</h2>', page)
    return [*first, *re.findall(r"<summary>([^<]+)</summary>", page)]


def on_both_routes(world: World) -> str:
    """A case whose plan waits for approval and whose letter waits for a signature."""
    code = opened(world)
    done(world, code, "record_intake", world.an.caller)
    done(world, code, "assess_risk", world.an.caller)
    done(
        world,
        code,
        "decide_route",
        world.binh.caller,
        route="school_and_refer",
        referral_reading="not_needed",
    )
    done(world, code, "prepare_referral", world.an.caller, **LETTER)
    done(world, code, "plan_intervention", world.an.caller)
    return code


def page_of(visitor: Visitor, world: World, code: str, element: str) -> str:
    return visitor.get(f"/viec/{open_tasks(world, code)[element]}").text


def test_each_decision_opens_with_the_paper_that_it_is_about(app: Flask, world: World) -> None:
    binh = Visitor(app, world.binh)
    code = on_both_routes(world)
    signing = papers_of(page_of(binh, world, code, "sign_letter"))
    approving = papers_of(page_of(binh, world, code, "approve_plan"))
    assert signing[0].startswith("Chuẩn bị chuyển, gửi")
    assert approving[0].startswith("Mẫu số 03")
    assert any(title.startswith("Mẫu số 03") for title in signing[1:])
    done(world, code, "approve_plan", world.binh.caller)
    done(world, code, "carry_out_plan", world.an.caller)
    done(world, code, "review_student", world.an.caller)
    done(world, code, "sign_letter", world.binh.caller, sent_at=typed_moment(now()))
    ending = papers_of(page_of(binh, world, code, "confirm_end"))
    assert ending[0].startswith("Mẫu số 04")


def test_the_review_has_the_assessment_and_the_plan_beside_it_whatever_was_filed_since(
    app: Flask, world: World
) -> None:
    code = to_plan(world)
    done(world, code, "plan_intervention", world.an.caller)
    done(world, code, "approve_plan", world.binh.caller)
    for number in range(90):
        log = answers_to("activity_logged", now=now(), what=f"Buổi thứ {number}.")
        at = datetime.now(UTC)
        messages.send(world.workplace, code, "activity_logged", log, by=world.an.caller, now=at)
    done(world, code, "carry_out_plan", world.an.caller)
    beside = papers_of(page_of(Visitor(app, world.an), world, code, "review_student"))
    assert beside[0].startswith("Mẫu số 02")
    assert beside[1].startswith("Mẫu số 03")
    assert beside.count("Nhật ký thực hiện") == 10


def test_two_letters_under_way_are_each_signed_beside_their_own_preparation(
    app: Flask, world: World
) -> None:
    code = on_both_routes(world)
    told = answers_to("new_information", now=now())
    at = datetime.now(UTC)
    messages.send(world.workplace, code, "new_information", told, by=world.an.caller, now=at)
    again = {**LETTER, "contents": "Lá thư thứ hai."}
    done(world, code, "prepare_referral", world.an.caller, **again)
    with world.workplace.database.reading() as session:
        case = held.by_code(session, code, now=datetime.now(UTC))
    assert case is not None
    binh = Visitor(app, world.binh)
    signing = sorted(task.id for task in case.tasks if task.element == "sign_letter")
    first, second = (binh.get(f"/viec/{task_id}").text for task_id in signing)
    whole = 'class="panel below"'  # what is folded below is about other papers
    assert "Lá thư thứ hai." not in first.split(whole)[0]
    assert "Lá thư thứ hai." in second.split(whole)[0]


def test_whoever_is_named_reads_the_student_and_the_own_activities_and_no_more(
    app: Flask, world: World
) -> None:
    code = to_plan(world)
    an, lan = Visitor(app, world.an), Visitor(app, world.lan)
    address = f"/viec/{open_tasks(world, code)['plan_intervention']}"
    activities = [
        {"content": "Đi cùng em về nhà", "person": world.lan.name},
        {"content": "Gặp riêng gia đình", "person": world.an.name},
    ]
    plan = answers_to(
        "plan_intervention", now=now(), activities=activities, goals="Mục tiêu kín đáo."
    )
    sent = an.post(address, plan)
    assert sent.status_code == 303, sent.text
    done(world, code, "approve_plan", world.binh.caller)
    log = f"/ho-so/{code}/bao/activity_logged"
    page = lan.get(log).text
    assert "Lê Minh Khôi" in page
    assert "Đi cùng em về nhà" in page
    for other in ("Gặp riêng gia đình", "Mục tiêu kín đáo.", "An toàn trên đường về nhà."):
        assert other not in page
    kept = lan.post(log, answers_to("activity_logged", now=now(), what="Em cười nhiều hơn."))
    home = lan.get(kept.headers["Location"]).text
    assert "Đã ghi lúc" in home
    assert "Nhật ký thực hiện" in home
    assert "Em cười nhiều hơn." in lan.get(log).text


def test_a_log_that_was_kept_is_said_to_be_kept(app: Flask, world: World) -> None:
    code = to_plan(world)
    done(world, code, "plan_intervention", world.an.caller)
    done(world, code, "approve_plan", world.binh.caller)
    an = Visitor(app, world.an)
    log = f"/ho-so/{code}/bao/activity_logged"
    assert "Trò chuyện hằng tuần" in an.get(log).text
    kept = an.post(log, answers_to("activity_logged", now=now()))
    assert "Đã nộp: Nhật ký thực hiện" in an.get(kept.headers["Location"]).text


def test_the_page_that_ends_the_carrying_out_says_so_and_leads_to_the_log(
    app: Flask, world: World
) -> None:
    code = to_plan(world)
    done(world, code, "plan_intervention", world.an.caller)
    done(world, code, "approve_plan", world.binh.caller)
    page = page_of(Visitor(app, world.an), world, code, "carry_out_plan")
    assert "Gửi trang này là kết thúc việc “Thực hiện, theo dõi kế hoạch" in page
    assert f"/ho-so/{code}/bao/activity_logged" in page
    assert f"/ho-so/{code}/bao/plan_adjusted" in page


def test_the_main_button_of_a_case_is_the_task_that_is_due_first(app: Flask, world: World) -> None:
    code = opened(world, received_at=typed_moment(now() - timedelta(minutes=5)))
    done(world, code, "record_intake", world.an.caller)
    done(world, code, "assess_risk", world.an.caller)
    both = {"route": "school_and_refer", "referral_reading": "not_needed"}
    done(world, code, "decide_route", world.binh.caller, **both)
    page = Visitor(app, world.an).get(f"/ho-so/{code}").text
    assert page.index("Chuẩn bị nội dung chuyển, gửi</a>") < page.index("03)</a>")


def test_a_form_that_is_set_beside_one_that_is_not_there_is_refused() -> None:
    bundle = catalogue(worlds.PROCESS)
    document = json.loads(bundle.files["forms/confirm_end.json"])
    document["beside"] = ["no_such_form"]
    wrong = Bundle({**bundle.files, "forms/confirm_end.json": json.dumps(document).encode()})
    with pytest.raises(FormRejected, match="no_such_form"):
        check(wrong)
