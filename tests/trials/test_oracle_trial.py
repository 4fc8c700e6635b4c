"""Long random walks: the engine against the token game of BPMN, and replay against life."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from processes.bundle import catalogue
from processes.engine import replay
from tests.processes.engine import nasty
from tests.processes.engine.case import CALENDAR
from tests.processes.engine.oracle.walks import walk
from tests.processes.engine.replaying import digest_of_cases, random_cases

SCHOOL = catalogue("school_social_work")


@pytest.mark.parametrize("name", nasty.ALL)
def test_every_step_of_a_difficult_diagram_is_that_of_the_token_game(
    name: str, scaled: Callable[[int], int]
) -> None:
    steps = scaled(5_000)
    assert walk(nasty.ALL[name], steps, seed=1).steps >= steps


@pytest.mark.parametrize("by_form", [True, False], ids=["values of the forms", "any values"])
def test_every_step_of_the_catalogue_is_that_of_the_token_game(
    by_form: bool, scaled: Callable[[int], int]
) -> None:
    steps = scaled(5_000)
    tally = walk(SCHOOL, steps, seed=2, length=120, by_form=by_form)
    assert tally.steps >= steps
    assert tally.refused == 0
    if by_form:
        assert tally.largest <= 8_192


def test_a_thousand_cases_are_replayed_byte_for_byte(scaled: Callable[[int], int]) -> None:
    for bundle, entries, steps in random_cases(scaled(1_000), 30):
        assert list(replay(bundle, lambda _: CALENDAR, entries)) == steps


def test_another_process_hash_seed_and_zone_give_the_same_bytes(
    scaled: Callable[[int], int],
) -> None:
    cases = scaled(1_000)
    program = (
        f"from tests.processes.engine.replaying import digest_of_cases as d; print(d({cases}, 30))"
    )
    found = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONHASHSEED": "4711", "TZ": "America/New_York"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == digest_of_cases(cases, 30)
