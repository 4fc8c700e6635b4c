"""On which kinds of database a journey is walked: on both in `make trials`, in turn otherwise.

A browser takes a quarter of a minute for a journey. The same acts by the API and by the rules run
on both kinds each time.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from fractions import Fraction
from typing import TypeVar

T = TypeVar("T")

BOTH = ("sqlite", "postgresql")
WHOLE = Fraction(os.environ.get("TRIAL_SCALE", "1/50")) == 1


def kinds(turn: int) -> tuple[str, ...]:
    """For the parameters of `database_url` or `filled`; journeys with even turns: SQLite."""
    return BOTH if WHOLE else (BOTH[turn % 2],)


def some(everything: Sequence[T], nth: int) -> Sequence[T]:
    """All of it in `make trials`, each nth otherwise."""
    return everything if WHOLE else everything[::nth]
