"""`python -m scheduler`: the scheduler as a process of its own."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import threading

from models import data_keys, schema
from models.database import Database
from models.keys import ring_of
from models.refusals import Refusal
from models.settings import Settings
from processes.workplace import Workplace
from scheduler import main


def open_workplace(settings: Settings) -> Workplace:
    """Open and check the database and the keys; raises a Refusal that says what is wrong."""
    schema.check(settings.database_url)
    keys = ring_of(settings.key, settings.key_file)
    database = Database(settings.database_url)
    with database.transaction() as session:
        data_keys.check_ring(session, keys)
    return Workplace(database, keys)


def stop_with_standard_input(stop: threading.Event) -> None:
    """Set `stop` when standard input closes: whoever started this process has ended."""

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 1024):
            pass
        stop.set()

    threading.Thread(target=watch, daemon=True, name="standard-input").start()


def start() -> int:
    """Run until told to stop; the exit code."""
    arguments = argparse.ArgumentParser(prog="python -m scheduler")
    arguments.add_argument("--attached", action="store_true")
    attached = arguments.parse_args().attached
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    try:
        workplace = open_workplace(Settings.from_environment(os.environ))
    except Refusal as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    stop = threading.Event()
    if attached:
        stop_with_standard_input(stop)
    main.run(workplace, stop=stop)
    workplace.database.dispose()
    return 0


if __name__ == "__main__":
    sys.exit(start())
