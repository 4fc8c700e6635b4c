"""Chi and a second process owner at their pages: what they send in these tests, and how."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from models.appointments import Appointment, Role
from models.settings import Settings
from processes.bundle import Bundle
from processes.working_time.local_time import today
from tests import world as worlds
from tests.service.visitor import TOKEN, Visitor
from tests.world import World

LIST = "/quy-trinh"
PROPOSAL = re.compile(r"/quy-trinh/de-nghi/(\d+)")


@pytest.fixture
def world(settings: Settings, app: Flask) -> Iterator[World]:
    """Lan is a process owner beside Chi."""
    built = worlds.build(settings)
    with built.workplace.database.transaction() as session:
        session.add(
            Appointment(
                person_id=built.lan.person_id, role=Role.PROCESS_OWNER, from_date=worlds.SINCE
            )
        )
    yield built
    built.close()


@pytest.fixture
def chi(app: Flask, world: World) -> Visitor:
    return Visitor(app, world.chi)


@pytest.fixture
def lan(app: Flask, world: World) -> Visitor:
    return Visitor(app, world.lan)


def uploaded(owner: Visitor, sent: Bundle | bytes) -> TestResponse:
    """The answer to a file sent from the list."""
    raw = sent.to_bytes() if isinstance(sent, Bundle) else sent
    return owner.client.post(
        f"{LIST}/tai-len",
        data={"csrf_token": token(owner), "bundle": (io.BytesIO(raw), "quy-trinh.zip")},
    )


def draft(owner: Visitor, sent: Bundle) -> str:
    """The address of the draft that an upload makes."""
    answer = uploaded(owner, sent)
    assert answer.status_code == 303, unescape(answer.text)
    return str(answer.headers["Location"])


def proposed(owner: Visitor, sent: Bundle, *, days: int = 0) -> str:
    """The address of a proposal that waits, in force so many days from today."""
    address = draft(owner, sent)
    answer = press(owner, f"{address}/ngay", effective_from=written(days))
    assert answer.status_code == 303, unescape(answer.text)
    return address


def press(owner: Visitor, address: str, **fields: str) -> TestResponse:
    """Press a button of the owner's pages."""
    return owner.client.post(address, data={"csrf_token": token(owner), **fields})


def token(owner: Visitor) -> str:
    found = TOKEN.search(owner.get(LIST).text)
    assert found is not None
    return found[1]


def written(days: int) -> str:
    """The day so many days from today, as people write it."""
    on = today(datetime.now(UTC)) + timedelta(days=days)
    return f"{on.day}/{on.month}/{on.year}"


def plain(text: str) -> str:
    """What a page says, with ordinary spaces and signs."""
    return unescape(text).replace("\u00a0", " ")
