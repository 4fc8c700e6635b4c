"""Opening what a command works with: the settings, the database, with or without the keys."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select

from models import schema
from models.data_keys import DataKey, KeyCheck
from models.database import Database
from models.keys import KeyRing, create_key_file, new_key
from models.schema import TriggersMissing
from models.settings import Settings
from processes.clock import Clock
from processes.workplace import Workplace


def now() -> datetime:
    """The moment of the command, UTC, by the clock of its database; raises as `database`."""
    with database() as opened:
        return Clock(opened).now()


def settings() -> Settings:
    """The settings from the environment; raises SettingsRejected."""
    return Settings.from_environment(os.environ)


@contextmanager
def database() -> Iterator[Database]:
    """The database of the settings, checked, without the keys."""
    url = settings().database_url
    schema.check(url)
    opened = Database(url)
    try:
        yield opened
    finally:
        opened.dispose()


@dataclass(frozen=True)
class History:
    """The database as far as the history of cases goes; `unprotected` says if triggers are gone."""

    workplace: Workplace
    unprotected: str | None


@contextmanager
def history() -> Iterator[History]:
    """What it takes to verify the history of cases, without the key to their content.

    The chain and the replay hold without the key, and so also when it is lost: the ring given
    here opens nothing. Missing triggers are told and stop nobody: now is the time to verify.
    """
    url = settings().database_url
    unprotected = None
    try:
        schema.check(url)
    except TriggersMissing as missing:
        unprotected = str(missing)
    opened = Database(url)
    try:
        yield History(Workplace(opened, KeyRing([new_key()])), unprotected)
    finally:
        opened.dispose()


@contextmanager
def workplace() -> Iterator[Workplace]:
    """The database of the settings with its keys."""
    opened = Workplace.open(settings())
    try:
        yield opened
    finally:
        opened.database.dispose()


def prepare() -> None:
    """Migrate the database, and make the key file where no key has ever been used.

    Where one has been used and its file is gone, opening says so: a new key would not help.
    """
    found = settings()
    schema.migrate(found.database_url)
    if found.key is None and not found.key_file.exists() and not _has_used_a_key():
        create_key_file(found.key_file)


def _has_used_a_key() -> bool:
    with database() as opened, opened.reading() as session:
        used = select(exists(select(KeyCheck.key_id)) | exists(select(DataKey.id)))
        return session.scalars(used).one()
