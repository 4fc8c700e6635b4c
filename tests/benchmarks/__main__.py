"""What the service costs, in ratios measured in one run: `python -m tests.benchmarks [--quick]`."""

from __future__ import annotations

import argparse

from tests.benchmarks import age, clients, completion, pages, statements, sweep, task_list
from tests.benchmarks.places import KINDS, place

FIGURES = {
    "completion": completion.measure,
    "age": age.measure,
    "statements": statements.measure,
    "task_list": task_list.measure,
    "pages": pages.measure,
    "clients": clients.measure,
    "sweep": sweep.measure,
}


def main() -> None:
    """Measure what is asked for, on each kind of database."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("figures", nargs="*", metavar="figure", help=", ".join(FIGURES))
    parser.add_argument("--quick", action="store_true", help="smaller numbers, for a quick look")
    parser.add_argument("--database", choices=KINDS, action="append")
    asked = parser.parse_args()
    if unknown := set(asked.figures) - FIGURES.keys():
        parser.error(f"no such figure: {', '.join(sorted(unknown))}")
    for kind in asked.database or KINDS:
        with place(kind) as here:
            for name in asked.figures or FIGURES:
                print(f"{kind}: {name}", flush=True)
                FIGURES[name](here, quick=asked.quick)


if __name__ == "__main__":
    main()
