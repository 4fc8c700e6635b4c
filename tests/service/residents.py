"""The demo school at its pages: its application, and the people who live there."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from processes.demo.residents import TOLD
from processes.workplace import Workplace
from service.here import WORKPLACE
from tests.apps import app_of
from tests.filled import Filled
from tests.service.visitor import TOKEN

# A test of these pages imports `app`, as pytest finds fixtures by name.
__all__ = ["Resident", "app", "workplace_of"]

SEEN = re.compile(r'name="seen" value="(-?\d+)"')


@pytest.fixture
def app(filled: Filled) -> Iterator[Flask]:
    built = app_of(filled.settings)
    yield built
    workplace_of(built).database.dispose()


def workplace_of(app: Flask) -> Workplace:
    found: Workplace = app.extensions[WORKPLACE]
    return found


class Resident:
    """Somebody of the demo at the pages."""

    def __init__(self, app: Flask, name: str) -> None:
        self.client: FlaskClient = app.test_client()
        self.post("/dang-nhap", login=name, password=TOLD["password"])

    def get(self, address: str) -> TestResponse:
        return self.client.get(address)

    def post(self, address: str, *, on: str = "", **fields: str) -> TestResponse:
        """Post as the page at `on` (or the same address) gives the form."""
        page = self.client.get(on or address).text
        token, seen = TOKEN.search(page), SEEN.search(page)
        assert token is not None, page
        data = {"csrf_token": token[1], **({"seen": seen[1]} if seen else {}), **fields}
        return self.client.post(address, data=data)
