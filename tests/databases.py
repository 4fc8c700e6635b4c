"""Databases for tests: each test gets a fresh one, copied from a template that was filled once.

`database_url` runs a test on SQLite and on PostgreSQL; `empty_database_url` too, without tables;
`sqlite_url` and `postgresql_url` are for a test that is about one of them. All of these forget what
a power cut would take; `durable_database_url` is for what measures.
"""

import fcntl
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.postgresql import DURABLE, Postgresql, PrivateFolder, in_memory, on_disk, serve

TEMPLATE = "filled"
FOLDER = pytest.StashKey[PrivateFolder]()


def pytest_configure(config: pytest.Config) -> None:
    """The run itself, not one of its workers, holds what they share."""
    if not hasattr(config, "workerinput"):
        config.stash[FOLDER] = PrivateFolder(in_memory())


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    node.workerinput["databases"] = str(node.config.stash[FOLDER].path)  # type: ignore[attr-defined]


def pytest_unconfigure(config: pytest.Config) -> None:
    if FOLDER in config.stash:
        config.stash[FOLDER].close()


@pytest.fixture(scope="session")
def shared_folder(pytestconfig: pytest.Config) -> Path:
    """A folder that all workers of this run share and that goes when it ends."""
    if FOLDER in pytestconfig.stash:
        return pytestconfig.stash[FOLDER].path
    return Path(pytestconfig.workerinput["databases"])  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def migrate() -> Callable[[str], None]:
    """What fills a template: all migrations, from an empty database to the newest."""
    from models.schema import migrate as upgrade

    return upgrade


@pytest.fixture(scope="session")
def postgresql(shared_folder: Path) -> Postgresql:
    return serve(shared_folder)


@pytest.fixture(scope="session")
def sqlite_template(
    tmp_path_factory: pytest.TempPathFactory, migrate: Callable[[str], None]
) -> Path:
    template = tmp_path_factory.mktemp("template") / "filled.sqlite"
    migrate(f"sqlite:///{template}")
    return template


@pytest.fixture(scope="session")
def postgresql_template(
    shared_folder: Path, postgresql: Postgresql, migrate: Callable[[str], None]
) -> str:
    """Filled under another name, so that one that was begun and not finished is no template."""
    filled = shared_folder / "filled"
    with (shared_folder / "filled.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not filled.exists():
            postgresql.drop("filling")
            migrate(postgresql.create("filling"))
            postgresql.rename("filling", TEMPLATE)
            filled.touch()
    return TEMPLATE


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'donghanh.sqlite')}"


@pytest.fixture
def postgresql_url(postgresql: Postgresql, postgresql_template: str) -> Iterator[str]:
    name = f"test_{uuid.uuid4().hex}"
    yield postgresql.copy(postgresql_template, name)
    postgresql.drop(name)


@pytest.fixture
def empty_postgresql_url(postgresql: Postgresql) -> Iterator[str]:
    name = f"test_{uuid.uuid4().hex}"
    yield postgresql.create(name)
    postgresql.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated database of this test's own; the test runs once on each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without a single table; the test runs once on each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'donghanh.sqlite'}"
    url: str = request.getfixturevalue("empty_postgresql_url")
    return url


@pytest.fixture(scope="session")
def durable_postgresql() -> Iterator[Postgresql]:
    folder = PrivateFolder(on_disk())
    yield serve(folder.path, DURABLE)
    folder.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def durable_database_url(
    request: pytest.FixtureRequest, migrate: Callable[[str], None]
) -> Iterator[str]:
    """As `database_url`, but every commit waits for the disk, as it does for people."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_url")
        return
    server: Postgresql = request.getfixturevalue("durable_postgresql")
    name = f"test_{uuid.uuid4().hex}"
    url = server.create(name)
    migrate(url)
    yield url
    server.drop(name)
