"""`donghanh run`: the service and the scheduler start, serve and stop together."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from models import heartbeats
from models.database import Database
from tests.filled import Filled

PATIENCE = 120.0


@dataclass(frozen=True)
class Running:
    """A `donghanh run` that has said where it listens."""

    process: subprocess.Popen[str]
    told: Mapping[str, Any]

    def stop(self, number: signal.Signals) -> tuple[int, str]:
        """The exit code, and what stands on standard error."""
        self.process.send_signal(number)
        _, said = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, said


def command(*arguments: str, **settings: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "service.cli", *arguments],
        env={**os.environ, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def running(url: str, key_file: Path, port: int, *options: str) -> Iterator[Running]:
    process = command(
        "run",
        "--json",
        *options,
        DONGHANH_DATABASE_URL=url,
        DONGHANH_KEY_FILE=str(key_file),
        DONGHANH_PORT=str(port),
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            pytest.fail(process.communicate()[1])
        yield Running(process, json.loads(line))
    finally:
        process.kill()
        process.communicate()


def beats(url: str) -> bool:
    database = Database(url)
    try:
        with database.reading() as session:
            return bool(heartbeats.all_nodes(session))
    finally:
        database.dispose()


def wait_for_beat(url: str) -> None:
    end = time.monotonic() + PATIENCE
    while not beats(url):
        assert time.monotonic() < end
        time.sleep(0.2)


def children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def wait_until_gone(pid: int) -> None:
    end = time.monotonic() + PATIENCE
    while Path(f"/proc/{pid}/cmdline").exists() and Path(f"/proc/{pid}/cmdline").read_bytes():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_the_first_start_fills_the_demo_and_the_second_keeps_it(
    empty_database_url: str, tmp_path: Path, free_port: int
) -> None:
    key_file = tmp_path / "var" / "donghanh.key"
    with running(empty_database_url, key_file, free_port) as first:
        assert first.told["address"] == f"http://127.0.0.1:{free_port}"
        assert requests.get(first.told["address"], timeout=PATIENCE).status_code == 200
        wait_for_beat(empty_database_url)
        [scheduler] = children(first.process.pid)
        code, said = first.stop(signal.SIGINT)
    assert (code, "Traceback" in said) == (0, False)
    wait_until_gone(scheduler)
    key = key_file.read_bytes()

    with running(empty_database_url, key_file, free_port) as second:
        assert second.told == first.told
        code, said = second.stop(signal.SIGTERM)
    assert (code, "Traceback" in said) == (0, False)
    assert key_file.read_bytes() == key


def test_a_school_of_ones_own_starts_without_the_demo_and_beside_a_scheduler(
    sqlite_url: str, tmp_path: Path, free_port: int
) -> None:
    options = ("--without-demo", "--without-scheduler")
    with running(sqlite_url, tmp_path / "key", free_port, *options) as started:
        assert started.told["demo"] is None
        assert requests.get(started.told["address"], timeout=PATIENCE).status_code == 200
        assert children(started.process.pid) == []
        assert started.stop(signal.SIGTERM)[0] == 0


def test_however_the_service_dies_the_scheduler_ends_too(
    filled_sqlite: Filled, free_port: int
) -> None:
    with running(filled_sqlite.url, filled_sqlite.key_file, free_port) as started:
        wait_for_beat(filled_sqlite.url)
        [scheduler] = children(started.process.pid)
        started.process.kill()
    wait_until_gone(scheduler)


def test_when_the_scheduler_dies_the_service_says_so_and_stops(
    filled_sqlite: Filled, free_port: int
) -> None:
    with running(filled_sqlite.url, filled_sqlite.key_file, free_port) as started:
        wait_for_beat(filled_sqlite.url)
        [scheduler] = children(started.process.pid)
        os.kill(scheduler, signal.SIGKILL)
        _, said = started.process.communicate(timeout=PATIENCE)
    assert started.process.returncode == 1
    assert said.splitlines()[-1].startswith("Bộ hẹn giờ đã dừng bất ngờ (mã -9)")


def test_a_port_that_is_taken_is_one_sentence(filled_sqlite: Filled) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = command(
            "run",
            DONGHANH_DATABASE_URL=filled_sqlite.url,
            DONGHANH_KEY_FILE=str(filled_sqlite.key_file),
            DONGHANH_PORT=str(port),
        )
        _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert said.splitlines()[-1].startswith(f"Cổng {port} trên 127.0.0.1 đang có chương trình")


def test_a_bad_setting_stops_the_start_with_one_sentence() -> None:
    process = command("run", DONGHANH_PORT="0")
    _, said = process.communicate(timeout=PATIENCE)

    assert process.returncode == 1
    assert said.count("\n") == 1
    assert "Setting DONGHANH_PORT cannot be used" in said
