"""The application on a fresh database with the small world, asked without a browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from models.settings import Settings
from service.here import WORKPLACE
from tests import world as worlds
from tests.apps import app_of
from tests.world import World


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    built = app_of(settings)
    yield built
    built.extensions[WORKPLACE].database.dispose()


@pytest.fixture
def world(settings: Settings, app: Flask) -> Iterator[World]:
    """The small world in the database of that application."""
    del app
    built = worlds.build(settings)
    yield built
    built.close()
