"""Completions a second with 1, 4 and 8 clients at once, and how long the unlucky wait."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from statistics import median
from time import perf_counter

from tests.answers import answers_to
from tests.benchmarks.completion import FORM, by_page, opened
from tests.benchmarks.figures import p95, timed
from tests.benchmarks.places import Place
from tests.trials.services import serving
from tests.trials.visitor import Visitor

CLIENTS = (1, 4, 8)
BOUND = 4.0


def measure(place: Place, *, quick: bool) -> None:
    """Each client completes the first tasks of cases of its own, as fast as it is answered."""
    each = 15 if quick else 60
    with place.world() as world, serving(world.settings) as service:
        session = Visitor(service.port).sign_in(world.an)
        work(session, opened(world, 8))  # by then everything has been read and compiled
        for clients in CLIENTS:
            ids = opened(world, clients * each)
            visitors = [session.at(service.port) for _ in range(clients)]
            shares = [ids[n::clients] for n in range(clients)]
            begun = perf_counter()
            with ThreadPoolExecutor(clients) as pool:
                waits = [one for times in pool.map(work, visitors, shares) for one in times]
            seconds = perf_counter() - begun
            for visitor in visitors:
                visitor.close()
            found = p95(waits) / median(waits)
            verdict = (
                ""
                if clients < CLIENTS[-1]
                else f" (at most {BOUND}x: {'ok' if found <= BOUND else 'MISSED'})"
            )
            print(
                f"  {clients} clients: {len(waits) / seconds:.1f} completions a second; "
                f"median {median(waits):.0f} ms, p95 {p95(waits):.0f} ms, {found:.2f}x{verdict}",
                flush=True,
            )


def work(visitor: Visitor, ids: Sequence[int]) -> list[float]:
    """How long each completion of one client took."""
    return [
        timed(
            partial(by_page, visitor, f"/viec/{task_id}", answers_to(FORM, now=datetime.now(UTC)))
        )
        for task_id in ids
    ]
