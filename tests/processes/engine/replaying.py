"""Random cases to replay, and one digest over all that a replay gives."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from random import Random

from processes.bundle import Bundle, catalogue
from processes.engine import Entry, Step, replay, step
from tests.processes.engine import nasty
from tests.processes.engine.calendar import OPENED_AT
from tests.processes.engine.case import CALENDAR
from tests.processes.engine.oracle.net import Net, read
from tests.processes.engine.oracle.walks import any_values

BUNDLES = [*nasty.ALL.values(), catalogue("school_social_work")]


def digest_of_cases(cases: int, length: int) -> str:
    """Over so many random cases of `length` entries, of every test bundle in turn."""
    sha = hashlib.sha256()
    for bundle, entries, _ in random_cases(cases, length):
        for taken in replay(bundle, lambda _: CALENDAR, entries):
            sha.update(taken.snapshot)
            sha.update(taken.state_digest.encode())
    return sha.hexdigest()


def random_cases(cases: int, length: int) -> Iterator[tuple[Bundle, list[Entry], list[Step]]]:
    """Cases with their entries and the steps that were taken while they lived."""
    nets = [(bundle, read(bundle)) for bundle in BUNDLES]
    for seed in range(cases):
        bundle, net = nets[seed % len(nets)]
        yield bundle, *random_case(bundle, net, Random(seed), length)


def random_case(
    bundle: Bundle, net: Net, chance: Random, length: int
) -> tuple[list[Entry], list[Step]]:
    """A case of `length` entries: one that would end it early is thought over."""
    entries = [Entry("opened", OPENED_AT, routing=any_values(net, chance, OPENED_AT))]
    steps = [step(bundle, CALENDAR, None, entries[0])]
    while len(entries) < length:
        entry = _any_entry(net, chance, steps[-1], entries[-1])
        taken = step(bundle, CALENDAR, steps[-1].snapshot, entry)
        if not taken.ended or len(entries) == length - 1:
            entries.append(entry)
            steps.append(taken)
    return entries, steps


def _any_entry(net: Net, chance: Random, now: Step, last: Entry) -> Entry:
    at = last.at + timedelta(minutes=chance.randint(0, 300))
    values = any_values(net, chance, at)
    some = {name: value for name, value in values.items() if chance.random() < 0.4}
    choices = [Entry("completed", at, task.element, task.key, some) for task in now.tasks] * 3
    choices += [Entry("message", at, event.element, event.key, some) for event in now.events]
    choices += [Entry("timer_fired", at, timer.element, timer.key) for timer in now.timers]
    moved = {"due_at": at.isoformat()}
    choices += [
        Entry("deadline_moved", at, timer.element, timer.key, moved) for timer in now.timers
    ]
    name = chance.choice(sorted(values))
    replaced = {name: last.routing.get(name)}
    choices.append(Entry("corrected", at, routing={name: values[name]}, replaced=replaced))
    choices.append(Entry("assigned", at))
    return chance.choice(choices)
