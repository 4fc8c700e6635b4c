"""Events on the boundary of an activity: they interrupt it once, or stay beside it for good."""

from __future__ import annotations

import pytest

from processes.engine import MessageNotAwaited, Visit
from tests.processes.engine.case import Case
from tests.processes.engine.drawing import (
    both,
    bundle,
    call,
    end,
    on_message,
    on_time,
    process,
    start,
    sub,
    user,
)

SINCE = "2026-08-21T08:00:00+00:00"
BESIDE = bundle(
    process(
        "p",
        start("s"),
        user("a"),
        on_message("news", "a", "told", interrupting=False),
        on_message("stop", "a", "stopped"),
        user("b"),
        user("c"),
        end("e"),
        end("f"),
        end("g"),
        flows="s -> a -> e\nnews -> b -> f\nstop -> c -> g",
    )
)


def test_a_message_beside_a_task_comes_again_and_again() -> None:
    case = Case(BESIDE)
    for n in range(1, 4):
        assert f"news#{n}" in [event.key for event in case.now.events]
        case.send("news", kind="b")
    assert case.open == ["a", "b", "b", "b"]
    case.complete("a")
    assert (case.open, case.now.events) == (["b", "b", "b"], ())
    for _ in range(3):
        case.complete("b")
    assert case.now.end == "f"


def test_each_message_has_its_own_values() -> None:
    case = Case(BESIDE, kind="a")
    case.send("news", kind="b")
    case.send("news", kind="c")
    assert case.complete("b#1").routing["kind"] == "b"
    assert case.complete("b#2").routing["kind"] == "c"
    assert case.complete("a").routing["kind"] == "a"


def test_an_interrupting_message_takes_the_task_away_and_leaves_what_came_before() -> None:
    case = Case(BESIDE)
    case.send("news")
    after = case.send("stop")
    assert case.open == ["b", "c"]
    assert after.events == ()
    assert Visit("cancelled", "a") in after.path
    assert Visit("entered", "stop") in after.path


def test_a_message_can_be_sent_to_one_of_several_that_wait() -> None:
    beside = bundle(
        process(
            "p",
            start("s"),
            both("split"),
            call("one", "q"),
            call("two", "q"),
            both("join"),
            end("e"),
            flows="s -> split\nsplit -> one -> join\nsplit -> two -> join\njoin -> e",
        ),
        process(
            "q",
            start("qs"),
            user("a"),
            on_message("m", "a", "told", interrupting=False),
            user("b"),
            end("qe"),
            end("qf"),
            flows="qs -> a -> qe\nm -> b -> qf",
        ),
    )
    case = Case(beside)
    assert [event.key for event in case.now.events] == ["m#1", "m#2"]
    case.send("m")
    assert sorted(event.key for event in case.now.events) == ["m#2", "m#3"]
    with pytest.raises(MessageNotAwaited):
        case.send("nobody")


def test_a_timer_beside_a_task_fires_once() -> None:
    late = bundle(
        process(
            "p",
            start("s"),
            user("a"),
            on_time("t", "a", "working_days(3, since)", interrupting=False),
            user("b"),
            end("e"),
            end("f"),
            flows="s -> a -> e\nt -> b -> f",
        )
    )
    case = Case(late, since=SINCE)
    case.fire("t")
    assert (case.open, case.now.timers) == (["a", "b"], ())
    case.complete("a")
    assert case.open == ["b"]


def test_a_branch_beside_a_sub_process_lives_on_when_the_sub_process_is_left() -> None:
    beside = bundle(
        process(
            "p",
            start("s"),
            sub("inner", start("is"), user("a"), end("ie"), flows="is -> a -> ie"),
            on_message("news", "inner", "told", interrupting=False),
            on_message("stop", "inner", "stopped"),
            call("work", "q"),
            user("c"),
            end("e"),
            end("f"),
            end("g"),
            flows="s -> inner -> e\nnews -> work -> f\nstop -> c -> g",
        ),
        process("q", start("qs"), user("b"), end("qe"), flows="qs -> b -> qe"),
    )
    case = Case(beside)
    for _ in range(3):
        case.send("news")
    case.send("stop")
    assert case.open == ["b", "b", "b", "c"]
    for task in list(case.now.tasks):
        case.complete(task.key)
    assert case.now.ended
