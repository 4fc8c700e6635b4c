"""The small world, for the rules past the pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from models.settings import Settings
from tests.world import World, build


@pytest.fixture
def world(settings: Settings) -> Iterator[World]:
    """Two schools of one body, on each kind of database."""
    world = build(settings)
    yield world
    world.close()
