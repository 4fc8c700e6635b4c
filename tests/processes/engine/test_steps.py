"""A step: from a state and an entry to a state, or refused with nothing changed."""

from __future__ import annotations

import pytest

from processes.engine import (
    Entry,
    MessageNotAwaited,
    OpenTask,
    StepRefused,
    TaskNotOpen,
    TimerNotArmed,
    UndeclaredValue,
    Visit,
    soundness,
    step,
)
from tests.processes.engine.calendar import OPENED_AT, PlainCalendar
from tests.processes.engine.case import Case
from tests.processes.engine.drawing import (
    both,
    bundle,
    end,
    on_time,
    process,
    script,
    start,
    user,
    xor,
)

SINCE = "2026-08-21T08:00:00+00:00"
ASKED = bundle(
    process(
        "p",
        start("begin"),
        user("ask"),
        xor("answer"),
        user("yes"),
        end("said_yes"),
        end("said_no"),
        flows="""
            begin -> ask -> answer
            answer -> yes : kind == "a"
            answer -> said_no
            yes -> said_yes
        """,
    )
)


def test_opening_leads_to_the_first_task() -> None:
    case = Case(ASKED)
    assert case.now.tasks == (OpenTask("ask#1", "ask", "p", ("head",), "form"),)
    assert not case.now.ended
    assert case.now.routing == dict.fromkeys(("kind", "again", "flag", "since", "day"))


def test_an_answer_decides_the_way_and_the_way_is_told() -> None:
    step_ = Case(ASKED).complete("ask", kind="a")
    assert [task.key for task in step_.tasks] == ["yes#1"]
    assert step_.routing["kind"] == "a"
    assert step_.path == (
        Visit("left", "ask"),
        Visit("taken", "ask__answer"),
        Visit("entered", "answer"),
        Visit("left", "answer"),
        Visit("taken", "answer__yes"),
        Visit("entered", "yes"),
    )


def test_a_value_not_yet_set_is_none_and_the_default_flow_is_taken() -> None:
    step_ = Case(ASKED).complete("ask")
    assert (step_.ended, step_.end, step_.tasks) == (True, "said_no", ())


def test_a_task_is_completed_once() -> None:
    case = Case(ASKED)
    before = case.now
    case.complete("ask", kind="a")
    with pytest.raises(TaskNotOpen) as refused:
        case.complete("ask#1", kind="a")
    assert refused.value.task_key == "ask#1"
    again = step(ASKED, PlainCalendar(), before.snapshot, case.entries[1])
    assert again == case.now


def test_an_ended_case_takes_nothing_more() -> None:
    case = Case(ASKED)
    case.complete("ask")
    with pytest.raises(TaskNotOpen):
        case.complete("yes#1")
    with pytest.raises(MessageNotAwaited):
        case.send("anything")
    with pytest.raises(TimerNotArmed):
        case.enter(Entry("timer_fired", OPENED_AT, task_key="late#1"))


def test_a_case_is_opened_once_and_before_all_else() -> None:
    case = Case(ASKED)
    with pytest.raises(StepRefused):
        case.enter(Entry("opened", OPENED_AT))
    with pytest.raises(StepRefused):
        step(ASKED, PlainCalendar(), None, Entry("assigned", OPENED_AT))


def test_other_kinds_of_entry_leave_the_state_as_it_is() -> None:
    case = Case(ASKED)
    before = case.now
    after = case.enter(Entry("assigned", OPENED_AT, "ask", "ask#1"))
    assert after.snapshot == before.snapshot
    assert after.state_digest == before.state_digest
    assert after.tasks == before.tasks
    assert after.path == ()


@pytest.mark.parametrize(
    "routing",
    [{"kind": "z"}, {"unknown": "a"}, {"since": "yesterday"}, {"since": "2026-08-21T08:00:00"}],
)
def test_a_value_that_is_not_declared_is_refused(routing: dict[str, str]) -> None:
    case = Case(ASKED)
    with pytest.raises(UndeclaredValue):
        case.complete("ask", **routing)
    assert case.open == ["ask"]


def test_a_moment_is_kept_in_utc() -> None:
    step_ = Case(ASKED).complete("ask", kind="a", since="2026-08-21T15:00:00+07:00")
    assert step_.routing["since"] == SINCE


def test_a_diagram_that_runs_on_for_ever_is_refused_and_nothing_has_changed() -> None:
    endless = bundle(
        process(
            "p",
            start("s"),
            user("a"),
            xor("m"),
            script("x", 'flag = "yes"'),
            xor("g"),
            end("e"),
            flows="""
                s -> a -> m -> x -> g
                g -> e : flag == "no"
                g -> m
            """,
        )
    )
    case = Case(endless)
    before = case.now
    with pytest.raises(StepRefused) as refused:
        case.complete("a")
    assert refused.value.reason == "endless"
    assert refused.value.element in ("m", "x", "g")
    assert case.now is before


def test_a_timer_whose_moment_is_missing_is_refused_with_its_element() -> None:
    timed = bundle(
        process(
            "p",
            start("s"),
            user("a"),
            user("b"),
            on_time("t", "b", "working_hours(12, since)", interrupting=False),
            end("e"),
            end("f"),
            flows="s -> a -> b -> e\nt -> f",
        )
    )
    case = Case(timed)
    with pytest.raises(StepRefused) as refused:
        case.complete("a")
    assert (refused.value.reason, refused.value.element) == ("failed", "t")
    assert case.complete("a", since=SINCE).tasks[0].key == "b#1"


def test_a_deadlock_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    # As if a release whose check for soundness had a gap had published this diagram.
    monkeypatch.setattr(soundness, "check", lambda drawn, checked: None)
    stuck = bundle(
        process(
            "p",
            start("s"),
            user("a"),
            xor("g"),
            user("b"),
            user("c"),
            both("j"),
            end("e"),
            flows="""
                s -> a -> g
                g -> b : kind == "b"
                g -> c
                b -> j
                c -> j -> e
            """,
        )
    )
    case = Case(stuck)
    case.complete("a")
    with pytest.raises(StepRefused) as refused:
        case.complete("c")
    assert (refused.value.reason, refused.value.element) == ("stuck", "j")
