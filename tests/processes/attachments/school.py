"""One school for all tests of a file that attach something; each test opens a case of its own.

A test of attachments imports `world`, as pytest finds fixtures by name.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator

import pytest

from models.keys import create_key_file
from models.settings import Settings
from tests import world as worlds
from tests.postgresql import Postgresql
from tests.world import World

__all__ = ["world"]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """One school for all tests of a database; each test opens a case of its own."""
    folder = tmp_path_factory.mktemp("attachments")
    create_key_file(folder / "key")
    name = f"attachments_{uuid.uuid4().hex}"
    if request.param == "sqlite":
        template = request.getfixturevalue("sqlite_template")
        url = f"sqlite:///{shutil.copy(template, folder / 'donghanh.sqlite')}"
    else:
        server: Postgresql = request.getfixturevalue("postgresql")
        url = server.copy(request.getfixturevalue("postgresql_template"), name)
    settings = Settings.from_environment(
        {"DONGHANH_DATABASE_URL": url, "DONGHANH_KEY_FILE": str(folder / "key")}
    )
    built = worlds.build(settings)
    yield built
    built.close()
    if request.param == "postgresql":
        server.drop(name)
