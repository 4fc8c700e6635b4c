"""A sample of the long trials: the engine against the token game, and against itself."""

from __future__ import annotations

import pytest

from processes.bundle import catalogue
from processes.engine import replay
from tests.processes.engine import nasty
from tests.processes.engine.case import CALENDAR
from tests.processes.engine.oracle.walks import walk
from tests.processes.engine.replaying import lived, random_cases

SCHOOL = catalogue("school_social_work")


@pytest.mark.parametrize("name", nasty.ALL)
def test_the_engine_and_the_token_game_agree(name: str) -> None:
    assert walk(nasty.ALL[name], steps=100, seed=2026).steps >= 100


def test_the_catalogue_does_what_bpmn_says_whatever_values_come() -> None:
    assert walk(SCHOOL, steps=60, seed=2026).refused == 0


def test_the_catalogue_does_what_bpmn_says_and_stays_small() -> None:
    tally = walk(SCHOOL, steps=60, seed=2027, by_form=True)
    assert tally.refused == 0
    assert tally.largest <= 8_192


def test_a_replayed_case_gives_the_same_bytes_at_every_step() -> None:
    for bundle, entries in random_cases(20, 30):
        assert len(entries) >= 30
        assert list(replay(bundle, lambda _: CALENDAR, entries)) == lived(bundle, entries)
