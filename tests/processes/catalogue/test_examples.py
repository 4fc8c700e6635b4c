"""Every example of the catalogue holds, and together they go everywhere."""

from collections.abc import Mapping

import pytest

from processes.bundle import Bundle, catalogue
from processes.engine import Calendar, load
from processes.examples import Example, ExampleUnreadable, Run, examples, run
from processes.working_time.vietnam import demo_calendar

BUNDLE = catalogue("school_social_work")
EXAMPLES = examples(BUNDLE)

A_REPORT = """
title = { vi = "Thử", en = "Trial" }
[opened]
at = 2026-08-21T15:00:00
routing = { kind = "report", emergency = "no", received_at = 2026-08-21T15:00:00, reopened = "no" }
open = ["record_intake"]
"""


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return demo_calendar()


@pytest.fixture(scope="module")
def runs(calendar: Calendar) -> Mapping[str, Run]:
    return {example.name: run(example, BUNDLE, calendar) for example in EXAMPLES}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_the_case_goes_as_the_example_says(example: Example, runs: Mapping[str, Run]) -> None:
    assert [str(difference) for difference in runs[example.name].differences] == []


def test_together_they_take_every_sequence_flow(runs: Mapping[str, Run]) -> None:
    assert set(load(BUNDLE).flows) - on_the_way(runs, "taken") == set()


def test_together_they_pass_every_element(runs: Mapping[str, Run]) -> None:
    assert set(load(BUNDLE).elements) - on_the_way(runs, "left") == set()


def on_the_way(runs: Mapping[str, Run], what: str) -> set[str]:
    """The flows that all of them together have taken, or the elements that they have left."""
    return {
        visit.element
        for each in runs.values()
        for step in each.steps
        for visit in step.path
        if visit.what == what
    }


def test_together_they_decide_every_route(runs: Mapping[str, Run]) -> None:
    chosen = {
        act.routing["route"]
        for each in runs.values()
        for act in each.example.acts
        if act.element == "decide_route"
    }
    assert chosen == load(BUNDLE).routing["route"].values


def test_most_of_them_follow_the_case_to_an_end(runs: Mapping[str, Run]) -> None:
    ends = {each.steps[-1].end for each in runs.values()}
    assert {"case_ended", "case_ended_early"} <= ends


def test_an_act_that_a_due_timer_precedes_is_pointed_out(calendar: Calendar) -> None:
    result = run(
        _example(
            A_REPORT,
            """
            [[act]]
            complete = "record_intake"
            at = 2026-08-24T10:00:00
            routing = { emergency = "no", suspected_abuse = "no", authorities_notified = "no" }
            open = ["assess_risk"]
            """,
        ),
        BUNDLE,
        calendar,
    )
    (difference,) = result.differences
    assert (difference.act, difference.what) == (1, "due")
    assert difference.found == ["twelve_hours_without_decision#1"]


def test_what_is_not_as_the_example_says_is_pointed_out(calendar: Calendar) -> None:
    act = """
        [[act]]
        complete = "record_intake"
        at = 2026-08-21T16:00:00
        routing = { emergency = "no", suspected_abuse = "no", authorities_notified = "no" }
        through = ["to_assessment", "to_intake"]
        open = ["decide_route"]
        awaits = []
        forms = { assess_risk = "record_intake" }
        due = { twelve_hours_without_decision = 2026-08-24T09:00:00 }
        end = "case_ended"
        """
    result = run(_example(A_REPORT, act), BUNDLE, calendar)
    assert {difference.what for difference in result.differences} == {
        "through",
        "open",
        "awaits",
        "forms",
        "due",
        "end",
    }


def test_an_act_that_the_case_refuses_ends_the_example(calendar: Calendar) -> None:
    act = '[[act]]\ncomplete = "decide_route"\nat = 2026-08-21T16:00:00\nopen = []\n'
    result = run(_example(A_REPORT, act * 2), BUNDLE, calendar)
    (difference,) = result.differences
    assert (difference.act, difference.what, difference.expected) == (
        1,
        "completed",
        "decide_route",
    )
    assert difference.found.startswith("TaskNotOpen")


@pytest.mark.parametrize(
    "wrong",
    [
        '[[act]]\ncomplete = "x"\nat = 2026-08-21T16:00:00\n',
        '[[act]]\ncomplete = "x"\nat = 2026-08-21T16:00:00\nopen = []\nopne = []\n',
        "[[act]]\nat = 2026-08-21T16:00:00\nopen = []\n",
        '[[act]]\ncomplete = "x"\nfire = "y"\nat = 2026-08-21T16:00:00\nopen = []\n',
        '[[act]]\ncomplete = "x"\nopen = []\n',
        '[[act]]\ncomplete = "x"\nat = 2026-08-21T16:00:00Z\nopen = []\n',
        '[[act]]\ncomplete = "x"\nat = 2026-08-21T16:00:00\nopen = "y"\n',
        "act = 1\n",
        "[[act",
    ],
    ids=[
        "open missing",
        "unknown key",
        "no act",
        "two acts",
        "no moment",
        "another zone",
        "no list",
        "no acts",
        "no toml",
    ],
)
def test_an_example_that_says_too_little_or_nonsense_is_refused(wrong: str) -> None:
    with pytest.raises(ExampleUnreadable, match=r"tests/trial\.toml"):
        _example(A_REPORT, wrong)


def _example(*parts: str) -> Example:
    text = "\n".join(line.strip() for part in parts for line in part.splitlines())
    (example,) = examples(Bundle({"tests/trial.toml": text.encode()}))
    return example
