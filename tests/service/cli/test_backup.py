"""Backed up while people write, restored into an empty place, verified; with the key only."""

from __future__ import annotations

import stat
import subprocess
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from models import appointments, people
from models.keys import create_key_file
from processes import cases
from processes.sign_in import caller_of
from processes.working_time.local_time import today
from processes.workplace import Workplace
from tests.answers import answers_to
from tests.filled import NOW, Filled
from tests.postgresql import Postgresql
from tests.service.cli.conftest import Donghanh, DonghanhOn

CASES_OF_THE_DEMO = 17
PATIENCE = 60.0


@contextmanager
def reports_coming_in(workplace: Workplace) -> Iterator[list[str]]:
    """One report after the other until the block ends; the codes of their cases."""
    with workplace.database.reading() as session:
        person = people.by_sign_in_name(session, "an")
        assert person is not None
        held = appointments.in_force(session, person.id, on=today(NOW))
    caller = caller_of(person, tuple(held))
    school = held[0].school_id or 0
    opened: list[str] = []
    one, enough = threading.Event(), threading.Event()

    def write() -> None:
        while not enough.is_set():
            answers = answers_to("report", now=NOW, story=f"Em kể với cô, lần {len(opened)}.")
            at = NOW + timedelta(seconds=len(opened))
            told = cases.open_by_report(workplace, school, answers, by=caller, now=at)
            opened.append(told.case_code)
            one.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert one.wait(PATIENCE)
        yield opened
    finally:
        enough.set()
        writer.join()


def run(*command: str | Path) -> None:
    subprocess.run(command, check=True, capture_output=True)


def taken(donghanh: Donghanh, url: str, folder: Path) -> Path:
    """A backup by the commands of docs/operating.md."""
    if url.startswith("sqlite"):
        return Path(donghanh.told("backup", str(folder))["file"])
    file = folder / "donghanh.dump"
    folder.mkdir()
    run("pg_dump", "--format=custom", f"--file={file}", url)
    return file


def restored(backup: Path, request: pytest.FixtureRequest, place: Path) -> str:
    """The address of an empty place into which the backup has been put."""
    if backup.suffix == ".sqlite3":
        run("install", "-m", "0600", backup, place / "donghanh.sqlite3")
        return f"sqlite:///{place}/donghanh.sqlite3"
    server: Postgresql = request.getfixturevalue("postgresql")
    name = f"restored_{uuid.uuid4().hex}"
    url = server.create(name)
    request.addfinalizer(lambda: server.drop(name))
    run("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={url}", backup)
    return url


def test_what_was_backed_up_while_people_wrote_is_restored_whole_and_only_its_key_opens_it(
    filled: Filled,
    workplace: Workplace,
    donghanh_on: DonghanhOn,
    request: pytest.FixtureRequest,
    tmp_path: Path,
) -> None:
    with reports_coming_in(workplace) as opened:
        before = len(opened)
        backup = taken(donghanh_on(filled.url, filled.key_file), filled.url, tmp_path / "backup")
        after = len(opened) + 1  # one may be written and not yet told

    place = tmp_path / "empty"
    place.mkdir()
    url = restored(backup, request, place)
    donghanh = donghanh_on(url, place / "donghanh.key")
    donghanh.told("migrate")
    verified = donghanh.told("history", "verify", "--all")
    assert verified["whole"]
    assert before <= verified["cases"] - CASES_OF_THE_DEMO <= after

    key = place / "donghanh.key"
    # Whatever opens content says so first; here it would then fill the demo.
    assert "There is no key file" in donghanh.refused("demo")
    assert not key.exists()
    create_key_file(key)
    assert "The key in use is not the one of this data" in donghanh.refused("demo")
    run("install", "-m", "0600", filled.key_file, key)
    assert "holds schools or people already" in donghanh.refused("demo")


def test_a_backup_is_one_file_for_its_owner_alone(
    filled_sqlite: Filled, donghanh_on: DonghanhOn, tmp_path: Path
) -> None:
    folder = tmp_path / "backup"
    told = donghanh_on(filled_sqlite.url, filled_sqlite.key_file).told("backup", str(folder))
    (file,) = folder.iterdir()
    assert told == {"file": str(file), "bytes": file.stat().st_size}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_backup_never_lies_beside_the_key(filled_sqlite: Filled, donghanh_on: DonghanhOn) -> None:
    donghanh = donghanh_on(filled_sqlite.url, filled_sqlite.key_file)
    before = set(filled_sqlite.key_file.parent.iterdir())
    assert "holds the key file" in donghanh.refused("backup", str(filled_sqlite.key_file.parent))
    assert set(filled_sqlite.key_file.parent.iterdir()) == before


def test_a_damaged_database_gives_no_backup(
    filled_sqlite: Filled, donghanh_on: DonghanhOn, tmp_path: Path
) -> None:
    path = Path(filled_sqlite.url.removeprefix("sqlite:///"))
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(b"\xff" * 20_000)
    said = donghanh_on(filled_sqlite.url).refused("backup", str(tmp_path / "backup"))
    assert said.startswith("Bản sao không lành lặn nên đã bỏ: ")
    assert list((tmp_path / "backup").iterdir()) == []


def test_postgresql_is_backed_up_by_its_own_tools(
    filled_postgresql: Filled, donghanh_on: DonghanhOn, tmp_path: Path
) -> None:
    said = donghanh_on(filled_postgresql.url).refused("backup", str(tmp_path / "backup"))
    assert "pg_dump" in said
    assert not (tmp_path / "backup").exists()
