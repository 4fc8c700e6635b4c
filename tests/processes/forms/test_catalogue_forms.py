"""The forms of the catalogue against the procedure and the rules of the house."""

import re
import unicodedata
from collections.abc import Iterator

import pytest

from processes.forms.answers import AnswersRejected, check
from processes.forms.component import Component
from processes.forms.definition import FormDefinition
from processes.forms.wording import WORDINGS, Text
from tests.processes.forms.forms import NOW, catalogue_form, form_names, routing

YES_NO = {"yes", "no"}
# What each form gives the process: its routing names, and the values of those to choose.
ROUTING: dict[str, dict[str, set[str]]] = {
    "report": {"kind": {"report"}, "emergency": YES_NO, "received_at": set(), "reopened": {"no"}},
    "open_development_support": {
        "kind": {"support_request"}, "emergency": {"no"}, "received_at": set(), "reopened": {"no"},
    },
    "record_intake": {
        "emergency": YES_NO, "suspected_abuse": YES_NO, "authorities_notified": YES_NO,
    },
    "assess_risk": {
        "risk": {"high", "medium", "low"}, "verified": {"true", "partly", "untrue", "unclear"},
    },
    "decide_route": {
        "route": {
            "at_school", "refer", "school_and_refer", "drop_out", "verify_more",
            "no_intervention", "development_support", "untrue",
        },
    },
    "plan_intervention": {"review_on": set()},
    "approve_plan": {"approved": YES_NO},
    "plan_adjusted": {},
    "activity_logged": {},
    "carry_out_plan": {},
    "review_student": {
        "conclusion": {"end", "continue", "new_plan", "refer"}, "review_on": set(),
        "received_at": set(), "support_needed": YES_NO,
    },
    "confirm_end": {"end_confirmed": YES_NO},
    "authority_notice": {},
    "prepare_referral": {"method": {"hotline", "letter"}},
    "contact_hotline": {"contacted_at": set()},
    "sign_letter": {"signed": YES_NO, "sent_at": set()},
    "record_agency_answer": {
        "agency_answer": {"received", "not_competent", "silent", "guidance_only"},
    },
    "handle_silence": {"silence_action": {"remind", "higher_office", "end"}},
    "monitor_help": {"monitoring": {"continue", "done"}, "support_after_referral": YES_NO},
    "notify_commune": {},
    "record_drop_out_result": {
        "drop_out_result": {"returned", "commune_solution", "no_result"}, "support_needed": YES_NO,
    },
    "plan_support": {},
    "close_support": {},
    "support_logged": {},
    "new_information": {"received_at": set()},
    "decision_reopened": {"received_at": set(), "reopened": {"yes"}},
    "close_early": {
        "early_end": {
            "opened_by_mistake", "untrue", "moved_school", "left_school", "died", "other",
        },
    },
}  # fmt: skip


@pytest.fixture(params=sorted(ROUTING))
def definition(request: pytest.FixtureRequest) -> FormDefinition:
    return catalogue_form(request.param)


def everything(components: tuple[Component, ...]) -> Iterator[Component]:
    for one in components:
        yield one
        yield from everything(one.components)


def texts(definition: FormDefinition) -> Iterator[Text]:
    yield from (one for one in (definition.title, definition.intro, definition.submit) if one)
    for one in everything(definition.components):
        yield from (part for part in (one.label, one.hint, one.noun, one.missing, one.item) if part)
        for choice in one.values + one.rows + one.levels:
            yield choice.label
            if choice.hint:
                yield choice.hint


def test_the_catalogue_has_these_forms_and_no_others() -> None:
    assert form_names() == sorted(ROUTING)


def test_each_form_sets_the_routing_values_of_the_procedure(definition: FormDefinition) -> None:
    given = {
        one.routing: {choice.value for choice in one.values} | ({one.value} if one.value else set())
        for one in definition.components
        if one.routing
    }
    assert given == ROUTING[definition.id]
    assert given.keys() <= routing().keys()


def test_every_text_stands_in_both_languages_in_plain_words(definition: FormDefinition) -> None:
    for one in texts(definition):
        vi, en = one["vi"], one["en"]
        assert vi.strip() == vi
        assert en.strip() == en
        assert unicodedata.is_normalized("NFC", vi)
        assert "!" not in vi + en
        assert "vui lòng" not in vi.lower()
        assert "please" not in en.lower()
        assert not re.search(r"\b(pupil|blame)\b", en.lower())


def test_every_school_gets_its_own_words(definition: FormDefinition) -> None:
    for wording in WORDINGS.values():
        for one in texts(definition.worded(wording)):
            assert "{" not in one["vi"] + one["en"]


def test_the_field_sets_are_never_shown_as_law(definition: FormDefinition) -> None:
    assert definition.basis in ("reading", "design")


def test_the_informant_is_asked_for_only_with_consent(definition: FormDefinition) -> None:
    for one in everything(definition.components):
        if one.private == "informant":
            assert one.when is not None
            assert (one.when.field, one.when.op, one.when.value) == (
                "informant_consent",
                "eq",
                "yes",
            )
            assert not one.required


def test_free_text_about_a_child_is_private(definition: FormDefinition) -> None:
    for one in everything(definition.components):
        if one.type in ("textarea", "birth", "phone", "levels"):
            assert one.private != "none"


def test_an_empty_form_says_what_it_needs_without_failing(definition: FormDefinition) -> None:
    try:
        check(definition, {}, now=NOW, routing_declared=routing())
    except AnswersRejected as rejected:
        for error in rejected.errors:
            assert error.message["vi"]
            assert error.message["en"]


def test_the_hours_are_anchored_by_moments_that_have_passed(definition: FormDefinition) -> None:
    for one in everything(definition.components):
        if one.type == "moment":
            assert one.past
            assert one.noun


LITTLE_KNOWN = {
    "student_known": "no",
    "groups": ["other"],
    "group_other": "Chưa rõ",
    "initial_needs": "Tìm xem là ai",
    "emergency": "no",
    "suspected_abuse": "yes",
    "authorities_notified": "no",
}


def test_an_intake_can_be_kept_while_almost_nothing_is_known() -> None:
    answers = check(catalogue_form("record_intake"), LITTLE_KNOWN, now=NOW)
    assert answers.routing == {
        "authorities_notified": "no",
        "emergency": "no",
        "suspected_abuse": "yes",
    }


def test_an_informant_who_does_not_consent_leaves_no_trace() -> None:
    named = LITTLE_KNOWN | {"informant_consent": "no", "informant_name": "Phan Mỹ Hạnh"}
    answers = check(catalogue_form("record_intake"), named, now=NOW)
    assert "Phan Mỹ Hạnh" not in answers.to_bytes().decode()


def test_a_receipt_in_the_future_is_refused_in_the_words_of_the_form() -> None:
    raw = {
        "story": "Em bị chặn ở cổng sau",
        "received_at": {"date": "24/8/2026", "time": "10:00"},
        "channel": "in_person",
        "emergency": "yes",
    }
    with pytest.raises(AnswersRejected) as rejected:
        check(catalogue_form("report"), raw, now=NOW)
    assert [(error.path, error.message["vi"]) for error in rejected.value.errors] == [
        ("received_at", "Giờ nhận tin đang ở sau lúc này (8:15 ngày 24/8/2026)"),
        ("emergency_reason", "Ghi lý do đánh dấu khẩn cấp"),
    ]


def test_sending_a_plan_back_needs_a_reason_and_approving_does_not() -> None:
    approve = catalogue_form("approve_plan")
    assert check(approve, {"approved": "yes"}, now=NOW).routing == {"approved": "yes"}
    with pytest.raises(AnswersRejected) as rejected:
        check(approve, {"approved": "no"}, now=NOW)
    assert [error.path for error in rejected.value.errors] == ["changes_wanted"]


def test_the_head_says_which_reading_was_applied() -> None:
    decide = catalogue_form("decide_route")
    with pytest.raises(AnswersRejected) as rejected:
        check(decide, {"route": "refer", "reason": "x"}, now=NOW)
    assert [error.path for error in rejected.value.errors] == ["referral_reading"]
    assert check(decide, {"route": "untrue", "reason": "x"}, now=NOW).routing == {"route": "untrue"}


def test_a_report_found_untrue_needs_no_levels() -> None:
    raw = {"verified": "untrue", "student_view_from": "none", "student_view_missing": "Không cần"}
    answers = check(catalogue_form("assess_risk"), raw, now=NOW)
    assert answers.routing == {"verified": "untrue"}
