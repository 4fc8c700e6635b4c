"""A copy of an SQLite database as it is at one moment, while others go on writing."""

import os
import sqlite3
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import make_url

from models.refusals import Refusal

BUSY_SECONDS = 30.0


class NotSqlite(Refusal):
    """PostgreSQL has its own tools, and they do more."""

    vi = "Lệnh này chỉ sao lưu SQLite; với PostgreSQL hãy dùng pg_dump, xem docs/operating.md."
    en = "This only backs up SQLite; for PostgreSQL use pg_dump, see docs/operating.md."


class CopyUnsound(Refusal):
    """SQLite finds fault with the copy or cannot finish it: a damaged database, a full disk."""

    vi = "Bản sao không lành lặn nên đã bỏ: {reason}"
    en = "The copy is not sound and was thrown away: {reason}"


class KeyBeside(Refusal):
    """Whoever finds that folder could read everything."""

    vi = "Thư mục {folder} có tập tin khóa; hãy sao lưu dữ liệu vào nơi khác, xa tập tin khóa."
    en = "The folder {folder} holds the key file; back up to another place, away from the key."


def backup(url: str, folder: Path, *, key_file: Path, now: datetime) -> Path:
    """Copy the database into the folder as one file of mode 0600; gives its path.

    The name holds the moment in UTC; a copy that is broken off never bears it. The key is not
    copied. Raises NotSqlite, CopyUnsound, KeyBeside or OSError.
    """
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        raise NotSqlite
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if key_file.exists() and key_file.parent.resolve() == folder.resolve():
        raise KeyBeside(folder=folder)
    path = folder / f"donghanh-{now:%Y%m%dT%H%M%S%fZ}.sqlite3"
    unfinished = path.with_suffix(".unfinished")
    os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        _copy(Path(str(address.database)), unfinished)
        unfinished.rename(path)
    except sqlite3.Error as error:
        raise CopyUnsound(reason=error) from error
    finally:
        unfinished.unlink(missing_ok=True)
    _keep(folder)
    return path


def _copy(database: Path, to: Path) -> None:
    source = sqlite3.connect(database, timeout=BUSY_SECONDS)
    copy = sqlite3.connect(to)
    try:
        # All pages in one step: what is read is one moment, and in WAL mode nobody waits for it.
        source.backup(copy, pages=-1)
        # As one file, without a journal beside it.
        copy.execute("PRAGMA journal_mode = DELETE")
        faults = [row[0] for row in copy.execute("PRAGMA integrity_check(1)")]
        if faults != ["ok"]:
            raise CopyUnsound(reason=faults[0])
    finally:
        copy.close()
        source.close()
    _keep(to)


def _keep(path: Path) -> None:
    """Wait until the disk has it."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
