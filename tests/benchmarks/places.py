"""Where it is measured: a world in a database of its own, each commit waiting for the disk."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from models.keys import create_key_file
from models.schema import migrate
from models.settings import Settings
from tests.postgresql import DURABLE, Postgresql, PrivateFolder, on_disk, serve
from tests.world import World, build

KINDS = ("sqlite", "postgresql")


@dataclass
class Place:
    """One kind of database; `postgresql` is the server, if it is that kind."""

    kind: str
    folder: Path
    postgresql: Postgresql | None

    @contextmanager
    def world(self) -> Iterator[World]:
        """A new world, to be served on a free port."""
        name = f"measured_{uuid4().hex}"
        url = f"sqlite:///{self.folder / name}.sqlite3"
        if self.postgresql is not None:
            url = self.postgresql.create(name)
        migrate(url)
        key_file = self.folder / f"{name}.key"
        create_key_file(key_file)
        world = build(
            Settings(
                database_url=url,
                key_file=key_file,
                key=None,
                host="127.0.0.1",
                port=0,
                secure_cookies=False,
            )
        )
        try:
            yield world
        finally:
            world.close()


@contextmanager
def place(kind: str) -> Iterator[Place]:
    """For as long as the block; nothing stays behind."""
    with tempfile.TemporaryDirectory(dir=on_disk()) as folder:
        if kind == "sqlite":
            yield Place(kind, Path(folder), None)
            return
        server = PrivateFolder(on_disk())
        try:
            yield Place(kind, Path(folder), serve(server.path, DURABLE))
        finally:
            server.close()
