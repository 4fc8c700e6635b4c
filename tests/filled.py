"""The demo, filled once on each kind of database and copied for each test."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from models.database import Database
from models.keys import KeyRing, create_key_file
from models.people import Person
from models.settings import Settings
from processes import demo
from processes.demo.residents import TOLD
from processes.workplace import Workplace
from tests.passwords import cheap_hash
from tests.postgresql import Postgresql

NOW = datetime(2026, 8, 21, 8, 0, tzinfo=UTC)  # Friday, 15:00 in Vietnam


@dataclass(frozen=True)
class Filled:
    """A database of this test's own that holds the demo as filled at NOW, and its key."""

    url: str
    key_file: Path

    @property
    def settings(self) -> Settings:
        """For the service that shows it."""
        return Settings.from_environment(
            {"DONGHANH_DATABASE_URL": self.url, "DONGHANH_KEY_FILE": str(self.key_file)}
        )


@pytest.fixture(scope="session")
def demo_key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    key_file = tmp_path_factory.mktemp("demo") / "donghanh.key"
    create_key_file(key_file)
    return key_file


@pytest.fixture(scope="session")
def demo_sqlite(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path, demo_key_file: Path
) -> Path:
    copy = tmp_path_factory.mktemp("demo") / "demo.sqlite"
    shutil.copy(sqlite_template, copy)
    fill(f"sqlite:///{copy}", demo_key_file)
    return copy


@pytest.fixture(scope="session")
def demo_postgresql(
    postgresql: Postgresql, postgresql_template: str, demo_key_file: Path
) -> Iterator[str]:
    name = f"demo_{uuid.uuid4().hex}"
    fill(postgresql.copy(postgresql_template, name), demo_key_file)
    yield name
    postgresql.drop(name)


@pytest.fixture
def filled_sqlite(tmp_path: Path, demo_sqlite: Path, demo_key_file: Path) -> Filled:
    return Filled(f"sqlite:///{shutil.copy(demo_sqlite, tmp_path / 'demo.sqlite')}", demo_key_file)


@pytest.fixture
def filled_postgresql(
    postgresql: Postgresql, demo_postgresql: str, demo_key_file: Path
) -> Iterator[Filled]:
    name = f"test_{uuid.uuid4().hex}"
    yield Filled(postgresql.copy(demo_postgresql, name), demo_key_file)
    postgresql.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def filled(request: pytest.FixtureRequest) -> Filled:
    """The filled demo; the test runs once on each kind of database."""
    found: Filled = request.getfixturevalue(f"filled_{request.param}")
    return found


@pytest.fixture
def workplace(filled: Filled) -> Iterator[Workplace]:
    """What it takes to work on the cases of the filled demo."""
    database = Database(filled.url)
    yield Workplace(database, KeyRing.from_file(filled.key_file))
    database.dispose()


def fill(url: str, key_file: Path, *, now: datetime = NOW) -> None:
    """Fill a migrated database with the demo."""
    database = Database(url)
    try:
        demo.fill(Workplace(database, KeyRing.from_file(key_file)), now=now)
        with database.transaction() as session:
            cheap = cheap_hash(TOLD["password"])
            those_who_sign_in = update(Person).where(Person.password_hash.is_not(None))
            session.execute(those_who_sign_in.values(password_hash=cheap))
    finally:
        database.dispose()
