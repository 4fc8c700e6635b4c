"""What must be done at once is counted from the receipt, not from when somebody entered it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from models.settings import Settings
from tests import world as worlds
from tests.answers import typed_moment
from tests.service.led import now, open_tasks, opened
from tests.service.visitor import Visitor
from tests.world import World


@pytest.fixture
def world(settings: Settings, app: Flask) -> Iterator[World]:
    built = worlds.build(settings)
    with built.clock.kept():
        yield built
    built.close()


def test_an_emergency_that_was_entered_late_is_counted_from_its_receipt(
    app: Flask, world: World
) -> None:
    code = opened(
        world,
        received_at=typed_moment(now() - timedelta(hours=3)),
        emergency="yes",
        emergency_reason="Em bị thương.",
    )
    an = Visitor(app, world.an)
    task = open_tasks(world, code)["notify_emergency"]
    for address in ("/viec-cua-toi", f"/ho-so/{code}", f"/viec/{task}"):
        page = an.get(address).text.replace("\N{NO-BREAK SPACE}", " ")
        assert "Đã 3 giờ từ khi nhận tin" in page, address
