"""Calls, sub-processes, scripts, several events, several instances: what each element does."""

from __future__ import annotations

from processes.engine import (
    Visit,
)
from tests.processes.engine.case import Case
from tests.processes.engine.drawing import (
    both,
    bundle,
    call,
    end,
    first_of,
    on_message,
    process,
    start,
    sub,
    user,
    waits_for,
    waits_until,
    xor,
)

SINCE = "2026-08-21T08:00:00+00:00"


def test_a_process_that_is_called_hands_its_values_back() -> None:
    caller = bundle(
        process(
            "p",
            start("s"),
            call("work", "q"),
            xor("g"),
            user("more"),
            end("e"),
            end("f"),
            flows="""
                s -> work -> g
                g -> more : kind == "b"
                g -> e
                more -> f
            """,
        ),
        process("q", start("qs"), user("a"), end("qe"), flows="qs -> a -> qe"),
    )
    case = Case(caller, kind="a")
    assert case.now.tasks[0].process == "q"
    assert case.complete("a", kind="b").tasks[0].key == "more#1"


def test_where_tokens_meet_the_value_written_last_wins() -> None:
    joined = bundle(
        process(
            "p",
            start("s"),
            both("split"),
            user("a"),
            user("b"),
            both("join"),
            user("c"),
            end("e"),
            flows="s -> split\nsplit -> a -> join\nsplit -> b -> join\njoin -> c -> e",
        )
    )
    for order in ("ab", "ba"):
        case = Case(joined, kind="a", flag="no")
        for element in order:
            # `b` never touches `kind`: its older value must not undo the newer one of `a`.
            case.complete(element, **{"a": {"kind": "c"}, "b": {"flag": "yes"}}[element])
        step_ = case.complete("c")
        assert (step_.routing["kind"], step_.routing["flag"]) == ("c", "yes")


def test_a_script_after_a_task_writes_the_moment_of_the_entry() -> None:
    stamped = bundle(
        process(
            "p",
            start("s"),
            user("a", script="since = now()"),
            user("b"),
            end("e"),
            flows="s -> a -> b -> e",
        )
    )
    assert Case(stamped).complete("a").routing["since"] == SINCE


def test_the_first_of_several_events_takes_the_others_away() -> None:
    awaiting = bundle(
        process(
            "p",
            start("s"),
            first_of("first"),
            waits_for("came", "answered"),
            waits_for("gone", "stopped"),
            waits_until("late", "working_days(2, since)"),
            user("a"),
            user("b"),
            user("c"),
            end("e"),
            end("f"),
            end("g"),
            flows="""
                s -> first
                first -> came -> a -> e
                first -> gone -> b -> f
                first -> late -> c -> g
            """,
        )
    )
    case = Case(awaiting, since=SINCE)
    assert [(event.key, event.name) for event in case.now.events] == [
        ("came#1", "answered"),
        ("gone#1", "stopped"),
    ]
    assert [timer.key for timer in case.now.timers] == ["late#1"]
    assert Case(awaiting, since=SINCE).fire("late").tasks[0].key == "c#1"
    after = case.send("gone", kind="b")
    assert (case.open, after.events, after.timers) == (["b"], (), ())
    assert after.routing["kind"] == "b"


def test_several_instances_are_open_at_once_and_all_are_waited_for() -> None:
    many = bundle(
        process(
            "p",
            start("s"),
            user("a", times=3),
            user("b"),
            end("e"),
            flows="s -> a -> b -> e",
        )
    )
    case = Case(many)
    assert [task.key for task in case.now.tasks] == ["a#1", "a#2", "a#3"]
    case.complete("a#2", kind="b")
    case.complete("a#3")
    assert case.open == ["a"]
    assert case.complete("a#1").tasks[0].key == "b#1"
    assert case.complete("b").routing["kind"] == "b"


def test_a_terminate_end_ends_only_its_own_sub_process() -> None:
    ended = bundle(
        process(
            "p",
            start("s"),
            sub(
                "inner",
                start("is"),
                both("split"),
                user("a"),
                user("b"),
                end("stop", "terminate"),
                end("ie"),
                flows="is -> split\nsplit -> a -> stop\nsplit -> b -> ie",
            ),
            user("c"),
            on_message("m", "inner", "told"),
            end("f"),
            end("e"),
            flows="s -> inner -> c -> e\nm -> f",
        )
    )
    case = Case(ended)
    after = case.complete("a")
    assert (case.open, after.events) == (["c"], ())
    assert Visit("cancelled", "b") in after.path
