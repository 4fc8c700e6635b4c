"""Each route of the procedure from the report to its end, through the API alone."""

from __future__ import annotations

from processes import messages
from tests.service.api.program import Program, said
from tests.world import World


def decided(program: Program, route: str) -> str:
    """A case on which the head has named the route."""
    code = str(program.open()["code"])
    program.complete(code, "record_intake")
    program.complete(code, "assess_risk")
    reading = "all_matters" if route in ("refer", "school_and_refer", "at_school") else None
    program.complete(code, "decide_route", route=route, referral_reading=reading)
    return code


def ended_at(program: Program, code: str) -> str | None:
    case = said(program.get(f"/cases/{code}", program.world.an))
    assert (case["state"] == "ended") == (case["end"] is not None)
    assert case["state"] == "open" or not (case["tasks"] or case["events"])
    return None if case["end"] is None else str(case["end"])


def referral_state(program: Program, code: str) -> str:
    found = said(program.get(f"/cases/{code}/deadlines", program.world.an))
    states = [row["state"] for row in found["deadlines"] if row["limit"] == "referral"]
    assert len(states) == 1
    return str(states[0])


def help_at_school(program: Program, code: str) -> None:
    program.complete(code, "plan_intervention")
    program.complete(code, "approve_plan")
    program.complete(code, "carry_out_plan")
    program.complete(code, "review_student")
    program.complete(code, "confirm_end")


def refer(program: Program, code: str, *, method: str) -> None:
    if method == "hotline":
        program.complete(code, "prepare_referral")
        program.complete(code, "contact_hotline")
    else:
        program.complete(
            code,
            "prepare_referral",
            method="letter",
            agency={"kind": "commune_committee", "name": "UBND xã An Bình"},
        )
        program.complete(code, "sign_letter")
    program.complete(code, "record_agency_answer")
    program.complete(code, "monitor_help")


def test_a_case_is_helped_at_school(program: Program) -> None:
    code = decided(program, "at_school")
    program.complete(code, "plan_intervention")
    program.complete(code, "approve_plan", approved="no", changes_wanted="Ghi rõ người làm.")
    program.complete(code, "plan_intervention")
    program.complete(code, "approve_plan")
    program.tell(code, "activity_logged")
    program.tell(code, "activity_logged")
    program.tell(code, "plan_adjusted")
    program.complete(code, "carry_out_plan")
    program.complete(code, "review_student")
    done = program.complete(code, "confirm_end")
    assert done["tasks"] == []
    assert ended_at(program, code) == "case_ended"
    assert referral_state(program, code) == "not_applicable"


def test_a_case_is_referred_by_hotline(program: Program) -> None:
    code = decided(program, "refer")
    refer(program, code, method="hotline")
    assert ended_at(program, code) == "case_ended"
    assert referral_state(program, code) == "met"


def test_a_case_is_referred_by_letter_that_was_sent_back_once(program: Program) -> None:
    code = decided(program, "refer")
    letter = {
        "method": "letter",
        "agency": {"kind": "commune_committee", "name": "UBND xã An Bình"},
    }
    program.complete(code, "prepare_referral", **letter)
    back = {"number": None, "sent_at": None, "signed_as": None}
    program.complete(code, "sign_letter", signed="no", changes_wanted="Rút gọn.", **back)
    refer(program, code, method="letter")
    assert ended_at(program, code) == "case_ended"
    assert referral_state(program, code) == "met"


def test_school_and_agency_help_at_the_same_time(program: Program) -> None:
    code = decided(program, "school_and_refer")
    assert set(program.tasks(code)) == {"plan_intervention", "prepare_referral"}
    refer(program, code, method="hotline")
    help_at_school(program, code)
    assert ended_at(program, code) == "case_ended"


def test_a_child_who_left_school_is_told_to_the_commune(program: Program) -> None:
    code = decided(program, "drop_out")
    program.complete(code, "notify_commune")
    program.complete(code, "record_drop_out_result")
    assert ended_at(program, code) == "case_ended"


def test_development_support_follows_a_drop_out_that_wishes_it(program: Program) -> None:
    code = decided(program, "drop_out")
    program.complete(code, "notify_commune")
    program.complete(code, "record_drop_out_result", support_needed="yes")
    program.complete(code, "plan_support")
    program.complete(code, "close_support")
    assert ended_at(program, code) == "case_ended"


def test_development_support_on_request_needs_no_report(program: Program) -> None:
    opened = program.open("development_support")
    assert opened["report"] is None
    code = str(opened["code"])
    program.complete(code, "plan_support")
    program.tell(code, "support_logged")
    program.complete(code, "close_support")
    assert ended_at(program, code) == "case_ended"


def test_an_untrue_report_ends_and_is_kept(program: Program) -> None:
    code = decided(program, "untrue")
    assert ended_at(program, code) == "case_ended"
    assert said(program.get(f"/cases/{code}/history", program.world.an))["entries"]


def test_a_case_without_need_of_intervention_ends(program: Program) -> None:
    code = decided(program, "no_intervention")
    assert ended_at(program, code) == "case_ended"
    assert referral_state(program, code) == "not_applicable"


def test_the_head_ends_a_case_early(program: Program, world: World) -> None:
    code = str(program.open()["code"])
    body: dict[str, object] = {"answers": {}}
    refused = program.post(f"/cases/{code}/events/close_early", world.an, body)
    assert said(refused, 409)["error"] == "not_awaited"
    program.tell(code, "close_early")
    assert ended_at(program, code) == "case_ended_early"
    again = program.post(f"/cases/{code}/events/close_early", world.binh, body)
    assert said(again, 409)["error"] == "not_awaited"


def test_suspected_abuse_is_notified_beside_the_assessment(program: Program) -> None:
    emergency = {"emergency": "yes", "emergency_reason": "Em đang bị đánh."}
    code = str(program.open(**emergency)["code"])
    assert set(program.tasks(code)) == {"notify_emergency", "record_intake"}
    program.complete(code, "notify_emergency")
    program.complete(code, "record_intake", suspected_abuse="yes", **emergency)
    assert set(program.tasks(code)) == {"notify_suspected_abuse", "assess_risk"}


def test_new_information_and_a_refusal_of_help_are_told_to_the_case(program: Program) -> None:
    code = decided(program, "at_school")
    program.tell(code, "new_information")
    assert set(program.tasks(code)) == {"plan_intervention", "prepare_referral"}
    program.tell(code, "decision_reopened")
    assert set(program.tasks(code)) == {"decide_route", "prepare_referral"}


def test_verifying_more_returns_to_the_assessment(program: Program) -> None:
    code = str(program.open()["code"])
    program.complete(code, "record_intake")
    program.complete(code, "assess_risk")
    more = {"route": "verify_more", "referral_reading": None, "verify_what": "Hỏi cô chủ nhiệm."}
    program.complete(code, "decide_route", **more)
    assert set(program.tasks(code)) == {"assess_risk"}


def test_an_agency_answers_before_anybody_waits_for_it(program: Program, world: World) -> None:
    code = decided(program, "refer")
    message = {"correlation": code, "payload": {"said": "Đã nhận."}}
    received = said(program.post("/messages/agency_answered", world.agency, message), 202)
    assert received["correlation"] == code
    program.complete(code, "prepare_referral")
    program.complete(code, "contact_hotline")
    assert set(program.tasks(code)) == {"record_agency_answer"}
    assert messages.deliver(world.workplace, now=world.clock.now) == 1
    assert set(program.tasks(code)) == {"confirm_agency_answer"}
    program.complete(code, "confirm_agency_answer")
    program.complete(code, "monitor_help")
    assert ended_at(program, code) == "case_ended"
