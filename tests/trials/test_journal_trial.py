"""1,000 random cases, lived and stored: their journal gives every state again, on any machine."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from random import Random

import pytest

from models.settings import Settings
from processes.history import verify_all
from tests.trials.lives import Life, Lived, digest_of_steps, stepped
from tests.world import World, build

CASES = 500  # on each database
ENTRIES = 30


@pytest.fixture
def world(settings: Settings) -> Iterator[World]:
    world = build(settings)
    yield world
    world.close()


def test_what_was_lived_is_replayed_byte_for_byte(
    world: World, scaled: Callable[[int], int]
) -> None:
    cases = scaled(CASES)
    lived: Lived = {}
    for seed in range(cases):
        lived |= Life(world, Random(f"life {seed}")).live(ENTRIES)
    replayed = {(case, seq): snapshot for case, seq, snapshot, _ in stepped(world.workplace)}
    assert len(replayed) >= cases * ENTRIES
    assert {at: replayed[at] for at in lived} == lived
    assert [one for one in verify_all(world.workplace) if one.part is not None] == []
    elsewhere = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from tests.trials import lives; print(lives.digest_of_steps(sys.argv[1]))",
            world.settings.database_url,
        ],
        env=os.environ | {"PYTHONHASHSEED": "4711", "TZ": "America/New_York"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert elsewhere.stdout.strip() == digest_of_steps(world.settings.database_url)
