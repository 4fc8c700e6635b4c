"""100,000 random limits against the naive calendar (`make trials`; a fiftieth in `make test`)."""

from collections.abc import Callable
from random import Random

import pytest

from tests.processes.working_time.comparison import compare

LIMITS = 100_000
MOMENTS = 20
PARTS = 20


@pytest.mark.parametrize("part", range(PARTS))
def test_random_limits_end_where_counting_minutes_ends(
    part: int, scaled: Callable[[int], int]
) -> None:
    random = Random(f"working time {part}")
    for _ in range(scaled(LIMITS // MOMENTS // PARTS)):
        compare(random, moments=MOMENTS)
