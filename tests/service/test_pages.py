"""The pages and who may open them: Giang, of another school, tries every one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from models import cases as case_rows
from models import held
from models.deadlines import DeadlineState
from processes import history, timers
from tests import world as worlds
from tests.answers import answers_to, typed_moment
from tests.service.led import done, now, open_tasks, opened, to_plan
from tests.service.visitor import Visitor
from tests.trials import acts
from tests.world import World


def test_giang_finds_nothing_of_another_school(app: Flask, world: World) -> None:
    code = to_plan(world)
    task_id = open_tasks(world, code)["plan_intervention"]
    giang = Visitor(app, world.giang)
    for address in (
        f"/ho-so/{code}",
        f"/ho-so/{code}/giay-to/1",
        f"/ho-so/{code}/giay-to/1/sua",
        f"/ho-so/{code}/da-nop/1",
        f"/ho-so/{code}/bao/close_early",
        f"/ho-so/{code}/so-do/referral.bpmn",
        f"/ho-so/{code}/nguoi-lien-quan",
        f"/viec/{task_id}",
    ):
        seen, nothing = giang.get(address), giang.get(address.replace(code, "HS-2026-9999"))
        assert seen.status_code == 404, address
        assert nothing.status_code == 404 or str(task_id) in address
        assert "Lê Minh Khôi" not in seen.text
    assert code not in giang.get("/viec-cua-toi").text
    assert code not in giang.get("/ho-so").text
    assert f'href="/ho-so/{code}"' not in giang.get(f"/ho-so?q={code}").text


@pytest.mark.parametrize("name", ["chi", "dung", "lan"])
def test_who_has_no_part_in_cases_opens_none(app: Flask, world: World, name: str) -> None:
    code = opened(world)
    visitor = Visitor(app, getattr(world, name))
    assert visitor.get(f"/ho-so/{code}").status_code == 403
    assert visitor.get("/ho-so").status_code == 403
    assert visitor.get("/viec-cua-toi").status_code == 200


def test_nobody_gets_in_without_signing_in(app: Flask, world: World) -> None:
    code = opened(world)
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if rule.endpoint == "static" or getattr(view, "demands", "") == "public":
            continue
        if "GET" not in (rule.methods or ()) or rule.rule.startswith("/api/"):
            continue
        values = {name: {"code": code, "kind": "pdf"}.get(name, 1) for name in rule.arguments}
        adapter = app.url_map.bind("localhost")
        address = adapter.build(rule.endpoint, values)
        answer = client.get(address)
        assert answer.status_code == 302, address
        assert answer.headers["Location"].startswith("/dang-nhap"), address


def test_a_head_who_is_accused_sees_nothing_and_the_deputy_decides(
    app: Flask, world: World
) -> None:
    code = opened(world, concerned_staff=["head"])
    done(world, code, "record_intake", world.an.caller)
    done(world, code, "assess_risk", world.an.caller)
    assert Visitor(app, world.binh).get(f"/ho-so/{code}").status_code == 404
    done(world, code, "decide_route", world.deputy.caller)
    assert "plan_intervention" in open_tasks(world, code)


def test_a_limit_that_fell_due_while_no_scheduler_ran_says_so(app: Flask, world: World) -> None:
    code = acts.opened_case(world, datetime.now(UTC) - timedelta(days=20))
    assert timers.fire_due(world.workplace, now=datetime.now(UTC)) == 1
    assert "không có bộ hẹn giờ nào chạy" in Visitor(app, world.an).get(f"/ho-so/{code}").text


def test_the_deputy_signs_for_the_head(app: Flask, world: World) -> None:
    code = to_plan(world)
    done(world, code, "plan_intervention", world.an.caller)
    done(world, code, "approve_plan", world.deputy.caller)
    page = Visitor(app, world.an).get(f"/ho-so/{code}").text
    assert f"{world.deputy.name} (KT. {world.binh.name})" in page


def test_a_person_named_in_the_plan_writes_the_log_and_sees_no_more(
    app: Flask, world: World
) -> None:
    code = to_plan(world)
    an, lan = Visitor(app, world.an), Visitor(app, world.lan)
    address = f"/viec/{open_tasks(world, code)['plan_intervention']}"
    activities = [{"content": "Đi cùng em về nhà", "person": world.lan.name}]
    sent = an.post(address, answers_to("plan_intervention", now=now(), activities=activities))
    assert sent.status_code == 303, sent.text
    done(world, code, "approve_plan", world.binh.caller)
    log = f"/ho-so/{code}/bao/activity_logged"
    assert log in lan.get("/viec-cua-toi").text
    assert lan.post(log, answers_to("activity_logged", now=now())).status_code == 303
    assert lan.get(f"/ho-so/{code}").status_code == 403
    assert "Nhật ký" in an.get(f"/ho-so/{code}").text


def test_a_correction_keeps_the_old_answer_and_moves_the_limit_of_a_wrong_t0(
    app: Flask, world: World
) -> None:
    code = opened(world)
    earlier = now() - timedelta(hours=3)
    answers = answers_to("report", now=now(), received_at=typed_moment(earlier))
    address = f"/ho-so/{code}/giay-to/1/sua"
    an, binh = Visitor(app, world.an), Visitor(app, world.binh)
    assert an.post(address, {**answers, "_reason": "Nhớ nhầm giờ."}).status_code == 403
    assert "Ghi lý do" in binh.post(address, answers).text
    assert binh.post(address, {**answers, "_reason": "Nhớ nhầm giờ."}).status_code == 303
    assert "Nhớ nhầm giờ." in binh.get(f"/ho-so/{code}/giay-to/1").text
    with world.workplace.database.reading() as session:
        case = held.by_code(session, code, now=datetime.now(UTC))
        row = case_rows.by_code(session, code)
        assert case is not None
        assert row is not None
        assert history.verify(session, world.workplace, row).part is None
    right = earlier.replace(second=0, microsecond=0)
    runs = [one for one in case.deadlines if one.state is DeadlineState.OPEN]
    assert [one.anchor_at for one in runs] == [right]
    assert len(case.deadlines) == 2


def test_a_task_completed_by_somebody_else_gives_back_what_was_typed(
    app: Flask, world: World
) -> None:
    code = opened(world)
    address = f"/viec/{open_tasks(world, code)['record_intake']}"
    late = Visitor(app, world.an)
    typed = answers_to("record_intake", now=now(), student_name="Ngô Thị Đ'Ả <b>")
    form = late.get(address)
    done(world, code, "record_intake", world.an.caller)
    assert form.status_code == 200
    answer = late.post(address, typed, page=f"/ho-so/{code}/giay-to/1/sua")
    assert answer.status_code == 409
    assert "Ngô Thị Đ&#39;Ả &lt;b&gt;" in answer.text


def test_the_same_post_sent_twice_opens_one_case(app: Flask, world: World) -> None:
    lan = Visitor(app, world.lan)
    form = lan.get("/bao-tin").text
    from tests.service.visitor import ONCE, TOKEN, posted

    data = {
        "csrf_token": TOKEN.search(form).group(1),  # type: ignore[union-attr]
        "_once": ONCE.search(form).group(1),  # type: ignore[union-attr]
        **posted(answers_to("report", now=now())),
    }
    first, second = (lan.client.post("/bao-tin", data=data) for _ in range(2))
    assert first.status_code == second.status_code == 303
    assert first.headers["Location"] == second.headers["Location"]


def test_a_post_without_its_token_is_refused_and_nothing_typed_is_lost(
    app: Flask, world: World
) -> None:
    lan = Visitor(app, world.lan)
    answer = lan.client.post("/bao-tin", data={"story": "Một em đang khóc ở sân sau."})
    assert answer.status_code == 400
    assert "Một em đang khóc ở sân sau." in answer.text


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_sign_in_leads_nowhere_else(app: Flask, world: World, back: str) -> None:
    client = app.test_client()
    page = client.get("/dang-nhap", query_string={"next": back}).text
    assert '<input type="hidden" name="next" value="/">' in page


def test_an_administrator_reassigns_and_hands_over_without_seeing_content(
    app: Flask, world: World
) -> None:
    from models import people
    from models.appointments import Appointment, Role

    code = opened(world)
    with world.workplace.database.transaction() as session:
        admin = people.by_sign_in_name(session, "chi")
        assert admin is not None
        session.add(
            Appointment(person_id=admin.id, role=Role.ADMINISTRATOR, from_date=worlds.SINCE)
        )
    chi = Visitor(app, world.chi)
    task_id = open_tasks(world, code)["record_intake"]
    to = {"to": str(world.an.person_id), "reason": "Cô Bình đi tập huấn <b>"}
    given = chi.post(f"/giao-viec/{task_id}", to, page="/giao-viec")
    assert given.status_code == 303
    assert world.an.name in chi.get("/giao-viec").text
    assert chi.get(f"/ho-so/{code}").status_code == 403
    told = Visitor(app, world.an).get(f"/ho-so/{code}").text
    assert "giao lại việc" in told
    assert "Lý do: Cô Bình đi tập huấn &lt;b&gt;" in told.replace("\N{NO-BREAK SPACE}", " ")
