"""A head who is the focal point too, at a school with nobody else: the own plan wants a reason."""

from __future__ import annotations

from flask import Flask

from models import notices
from models.appointments import Role
from processes import cases
from tests.answers import answers_to
from tests.processes.watching import appoint
from tests.service.led import done, now, open_tasks
from tests.service.visitor import Visitor
from tests.trials.acts import look
from tests.world import World

REASON = "Trường chỉ có tôi làm công tác này."


def told_of(world: World, code: str) -> list[tuple[int, str]]:
    """Who was told of the case, by which text."""
    with world.workplace.database.reading() as session:
        told = notices.of_case(session, look(world, code).id)
    return [(one.recipient_id, one.name) for one in told]


def test_the_page_asks_for_the_reason_and_the_managing_body_is_told(
    app: Flask, world: World
) -> None:
    body = appoint(world, "mai", Role.MANAGING_BODY).person_id
    giang = Visitor(app, world.giang)
    code = cases.open_by_report(
        world.workplace,
        world.other_school.id,
        answers_to("report", now=now()),
        by=world.giang.caller,
        now=now(),
    ).case_code
    for element in ("record_intake", "assess_risk", "decide_route", "plan_intervention"):
        done(world, code, element, world.giang.caller)
    approval = f"/viec/{open_tasks(world, code)['approve_plan']}"

    assert "_own_plan_reason" in giang.get(approval).text
    approved, reason = answers_to("approve_plan", now=now()), {"_own_plan_reason": REASON}
    refused = giang.post(approval, {**approved, "_own_plan_reason": " "})
    assert refused.status_code == 422
    assert refused.text.count("Ghi lý do thầy cô tự phê duyệt") == 2  # in the summary, at the field
    back = {"approved": "no", "changes_wanted": "Ghi rõ hơn ngày làm."}
    giang.post(approval, {**answers_to("approve_plan", now=now(), **back), **reason})
    assert told_of(world, code) == []
    done(world, code, "plan_intervention", world.giang.caller)
    approval = f"/viec/{open_tasks(world, code)['approve_plan']}"
    sent = giang.post(approval, {**approved, **reason})

    assert sent.status_code == 303, sent.text
    assert told_of(world, code) == [(body, "own_plan_approved")]


def test_a_head_who_approves_what_another_planned_is_asked_for_none(
    app: Flask, world: World
) -> None:
    code = cases.open_by_report(
        world.workplace,
        world.school.id,
        answers_to("report", now=now()),
        by=world.an.caller,
        now=now(),
    ).case_code
    for element in ("record_intake", "assess_risk"):
        done(world, code, element, world.an.caller)
    done(world, code, "decide_route", world.binh.caller)
    done(world, code, "plan_intervention", world.an.caller)
    page = Visitor(app, world.binh).get(f"/viec/{open_tasks(world, code)['approve_plan']}")
    assert "_own_plan_reason" not in page.text
