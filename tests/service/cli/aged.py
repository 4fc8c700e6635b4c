"""A database made by the first commit that had one, with its key: what an upgrade must carry.

`fixtures/first_commit.tar.xz` was written by the code of commit f0eb0af: five cases of its demo,
filled as of Friday 21/8/2026, 15:00, as statements for SQLite (`iterdump`) and for PostgreSQL
(`pg_dump --inserts`). Nothing makes it anew: it is what it was.
"""

from __future__ import annotations

import os
import sqlite3
import tarfile
from pathlib import Path

import psycopg
import pytest

from tests.filled import Filled

FIXTURE = Path(__file__).parent / "fixtures" / "first_commit.tar.xz"


def unpacked(name: str) -> bytes:
    """A file of the fixture."""
    with tarfile.open(FIXTURE) as archive:
        found = archive.extractfile(name)
        assert found is not None
        return found.read()


@pytest.fixture(params=["sqlite", "postgresql"])
def aged(request: pytest.FixtureRequest, tmp_path: Path) -> Filled:
    """The old database as it was, on each kind of database."""
    key_file = tmp_path / "aged.key"
    with os.fdopen(os.open(key_file, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
        file.write(unpacked("donghanh.key"))
    if request.param == "sqlite":
        path = tmp_path / "aged.sqlite"
        connection = sqlite3.connect(path)
        connection.executescript(unpacked("sqlite.sql").decode())
        connection.close()
        return Filled(f"sqlite:///{path}", key_file)
    url: str = request.getfixturevalue("empty_postgresql_url")
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(unpacked("postgresql.sql"))
    return Filled(url, key_file)
