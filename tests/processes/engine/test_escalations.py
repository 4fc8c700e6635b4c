"""An escalation starts a branch beside the activity around it, and holds nothing up."""

from __future__ import annotations

from processes.bundle import Bundle
from processes.engine import Visit
from tests.processes.engine.case import Case
from tests.processes.engine.drawing import (
    both,
    bundle,
    call,
    end,
    on_error,
    on_escalation,
    process,
    start,
    sub,
    throws,
    user,
    xor,
)

RAISES = process(
    "q",
    start("qs"),
    xor("qm"),
    user("a"),
    throws("raised", "alarm"),
    user("b"),
    xor("qg"),
    end("qe"),
    flows='qs -> qm -> a -> raised -> b -> qg\nqg -> qm : again == "yes"\nqg -> qe',
)
CALLED = bundle(
    process(
        "p",
        start("s"),
        call("work", "q"),
        on_escalation("heard", "work", "alarm"),
        user("told"),
        user("after"),
        end("e"),
        end("f"),
        flows="s -> work -> after -> e\nheard -> told -> f",
    ),
    RAISES,
)


def parallel(called: str, *events: str) -> Bundle:
    """Two calls of the same process beside each other, with an event on each."""
    return bundle(
        process(
            "p",
            start("s"),
            both("split"),
            call("one", "q"),
            call("two", "q"),
            *events,
            user("one_told"),
            user("two_told"),
            *(end(name) for name in "cdef"),
            flows="""
                s -> split
                split -> one -> c
                split -> two -> d
                one_heard -> one_told -> e
                two_heard -> two_told -> f
            """,
        ),
        called,
    )


def test_the_activity_goes_on_and_ends_while_the_branch_is_open() -> None:
    case = Case(CALLED, kind="a")
    after = case.complete("a", kind="b")
    assert case.open == ["b", "told"]
    assert (after.events, after.timers) == ((), ())
    assert after.path == (
        Visit("left", "a"),
        Visit("taken", "a__raised"),
        Visit("entered", "raised"),
        Visit("left", "raised"),
        Visit("taken", "raised__b"),
        Visit("entered", "b"),
        Visit("entered", "heard"),
        Visit("left", "heard"),
        Visit("taken", "heard__told"),
        Visit("entered", "told"),
    )
    case.complete("b")
    assert case.open == ["after", "told"]
    assert not case.complete("after").ended
    assert case.complete("told").end == "f"


def test_the_branch_has_the_values_of_the_token_that_raised_it() -> None:
    case = Case(CALLED, kind="a", flag="no")
    case.complete("a", kind="b")
    case.complete("b", kind="c")
    told = case.complete("told", flag="yes").routing
    assert (told["kind"], told["flag"]) == ("b", "yes")
    after = case.complete("after").routing
    assert (after["kind"], after["flag"]) == ("c", "no")


def test_it_can_be_raised_again_and_again() -> None:
    case = Case(CALLED)
    for n in range(1, 4):
        case.complete("a")
        assert f"told#{n}" in [task.key for task in case.now.tasks]
        case.complete("b", again="yes")
    assert case.open == ["a", "told", "told", "told"]
    for n in (2, 1, 3):
        case.complete(f"told#{n}")
    assert case.open == ["a"]


def test_it_is_heard_where_it_was_raised_and_not_beside() -> None:
    both_hear = [on_escalation(f"{name}_heard", name, "alarm") for name in ("one", "two")]
    case = Case(parallel(RAISES, *both_hear))
    case.complete("a#1")
    assert case.open == ["a", "b", "one_told"]
    case.complete("a#2")
    assert case.open == ["b", "b", "one_told", "two_told"]


def test_an_error_interrupts_the_activity_it_came_from_and_not_another_beside() -> None:
    fails = process("q", start("qs"), user("a"), end("qe", "error"), flows="qs -> a -> qe")
    both_hear = [on_error(f"{name}_heard", name) for name in ("one", "two")]
    case = Case(parallel(fails, *both_hear))
    case.complete("a#1")
    assert case.open == ["a", "one_told"]


def test_the_innermost_activity_that_waits_for_it_hears_it() -> None:
    nested = bundle(
        process(
            "p",
            start("s"),
            call("work", "q"),
            on_escalation("alarmed", "work", "alarm"),
            on_escalation("doubted", "work", "doubt"),
            user("alarm_told"),
            user("doubt_told"),
            end("e"),
            end("f"),
            end("g"),
            flows="s -> work -> e\nalarmed -> alarm_told -> f\ndoubted -> doubt_told -> g",
        ),
        process(
            "q",
            start("qs"),
            user("a"),
            throws("from_work", "alarm"),
            sub(
                "inner",
                start("is"),
                throws("alarm_from_inner", "alarm"),
                throws("doubt_from_inner", "doubt"),
                user("b"),
                end("ie"),
                flows="is -> alarm_from_inner -> doubt_from_inner -> b -> ie",
            ),
            on_escalation("inner_alarmed", "inner", "alarm"),
            user("inner_told"),
            end("qe"),
            end("qf"),
            flows="qs -> a -> from_work -> inner -> qe\ninner_alarmed -> inner_told -> qf",
        ),
    )
    case = Case(nested)
    case.complete("a")
    assert case.open == ["alarm_told", "b", "doubt_told", "inner_told"]
