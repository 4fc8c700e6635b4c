"""The API on a world of its own, at a clock that stands until a test moves it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from models.settings import Settings
from service.here import WORKPLACE
from tests.apps import app_of
from tests.service.api.program import Program
from tests.world import World, build


@pytest.fixture
def world(settings: Settings) -> Iterator[World]:
    world = build(settings)
    yield world
    world.close()


@pytest.fixture
def app(world: World) -> Iterator[Flask]:
    app = app_of(world.settings)
    yield app
    app.extensions[WORKPLACE].database.dispose()


@pytest.fixture
def program(app: Flask, world: World) -> Program:
    return Program(app, world)
