"""`python -m scheduler`: the scheduler as a process of its own."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import threading

from models.refusals import Refusal
from models.settings import Settings
from processes.workplace import Workplace
from scheduler import main


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
    for name in ("alembic", "apscheduler"):
        logging.getLogger(name).setLevel(logging.WARNING)
    try:
        workplace = Workplace.open(Settings.from_environment(os.environ))
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
