"""The 500th completion in one case against the 5th, and the size of its snapshot.

The plan of the old case has been sent back again and again: each time it has one more paper and
one more limit. Old and young cases take turns, so that all meet the same machine.
"""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial

from tests.answers import answers_to
from tests.benchmarks.completion import by_page
from tests.benchmarks.figures import count, ratio, timed
from tests.benchmarks.places import Place
from tests.trials.acts import SENT_BACK, complete, look, opened_case, send_back, task_of
from tests.trials.services import serving
from tests.trials.visitor import Visitor
from tests.world import World

AGE = 500
BOUND = 1.3
LARGEST_SNAPSHOT = 8 * 1024
FIRST_FOUR = ("record_intake", "assess_risk", "decide_route", "plan_intervention")


def measure(place: Place, *, quick: bool) -> None:
    """The fifth completion, and those about the 500th, sent by the page."""
    pairs = 10 if quick else 40
    with place.world() as world:
        since = datetime.now(UTC) - timedelta(minutes=AGE)
        codes = [opened_case(world, since) for _ in range(pairs + 1)]
        for code in codes:
            for element in FIRST_FOUR:
                complete(world, code, element, since)
        old, young = codes[0], codes[1:]
        send_back(world, old, (AGE - len(FIRST_FOUR) - pairs) // 2, since=since)
        fifth: list[float] = []
        late: list[float] = []
        with serving(world.settings) as service, closing(Visitor(service.port)) as head:
            head.sign_in(world.binh)
            for code in young:
                fifth.append(timed_approval(world, head, code))
                late.append(timed_approval(world, head, old))
                complete(world, old, "plan_intervention")
        snapshot = look(world, old).snapshot
    ratio(f"a completion about the {AGE}th, against the fifth", late, fifth, bound=BOUND)
    assert snapshot is not None
    count("bytes of the old case's snapshot", len(snapshot), bound=LARGEST_SNAPSHOT)


def timed_approval(world: World, head: Visitor, code: str) -> float:
    """The head sends the plan back; how long that took."""
    task_id = task_of(world, code, "approve_plan")
    answers = answers_to("approve_plan", now=datetime.now(UTC), **SENT_BACK)
    return timed(partial(by_page, head, f"/viec/{task_id}", answers))
