"""`backup`: the database of one machine, while it runs."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from models import backups
from service.cli import opening
from service.cli.answers import Answer, answers


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@answers
def backup(*, folder: Path) -> Answer:
    """Copy an SQLite database into FOLDER, also while the service runs; never the key.

    Sao lưu cơ sở dữ liệu SQLite, cả khi dịch vụ đang chạy; không bao giờ kèm khóa.
    """
    settings = opening.settings()
    with opening.database():
        pass  # what is missing, too old or no database is said here
    now = datetime.now(UTC)  # of a sandbox too: the copy was made at this moment
    path = backups.backup(
        settings.database_url, folder, key_file=settings.key_file.absolute(), now=now
    )
    size = path.stat().st_size
    return Answer(
        {"file": str(path), "bytes": size},
        [
            f"Đã sao lưu. Backed up: {path} ({size} byte)",
            "Chưa có khóa trong đó; cất khóa ở nơi khác. The key is not in it; keep it elsewhere.",
        ],
    )
