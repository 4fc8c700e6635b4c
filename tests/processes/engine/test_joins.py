"""Parallel joins: one token from each incoming flow, in every round of a loop."""

from __future__ import annotations

import itertools

import pytest

from tests.processes.engine.case import Case
from tests.processes.engine.drawing import both, bundle, end, process, start, user, xor

IN_A_LOOP = bundle(
    process(
        "p",
        start("s"),
        xor("m"),
        both("split"),
        user("a"),
        user("b"),
        both("join"),
        user("after"),
        xor("g"),
        end("e"),
        flows="""
            s -> m -> split
            split -> a -> join
            split -> b -> join
            join -> after -> g
            g -> m : again == "yes"
            g -> e
        """,
    )
)
LOOP_IN_A_BRANCH = bundle(
    process(
        "p",
        start("s"),
        both("split"),
        user("a"),
        xor("m"),
        user("b"),
        xor("g"),
        both("join"),
        user("after"),
        end("e"),
        flows="""
            s -> split
            split -> a -> join
            split -> m -> b -> g
            g -> m : again == "yes"
            g -> join
            join -> after -> e
        """,
    )
)
NESTED = bundle(
    process(
        "p",
        start("s"),
        xor("m"),
        both("split"),
        user("a"),
        both("inner_split"),
        user("b"),
        user("c"),
        both("inner_join"),
        both("join"),
        user("after"),
        xor("g"),
        end("e"),
        flows="""
            s -> m -> split
            split -> a -> join
            split -> inner_split
            inner_split -> b -> inner_join
            inner_split -> c -> inner_join
            inner_join -> join -> after -> g
            g -> m : again == "yes"
            g -> e
        """,
    )
)


@pytest.mark.parametrize("orders", list(itertools.product(("ab", "ba"), repeat=3)))
def test_a_join_waits_for_both_in_every_round(orders: tuple[str, ...]) -> None:
    case = Case(IN_A_LOOP)
    for order in orders:
        assert case.open == ["a", "b"]
        case.complete(order[0])
        assert case.open == [order[1]]
        case.complete(order[1])
        assert case.open == ["after"]
        case.complete("after", again="yes")


def test_a_loop_in_one_branch_does_not_disturb_the_other_that_waits() -> None:
    case = Case(LOOP_IN_A_BRANCH)
    case.complete("a", flag="yes")
    sizes = set()
    for _ in range(30):
        case.complete("b", again="yes")
        assert case.open == ["b"]
        sizes.add(len(case.now.snapshot))
    assert max(sizes) - min(sizes) <= 4  # digits of the counters
    case.complete("b", again="no")
    assert case.open == ["after"]
    assert case.complete("after").routing["flag"] == "yes"


@pytest.mark.parametrize("orders", list(itertools.product(itertools.permutations("abc"), repeat=2)))
def test_a_block_in_a_block_in_a_loop(orders: tuple[tuple[str, ...], ...]) -> None:
    case = Case(NESTED)
    for order in orders:
        for done, element in enumerate(order):
            assert case.open == sorted(order[done:])
            case.complete(element)
        assert case.open == ["after"]
        case.complete("after", again="yes")
