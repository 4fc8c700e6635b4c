"""The schema: brought up to date by migrations, and checked at every start."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DatabaseError

from models import triggers
from models.database import Database
from models.refusals import Refusal

MIGRATIONS = Path(__file__).parent / "migrations"
ADVISORY_LOCK = 0x446F6E67  # one migration at a time on PostgreSQL


class SchemaTooNew(Refusal):
    """The database was migrated by a newer release."""

    vi = "Cơ sở dữ liệu mới hơn phần mềm (phiên bản {revision}); hãy dùng bản phần mềm mới hơn."
    en = "The database is newer than this software (revision {revision}); use a newer release."


class SchemaTooOld(Refusal):
    """Migrations are still to be run."""

    vi = "Cơ sở dữ liệu chưa được nâng cấp; hãy chạy lệnh: donghanh migrate"
    en = "The database has not been migrated; run: donghanh migrate"


class DatabaseMissing(SchemaTooOld):
    """There is not even a file; a check makes none."""

    vi = (
        "Không có cơ sở dữ liệu {path}; hãy chạy lệnh trong thư mục có nó, đặt "
        "DONGHANH_DATABASE_URL, hoặc tạo mới bằng lệnh: donghanh migrate"
    )
    en = (
        "There is no database {path}; run the command in its folder, set DONGHANH_DATABASE_URL, "
        "or make a new one: donghanh migrate"
    )


class TriggersMissing(Refusal):
    """Triggers that protect the journal are gone or switched off."""

    vi = "Thiếu trigger bảo vệ sổ nhật ký trong cơ sở dữ liệu: {names}."
    en = "Triggers that protect the journal are missing from the database: {names}."


class DatabaseUnreachable(Refusal):
    """The database does not answer, or is none."""

    vi = "Không mở được cơ sở dữ liệu {url}: {reason}"
    en = "The database {url} cannot be opened: {reason}"


def migrate(url: str) -> None:
    """Bring the database up to date, from empty too.

    Raises SchemaTooNew, TriggersMissing or DatabaseUnreachable.
    """
    with _reached(url) as database, database.transaction() as session:
        connection = session.connection()
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})"))
        refuse_newer(connection)
        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        refuse_without_triggers(connection)


def check(url: str) -> None:
    """At start: raises DatabaseMissing, DatabaseUnreachable or one of the three above."""
    _refuse_missing(make_url(url))
    with _reached(url) as database, database.reading() as session:
        connection = session.connection()
        refuse_newer(connection)
        if revision_of(connection) != revisions().get_current_head():
            raise SchemaTooOld
        refuse_without_triggers(connection)


def _refuse_missing(url: URL) -> None:
    if url.get_backend_name() == "sqlite":
        path = Path(str(url.database)).absolute()
        # A file where a folder should be is another trouble, told when it is opened.
        if not path.exists() and all(above.is_dir() for above in path.parents if above.exists()):
            raise DatabaseMissing(path=path)


@contextmanager
def _reached(url: str) -> Iterator[Database]:
    database = Database(url)
    address = database.url.render_as_string(hide_password=True)
    try:
        if database.url.get_backend_name() == "sqlite":
            Path(str(database.url.database)).parent.mkdir(parents=True, exist_ok=True)
        yield database
    except DatabaseError as error:
        # A driver goes on about it for several lines; the first says what it is.
        reason = str(error.orig).partition("\n")[0]
        raise DatabaseUnreachable(url=address, reason=reason) from error
    except OSError as error:
        raise DatabaseUnreachable(url=address, reason=error.strerror) from error
    finally:
        database.dispose()


def configuration() -> Config:
    """Alembic's configuration, without a file."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


@cache
def revisions() -> ScriptDirectory:
    """All migrations of this release, read once a process."""
    return ScriptDirectory.from_config(configuration())


def revision_of(connection: Connection) -> str | None:
    """The revision that the database is at; None when it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def refuse_newer(connection: Connection) -> None:
    """Raises SchemaTooNew when the database's revision is unknown here."""
    known = {script.revision for script in revisions().walk_revisions()}
    revision = revision_of(connection)
    if revision is not None and revision not in known:
        raise SchemaTooNew(revision=revision)


def refuse_without_triggers(connection: Connection) -> None:
    """Raises TriggersMissing."""
    names = triggers.missing(connection)
    if names:
        raise TriggersMissing(names=", ".join(names))
