"""Each route of the procedure from the report to the end, in a real browser."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from models import cases
from models.settings import Settings
from processes import history
from tests import world as worlds
from tests.answers import answers_to, typed_moment
from tests.browser import DESK, PHONE
from tests.journeys.kinds import kinds
from tests.journeys.person import DRAWN, Person
from tests.server import Server
from tests.world import World

AN, BINH = "an", "binh"


@dataclass(frozen=True)
class Act:
    """Somebody completes the task of an element, or sends its message."""

    who: str
    element: str
    given: dict[str, Any] = field(default_factory=dict)


HELPING = ("at_school", "refer", "school_and_refer")


def decision(route: str, **given: Any) -> Act:
    """The head decides; how a referral is read is asked only where help is given."""
    unasked = {} if route in HELPING else {"referral_reading": None}
    return Act(BINH, "decide_route", {"route": route, **unasked, **given})


def intake(route: str, **given: Any) -> list[Act]:
    """From Mẫu 01 to the decision."""
    return [Act(AN, "record_intake"), Act(AN, "assess_risk"), decision(route, **given)]


PLAN = [Act(AN, "plan_intervention"), Act(BINH, "approve_plan")]
SENT_BACK = [
    Act(AN, "plan_intervention"),
    Act(BINH, "approve_plan", {"approved": "no", "changes_wanted": "Hoạt động 1 sớm hơn."}),
]
HELP = [Act(AN, "activity_logged"), Act(AN, "carry_out_plan"), Act(AN, "review_student")]
HOTLINE = [
    Act(AN, "prepare_referral"),
    Act(AN, "contact_hotline"),
    Act(AN, "record_agency_answer"),
    Act(AN, "monitor_help"),
]
LETTER = [
    Act(
        AN,
        "prepare_referral",
        {
            "method": "letter",
            "agency": {"id": "other", "name": "UBND xã An Bình", "kind": "commune_committee"},
            "subject": "Chuyển, gửi vụ việc của học sinh",
        },
    ),
    Act(BINH, "sign_letter"),
    Act(AN, "record_agency_answer"),
    Act(AN, "monitor_help"),
]
NO_HARM = {"harm": None, "protection": None, "risk": None}

ROUTES = {
    "at_school": (
        [*intake("at_school"), *SENT_BACK, *PLAN, *HELP, Act(BINH, "confirm_end")],
        "case_ended",
    ),
    "refer_by_hotline": ([*intake("refer"), *HOTLINE], "case_ended"),
    "refer_by_letter": ([*intake("refer"), *LETTER], "case_ended"),
    "school_and_refer": (
        [*intake("school_and_refer"), *PLAN, *LETTER, *HELP, Act(BINH, "confirm_end")],
        "case_ended",
    ),
    "drop_out": (
        [*intake("drop_out"), Act(AN, "notify_commune"), Act(AN, "record_drop_out_result")],
        "case_ended",
    ),
    "development_support": (
        [*intake("development_support"), Act(AN, "plan_support"), Act(AN, "close_support")],
        "case_ended",
    ),
    "verify_more_then_untrue": (
        [
            *intake("verify_more", verify_what="Hỏi thêm bạn cùng lớp."),
            Act(AN, "assess_risk", {"verified": "untrue", **NO_HARM}),
            decision("untrue"),
        ],
        "case_ended",
    ),
    "no_intervention": (intake("no_intervention"), "case_ended"),
    "closed_early": ([Act(AN, "record_intake"), Act(BINH, "close_early")], "case_ended_early"),
}  # fmt: skip


WALKS = [(name, kind) for turn, name in enumerate(ROUTES) for kind in kinds(turn)]


@pytest.mark.parametrize("width", [PHONE])
@pytest.mark.parametrize(("name", "database_url"), WALKS, indirect=["database_url"])
def test_a_case_goes_from_the_report_to_its_end(
    name: str, settings: Settings, server: Server, page: Page
) -> None:
    world = worlds.build(settings)
    acts, end = ROUTES[name]
    person = Person(page, server.url)
    code = report(person, world)
    for act in acts:
        person.sign_in(getattr(world, act.who))
        do(person, code, act)
    with world.workplace.database.reading() as session:
        case = cases.by_code(session, code)
        assert case is not None
        assert case.end_element == end
        assert history.verify(session, world.workplace, case).part is None
    world.close()


@pytest.mark.parametrize("width", [DESK])
@pytest.mark.parametrize("database_url", kinds(1), indirect=True)
def test_what_was_typed_is_still_there_with_every_problem_named(
    settings: Settings, server: Server, page: Page
) -> None:
    world = worlds.build(settings)
    person = Person(page, server.url)
    person.sign_in(world.lan)
    person.go("/bao-tin")
    name = "Ngô Thị Đ'Ả <b>"
    later = datetime.now(UTC) + timedelta(days=1)
    person.fill({"student_name": name, "received_at": typed_moment(later)})
    person.submit()
    assert person.problems
    assert any("ở sau lúc này" in problem for problem in person.problems)
    expect(page.locator("[name=student_name]")).to_have_value(name)
    assert page.title().startswith("Lỗi")
    world.close()


def report(person: Person, world: World) -> str:
    """The teacher reports; the focal point finds the case that it opened."""
    person.sign_in(world.lan)
    person.go("/bao-tin")
    person.fill(answers_to("report", now=just_now()))
    person.submit()
    receipt = person.page.locator("dd.code").inner_text()
    assert receipt.startswith("TB-")
    with world.workplace.database.reading() as session:
        from models import reports

        found = reports.by_code(session, receipt)
        assert found is not None
        return reports.cases_of(session, found.id)[0].code


def do(person: Person, code: str, act: Act) -> None:
    """One act, through the page where a person would do it."""
    form = DRAWN[act.element].form
    assert form is not None
    if DRAWN[act.element].kind == "boundaryEvent":
        assert person.go(f"/ho-so/{code}/bao/{act.element}") == 200
    else:
        person.open_task(code, act.element)
    person.fill(answers_to(form, now=just_now(), **act.given))
    person.submit()
    assert not person.problems, person.problems
    expect(person.page.locator("main")).to_contain_text(code)


def just_now() -> datetime:
    """A moment of today that has certainly passed when the form arrives."""
    return datetime.now(UTC) - timedelta(minutes=1)
