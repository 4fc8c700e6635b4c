"""The service as processes of its own, which a trial may kill and start again.

They are forked from one process that has imported everything, so that a start takes no seconds.
"""

from __future__ import annotations

import logging
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection

from flask import Flask

from models.settings import Settings
from tests.trials.forking import FORKING
from tests.trials.killing import Killable

START_SECONDS = 120.0

Extend = Callable[[Flask], None]


@dataclass
class Service(Killable):
    """One process that serves on `port` of loopback."""

    port: int


def started(settings: Settings, extend: Extend | None = None) -> Service:
    """Start a service and wait until it listens; on a free port where the settings say 0.

    `extend` may add routes to the application; a function that another process can import.
    """
    hear, said = FORKING.Pipe(duplex=False)
    process = FORKING.Process(target=_serve, args=(settings, extend, said), daemon=True)
    process.start()
    said.close()
    assert hear.poll(START_SECONDS)
    return Service(process, hear.recv())


@contextmanager
def serving(settings: Settings, extend: Extend | None = None) -> Iterator[Service]:
    """A service for as long as the block."""
    service = started(settings, extend)
    try:
        yield service
    finally:
        service.kill()


def _serve(settings: Settings, extend: Extend | None, said: Connection) -> None:
    from waitress.server import create_server

    from service import create_app
    from service.cli.running import THREADS, keep_what_is_loaded

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # as many clients as threads
    listening = socket.create_server((settings.host, settings.port), backlog=64)
    app = create_app(settings)
    if extend is not None:
        extend(app)
    server = create_server(app, sockets=[listening], threads=THREADS, ident=None)
    keep_what_is_loaded()
    said.send(listening.getsockname()[1])
    server.run()
