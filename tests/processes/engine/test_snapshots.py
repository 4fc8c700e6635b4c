"""What is kept of a case: small, canonical, and no larger for a long life."""

from __future__ import annotations

import time
from itertools import cycle

import pytest

from processes.bundle import catalogue
from processes.engine import Entry, Step, step
from processes.engine.snapshots import FORMAT, UnknownFormat
from tests.processes.engine import nasty
from tests.processes.engine.calendar import OPENED_AT, PlainCalendar
from tests.processes.engine.case import CALENDAR, Case

SINCE = "2026-08-21T08:00:00+00:00"
SCHOOL = catalogue("school_social_work")
LARGEST = 8_192  # bytes, of any state of the catalogue that people can bring about


def test_the_first_byte_is_the_format_number() -> None:
    snapshot = Case(nasty.LOOPS, since=SINCE).now.snapshot
    assert snapshot[:1] == FORMAT == b"1"
    with pytest.raises(UnknownFormat):
        step(nasty.LOOPS, PlainCalendar(), b"2" + snapshot[1:], Entry("assigned", OPENED_AT))


def test_reading_and_writing_again_gives_the_same_bytes() -> None:
    case = Case(nasty.MESSAGES, since=SINCE)
    case.send("news")
    case.complete("carry_out#2", flag="no")
    case.fire("carry_out_late")
    before = case.now.snapshot
    assert case.enter(Entry("assigned", OPENED_AT)).snapshot == before


def test_the_order_of_given_values_does_not_matter() -> None:
    values = {"kind": "a", "flag": "no", "since": SINCE}
    turned = dict(reversed(values.items()))
    assert Case(nasty.LOOPS, **values).now == Case(nasty.LOOPS, **turned).now


def test_a_loop_of_500_completions_stays_small_and_quick() -> None:
    case = Case(nasty.LOOPS, since=SINCE)
    sizes, costs = [], []
    for element in (*["p1", "p3", "p2", "after"] * 125,):
        begun = time.perf_counter()
        case.complete(element, again="yes", flag="no")
        costs.append(time.perf_counter() - begun)
        sizes.append(len(case.now.snapshot))
    early, late = sizes[4:8], sizes[-4:]
    assert max(late) <= max(early) + 60  # the digits of the counters
    assert min(costs[-40:]) < 4 * min(costs[:40])


def test_messages_beside_a_task_leave_nothing_behind() -> None:
    case = school_case()
    for _ in range(100):
        case = follow(case, "message", "activity_logged")
        case = follow(case, "message", "plan_adjusted")
    assert len(case.snapshot) < 1_600
    assert {event.key for event in case.events} >= {"activity_logged#101", "plan_adjusted#101"}


def test_a_case_of_500_completions_in_the_catalogue_stays_small() -> None:
    case = school_case()
    sizes = [len(case.snapshot)]
    answers = {
        "carry_out_plan": {},
        "review_student": {"conclusion": "continue", "review_on": "2026-10-01"},
    }
    for _, (element, routing) in zip(range(500), cycle(answers.items()), strict=False):
        case = follow(case, "completed", element, **routing)
        sizes.append(len(case.snapshot))
    assert max(sizes) < 1_600
    assert max(sizes[-4:]) <= max(sizes[:5]) + 60


def school_case() -> Step:
    """A case of the catalogue whose plan is carried out, beside a referral."""
    opened = {"kind": "report", "emergency": "no", "received_at": SINCE, "reopened": "no"}
    case = step(SCHOOL, CALENDAR, None, Entry("opened", OPENED_AT, routing=opened))
    intake = {"emergency": "no", "suspected_abuse": "no", "authorities_notified": "no"}
    case = follow(case, "completed", "record_intake", **intake)
    case = follow(case, "completed", "assess_risk", risk="high", verified="true")
    case = follow(case, "completed", "decide_route", route="school_and_refer")
    case = follow(case, "completed", "plan_intervention", review_on="2026-09-18")
    return follow(case, "completed", "approve_plan", approved="yes")


def follow(before: Step, kind: str, element: str, **routing: str) -> Step:
    """The next step of a case."""
    waiting = before.tasks if kind == "completed" else before.events
    key = next(each.key for each in waiting if each.element == element)
    return step(SCHOOL, CALENDAR, before.snapshot, Entry(kind, OPENED_AT, element, key, routing))
