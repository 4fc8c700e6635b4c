"""Behind a web server: who fails to sign in is locked out alone, and nobody invents an address."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import requests

from models import sign_ins
from models.database import Database
from models.settings import Settings
from processes.sign_in import LOCK_FOR
from tests import world as worlds
from tests.server import Server, serving
from tests.service.visitor import TOKEN
from tests.world import PASSWORD, World

PEER, OTHER_PEER = "127.0.0.1", "127.0.0.2"
LOCKED, FREE = "203.0.113.7", "203.0.113.8"


@pytest.fixture
def world(settings: Settings) -> Iterator[World]:
    built = worlds.build(settings)
    lock_out(settings, LOCKED)
    yield built
    built.close()


def lock_out(settings: Settings, address: str) -> None:
    """As if that address had just failed too often."""
    database = Database(settings.database_url)
    with database.transaction() as session:
        subject = f"address:{address}"
        sign_ins.failed(session, subject, now=datetime.now(UTC), allowed=1, lock_for=LOCK_FOR)
    database.dispose()


@contextmanager
def behind(settings: Settings, proxy: str | None) -> Iterator[Server]:
    with serving(replace(settings, trusted_proxy=proxy)) as server:
        yield server


def signs_in(server: Server, world: World, forwarded: str, **more: str) -> int:
    """The status of An's sign-in, sent with that X-Forwarded-For."""
    with requests.Session() as browser:
        browser.headers.update({"X-Forwarded-For": forwarded, **more})
        page = browser.get(f"{server.url}/dang-nhap").text
        token = TOKEN.search(page)
        assert token is not None, page
        data = {"csrf_token": token[1], "login": world.an.sign_in_name, "password": PASSWORD}
        sent = browser.post(f"{server.url}/dang-nhap", data=data, allow_redirects=False)
        assert "203.0.113" not in sent.headers.get("Location", "")
        return sent.status_code


def test_behind_the_trusted_web_server_each_address_counts_for_itself(
    settings: Settings, world: World
) -> None:
    with behind(settings, PEER) as server:
        assert signs_in(server, world, LOCKED) == 429
        assert signs_in(server, world, FREE) == 302
        # What the person's own machine claims stands before what the web server saw.
        assert signs_in(server, world, f"{FREE}, {LOCKED}") == 429
        assert signs_in(server, world, f"{LOCKED}, {FREE}") == 302
        assert signs_in(server, world, FREE, Forwarded=f"for={LOCKED}") == 302
        assert signs_in(server, world, FREE, **{"X-Forwarded-Host": "203.0.113.9"}) == 302


@pytest.mark.parametrize("proxy", [None, OTHER_PEER])
def test_nobody_else_says_where_they_come_from(
    settings: Settings, world: World, proxy: str | None
) -> None:
    with behind(settings, proxy) as server:
        assert signs_in(server, world, LOCKED) == 302
        lock_out(settings, PEER)
        assert signs_in(server, world, FREE) == 429
