"""The same answers as the naive calendar, for some thousands of random limits."""

from random import Random

import pytest

from tests.processes.working_time.comparison import compare

CALENDARS = 40
MOMENTS = 20


@pytest.mark.parametrize("seed", range(4))
def test_random_limits_end_where_counting_minutes_ends(seed: int) -> None:
    random = Random(seed)
    for _ in range(CALENDARS):
        compare(random, moments=MOMENTS)
