"""A limit on the whole of a conversation, whatever the other side does meanwhile.

The time-out of a socket starts anew with every byte that drips in, so it alone ends nothing.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Timer


@contextmanager
def time_limit(seconds: float, line: Callable[[], socket.socket | None]) -> Iterator[None]:
    """Within the block the socket is cut off after so many seconds; then it reads an end."""

    def cut() -> None:
        found = line()
        if found is not None:
            with suppress(OSError):  # it has ended by itself
                # Past the TLS above it, which the other thread is using.
                socket.socket.shutdown(found, socket.SHUT_RDWR)

    watch = Timer(seconds, cut)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()
