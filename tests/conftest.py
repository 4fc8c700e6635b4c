"""What every test may ask for: databases, a browser, a free port, the scale of the trials."""

import os
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import settings

from tests.postgresql import free_port as any_free_port

pytest_plugins = ["tests.databases", "tests.filled", "tests.browser", "tests.server"]

# A busy machine is no bug, so no example is timed. On CI hypothesis draws the same ones each time.
settings.register_profile("untimed", settings.default, deadline=None)
settings.load_profile("untimed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first, so that at the end no worker waits for another."""
    items.sort(key=lambda item: "trials" not in item.path.parts)


@pytest.fixture
def free_port() -> int:
    """A port on loopback that nobody uses now."""
    return any_free_port()


@pytest.fixture(scope="session")
def trial_scale() -> Fraction:
    """How much of a long trial is run: 1 in `make trials`, about 1/50 in `make test`."""
    return Fraction(os.environ.get("TRIAL_SCALE", "1/50"))


@pytest.fixture(scope="session")
def scaled(trial_scale: Fraction) -> Callable[[int], int]:
    """`scaled(1000)`: 1000 in `make trials`, 20 in `make test`, never less than 1."""
    return lambda amount: max(1, round(amount * trial_scale))
