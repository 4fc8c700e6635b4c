"""A PostgreSQL of our own for one test run: private folder and port, loopback only, never as root.

It is started when the first test asks for it and serves every worker of the run. It ends with the
run, even one that was killed: the server's shell waits at a pipe that only the run holds open.
"""

import fcntl
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

PROGRAMS = Path("/usr/lib/postgresql")
OWNER = "donghanh"
START_SECONDS = 60.0
STOP_SECONDS = 30.0

# In memory a database is copied in 20 ms; on a disk that others use too, it took up to 300 ms.
MEMORY = Path("/dev/shm")
MEMORY_NEEDED = 2 * 2**30

# Nothing has to outlive the run, so nothing waits for the disk. A benchmark passes DURABLE instead.
VOLATILE = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}

# The pipe closes when the run ends, however it ends; then the server is stopped by its own pid.
SERVE_UNTIL_THE_RUN_ENDS = """
programs=$1
folder=$2
"$programs/postgres" -D "$folder/data" >"$folder/log" 2>&1 &
server=$!
cat "$folder/run"
kill -QUIT "$server"
wait "$server"
rm -rf "$folder"
"""


class PostgresqlMissing(Exception):
    """Thiếu máy chủ PostgreSQL, `make test` sẽ cài. `make test` installs the missing PostgreSQL."""


class PostgresqlDidNotStart(Exception):
    """PostgreSQL không khởi động được; nhật ký ở sau. It did not start; its log follows."""


class PrivateFolder:
    """The folder of one server, made by the run that holds its pipe and ends it.

    Close it at the end of the run: that stops the server, if one was started, and leaves nothing.
    """

    def __init__(self, parent: Path) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="donghanh-pg-", dir=parent))
        os.mkfifo(self.path / "run")
        # Read and write, because opening a pipe for writing alone would wait for its reader.
        self._run = os.open(self.path / "run", os.O_RDWR)
        if os.geteuid() == 0 and _has_account("postgres"):
            shutil.chown(self.path, "postgres", "postgres")
            shutil.chown(self.path / "run", "postgres", "postgres")

    def close(self) -> None:
        os.close(self._run)
        if (self.path / "port").exists():
            _wait_until(lambda: not self.path.exists(), STOP_SECONDS)
        shutil.rmtree(self.path, ignore_errors=True)


class Postgresql:
    """A running server; `url(name)` is what `DONGHANH_DATABASE_URL` would hold."""

    def __init__(self, port: int) -> None:
        self.port = port

    def url(self, name: str) -> str:
        return f"postgresql://{OWNER}@127.0.0.1:{self.port}/{name}"

    def create(self, name: str) -> str:
        self._say(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def copy(self, template: str, name: str) -> str:
        self._say(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return self.url(name)

    def rename(self, name: str, new_name: str) -> None:
        self._say(f'ALTER DATABASE "{name}" RENAME TO "{new_name}"')

    def drop(self, name: str) -> None:
        self._say(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _say(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())


def serve(folder: Path, settings: dict[str, str] = VOLATILE) -> Postgresql:
    """The server of this folder; started by whichever worker comes first."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        port_file = folder / "port"
        if not port_file.exists():
            port_file.write_text(str(_start(folder, settings)))
        return Postgresql(int(port_file.read_text()))


def _start(folder: Path, settings: dict[str, str]) -> int:
    programs = _programs()
    port = free_port()
    account = _account()
    _initialise(folder / "data", programs, account)
    lines = {
        "listen_addresses": "'127.0.0.1'",
        "port": str(port),
        "unix_socket_directories": f"'{folder}'",
        "max_connections": "200",
        "shared_buffers": "64MB",
        **settings,
    }
    with (folder / "data" / "postgresql.conf").open("a") as conf:
        conf.writelines(f"{name} = {value}\n" for name, value in lines.items())
    server = subprocess.Popen(
        ["/bin/sh", "-c", SERVE_UNTIL_THE_RUN_ENDS, "sh", programs, folder],
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        user=account,
        group=account,
        extra_groups=None if account is None else [],
    )
    server.returncode = 0  # It outlives this worker on purpose: the run's end stops it.
    if not _wait_until(lambda: _answers(folder, port), START_SECONDS):
        raise PostgresqlDidNotStart((folder / "log").read_text())
    return port


def _initialise(data: Path, programs: Path, account: str | None) -> None:
    plain = ["--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust", "--no-sync"]
    subprocess.run(
        [programs / "initdb", "--pgdata", data, "--username", OWNER, *plain],
        check=True,
        cwd=data.parent,
        stdout=subprocess.DEVNULL,
        user=account,
        group=account,
        extra_groups=None if account is None else [],
    )


def in_memory() -> Path:
    """Where a folder lies in memory; on the disk where there is little, as in most containers."""
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > MEMORY_NEEDED
    return MEMORY if roomy else on_disk()


def on_disk() -> Path:
    """Where a folder lies on the disk, on most machines."""
    return Path(tempfile.gettempdir())


def free_port() -> int:
    """A port on loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _programs() -> Path:
    """The newest server that Debian has installed."""
    found = [initdb.parent for initdb in PROGRAMS.glob("*/bin/initdb")]
    if not found:
        raise PostgresqlMissing
    return max(found, key=lambda folder: float(folder.parent.name))


def _account() -> str | None:
    """PostgreSQL refuses to run as root; then Debian's own account for it is used."""
    return "postgres" if os.geteuid() == 0 else None


def _has_account(name: str) -> bool:
    return any(entry.pw_name == name for entry in pwd.getpwall())


def _answers(folder: Path, port: int) -> bool:
    """Asked at the socket in our folder: on the port someone else's server might answer."""
    try:
        psycopg.connect(host=str(folder), port=port, user=OWNER, dbname="postgres").close()
    except psycopg.OperationalError:
        return False
    return True


def _wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
