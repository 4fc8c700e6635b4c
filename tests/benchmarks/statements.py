"""How many statements and commits a completion by the page takes, for each task on the way."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime

from tests.answers import answers_to
from tests.benchmarks.completion import by_page
from tests.benchmarks.figures import count
from tests.benchmarks.places import Place
from tests.server import serving
from tests.trials.acts import BY_THE_HEAD, HELPED_AT_SCHOOL, opened_case, task_of
from tests.trials.statements import counted
from tests.trials.visitor import Visitor

MOST_STATEMENTS = 14
ONE_COMMIT = 1


def measure(place: Place, *, quick: bool) -> None:
    """A case helped at school, from its first task to its end; served by this very process."""
    del quick
    most, commits = 0, 0
    with place.world() as world, serving(world.settings) as server:
        port = int(server.url.rpartition(":")[2])
        with closing(Visitor(port)) as an, closing(Visitor(port)) as binh:
            an.sign_in(world.an)
            binh.sign_in(world.binh)
            code = opened_case(world)
            for element in HELPED_AT_SCHOOL:
                task_id = task_of(world, code, element)
                by = binh if element in BY_THE_HEAD else an
                answers = answers_to(element, now=datetime.now(UTC))
                with counted() as sent:
                    by_page(by, f"/viec/{task_id}", answers)
                print(f"  {element}: {len(sent.statements)} statements, {sent.commits} commits")
                most = max(most, len(sent.statements))
                commits = max(commits, sent.commits)
    count("statements of a completion", most, bound=MOST_STATEMENTS)
    count("commits of a completion", commits, bound=ONE_COMMIT)
