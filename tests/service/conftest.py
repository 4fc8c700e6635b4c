"""The application on a fresh database, for what is asked of it without a browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from models.settings import Settings
from service import create_app
from service.here import WORKPLACE


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    built = create_app(settings)
    yield built
    built.extensions[WORKPLACE].database.dispose()
