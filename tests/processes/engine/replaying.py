"""Random cases replayed: one digest over every snapshot and every state digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from processes.bundle import Bundle, catalogue
from processes.engine import Entry, Step, replay, step
from tests.processes.engine import nasty
from tests.processes.engine.case import CALENDAR
from tests.processes.engine.oracle.walks import case

BUNDLES = [*nasty.ALL.values(), catalogue("school_social_work")]


def digest_of_cases(cases: int, length: int) -> str:
    """Over so many random cases of at most `length` entries, of every test bundle in turn."""
    sha = hashlib.sha256()
    for bundle, entries in random_cases(cases, length):
        for taken in replay(bundle, lambda _: CALENDAR, entries):
            sha.update(taken.snapshot)
            sha.update(taken.state_digest.encode())
    return sha.hexdigest()


def random_cases(cases: int, length: int) -> Iterator[tuple[Bundle, list[Entry]]]:
    """Cases of at least `length` entries where their diagram allows it."""
    for seed in range(cases):
        bundle = BUNDLES[seed % len(BUNDLES)]
        tried = (case(bundle, seed + 10_000 * again, 2 * length) for again in range(20))
        yield bundle, next((each for each in tried if len(each) >= length), [])


def lived(bundle: Bundle, entries: list[Entry]) -> list[Step]:
    """The steps as they were taken when the case was alive, one call each."""
    steps: list[Step] = []
    for entry in entries:
        snapshot = steps[-1].snapshot if steps else None
        steps.append(step(bundle, CALENDAR, snapshot, entry))
    return steps
