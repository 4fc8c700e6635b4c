"""The outbox of the small world, and the mail server that it speaks to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from models.settings import Settings
from processes.channels.outlets import Outlets
from tests.post_office import PostOffice, open_office
from tests.processes.deliveries.sending import ADDRESS, Sending, mail_server
from tests.world import build


@pytest.fixture
def office(free_port: int) -> Iterator[PostOffice]:
    with open_office(PostOffice(), free_port) as office:
        yield office


@pytest.fixture
def sending(settings: Settings, office: PostOffice) -> Iterator[Sending]:
    world = build(settings)
    yield Sending.of(world, Outlets(ADDRESS, mail_server(office.port)))
    world.close()
