"""The scheduler as a process: it looks at once, and it ends when it is told to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from models import heartbeats
from models.database import Database
from models.keys import create_key_file
from tests.filled import Filled

PATIENCE = 90.0


def start(filled: Filled, *options: str) -> subprocess.Popen[str]:
    environment = {
        **os.environ,
        "DONGHANH_DATABASE_URL": filled.url,
        "DONGHANH_KEY_FILE": str(filled.key_file),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "scheduler", *options],
        env=environment,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)


def has_beaten(filled: Filled) -> bool:
    database = Database(filled.url)
    try:
        with database.reading() as session:
            return bool(heartbeats.all_nodes(session))
    finally:
        database.dispose()


def test_it_looks_at_once_and_ends_cleanly(filled: Filled) -> None:
    assert_ends_cleanly(filled, signal.SIGTERM)


def test_ctrl_c_ends_it_cleanly_too(filled_sqlite: Filled) -> None:
    assert_ends_cleanly(filled_sqlite, signal.SIGINT)


def assert_ends_cleanly(filled: Filled, number: signal.Signals) -> None:
    with start(filled) as process:
        wait_until(lambda: has_beaten(filled))
        process.send_signal(number)
        _, said = process.communicate(timeout=PATIENCE)

    assert process.returncode == 0
    assert "Traceback" not in said
    assert "scheduler ended" in said


def test_attached_it_ends_with_whoever_started_it(filled_sqlite: Filled) -> None:
    with start(filled_sqlite, "--attached") as process:
        wait_until(lambda: has_beaten(filled_sqlite))
        assert process.stdin is not None
        process.stdin.close()
        process.wait(PATIENCE)

    assert process.returncode == 0


def test_the_wrong_key_is_one_sentence(filled_sqlite: Filled, tmp_path: Path) -> None:
    create_key_file(tmp_path / "other.key")

    with start(Filled(filled_sqlite.url, tmp_path / "other.key")) as process:
        _, said = process.communicate(timeout=PATIENCE)

    assert process.returncode == 1
    assert said.startswith("Khóa đang dùng không phải khóa của dữ liệu này")
    assert said.count("\n") == 1
