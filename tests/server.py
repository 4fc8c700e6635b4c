"""The real server on a free port of loopback, in a thread of the test that asks for it.

`settings` describes a fresh, migrated database and a fresh key; `server` serves exactly these, so
a test fills the database first, through the same rules as everyone. Both run once on each kind of
database. What needs a process of its own, to kill it, starts `donghanh run`.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from waitress.server import create_server
from waitress.wasyncore import close_all

if TYPE_CHECKING:
    from flask import Flask

    from models.settings import Settings

THREADS = 4
STOP_SECONDS = 10.0


@dataclass(frozen=True)
class Server:
    """`url` has no slash at its end; `app` is what answers there."""

    url: str
    app: Flask


@contextmanager
def serving(settings: Settings) -> Iterator[Server]:
    """Serve these settings until the block ends; requests under way are finished first."""
    # The service is heavy, and most tests need none of it.
    from service.here import WORKPLACE
    from service.security import proxy
    from tests.apps import app_of

    app = app_of(settings)
    sockets: dict[int, object] = {}
    at = {"host": "127.0.0.1", "port": 0, "threads": THREADS}
    server = create_server(app, sockets, **at, **proxy.trusted(settings))
    thread = threading.Thread(target=server.run, name="server")
    thread.start()
    try:
        yield Server(f"http://127.0.0.1:{server.effective_port}", app)
    finally:
        server.task_dispatcher.shutdown()
        # The loop ends when it has no socket left; only its own thread may close them.
        server.trigger.pull_trigger(lambda: close_all(sockets))
        thread.join(STOP_SECONDS)
        app.extensions[WORKPLACE].database.dispose()
    assert not thread.is_alive()


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    from models.keys import create_key_file
    from models.settings import Settings

    key_file = tmp_path / "donghanh.key"
    create_key_file(key_file)
    return Settings(
        database_url=database_url,
        key_file=key_file,
        key=None,
        host="127.0.0.1",
        port=1,
        secure_cookies=False,
    )


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    with serving(settings) as server:
        yield server
