"""The demo school on the first day of its year: people, calendars, agencies, and no case yet.

The service and its scheduler are the processes that `donghanh run` starts; reminders go to a real
SMTP server. The clock of this sandbox stands wherever the year has come to.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from models import people, sandbox, schema
from models.keys import create_key_file
from models.people import Language, MailWish
from models.settings import Settings
from processes.demo.residents import TOLD, settle
from processes.workplace import Workplace
from tests.passwords import cheap_hash
from tests.post_office import PostOffice, open_office
from tests.postgresql import free_port

PATIENCE = 60.0


@dataclass
class School:
    """The running service of the demo school, and what one needs to look behind it."""

    url: str
    workplace: Workplace
    office: PostOffice
    environment: Mapping[str, str]
    _running: subprocess.Popen[str] | None = field(default=None, repr=False)

    def command(self, *arguments: str, typed: str = "") -> str:
        """What the command `donghanh` answers; `typed` goes to its standard input."""
        done = subprocess.run(
            [sys.executable, "-m", "service.cli", *arguments],
            env=dict(self.environment),
            input=typed,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self) -> None:
        """Start the service and its scheduler, and wait until they say where they are."""
        self._running = subprocess.Popen(
            [sys.executable, "-m", "service.cli", "run", "--without-demo", "--json"],
            env=dict(self.environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._running.stdout is not None
        assert json.loads(self._running.stdout.readline())["address"] == self.url

    def stop(self) -> None:
        """Ctrl-C: what is under way is finished."""
        if self._running is not None:
            self._running.send_signal(signal.SIGINT)
            self._running.communicate(timeout=PATIENCE)
            self._running = None


@contextmanager
def open_school(database_url: str, folder: Path, *, begins: datetime) -> Iterator[School]:
    """The school at its pages from this moment of its clock on; the database is still empty."""
    port, office = free_port(), PostOffice()
    settings = {
        "DONGHANH_DATABASE_URL": database_url,
        "DONGHANH_KEY_FILE": str(folder / "donghanh.key"),
        "DONGHANH_PORT": str(port),
        "DONGHANH_SMTP_HOST": "127.0.0.1",
        "DONGHANH_SMTP_TLS": "none",
        "DONGHANH_MAIL_FROM": "Đồng Hành <nhac-viec@vam-lua.example>",
    }
    with open_office(office, free_port()):
        settings["DONGHANH_SMTP_PORT"] = str(office.port)
        create_key_file(folder / "donghanh.key")
        schema.migrate(database_url)
        workplace = Workplace.open(Settings.from_environment(settings))
        settle_in(workplace, begins)
        own = {k: v for k, v in os.environ.items() if not k.startswith("DONGHANH_")}
        school = School(f"http://127.0.0.1:{port}", workplace, office, own | settings)
        try:
            school.start()
            yield school
        finally:
            school.stop()
            workplace.database.dispose()


def settle_in(workplace: Workplace, begins: datetime) -> None:
    """As `demo --clock` does, but without its cases; everybody has an address for reminders.

    Passwords are hashed at next to no cost: a dozen people sign in.
    """
    offset = begins - workplace.clock.server_now()

    def begin(session: Session) -> None:
        assert sandbox.begin(session, offset)

    settle(workplace, now=begins, first=begin)
    cheap = cheap_hash(TOLD["password"])
    with workplace.database.transaction() as session:
        for one in TOLD["people"]:
            person = people.by_sign_in_name(session, one["sign_in"])
            assert person is not None
            address = f"{one['sign_in']}@vam-lua.example"
            person.password_hash = cheap
            people.wish(session, person.id, email=address, mail=MailWish.EACH, language=Language.VI)
        sandbox.move(session, seen=offset, to=begins - workplace.clock.server_now())
