"""The application on a fresh database, for what is asked of it without a browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from models.settings import Settings
from service.here import WORKPLACE
from tests.apps import app_of


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    built = app_of(settings)
    yield built
    built.extensions[WORKPLACE].database.dispose()
