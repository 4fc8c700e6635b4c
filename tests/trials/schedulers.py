"""Schedulers as processes of their own, which a trial may kill and whose clock it may put wrong.

What waits for minutes or hours in real life waits for seconds here.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import time_machine

from models.settings import Settings
from processes import deliveries
from processes.channels.mail import Patience
from processes.workplace import Workplace
from tests.trials.forking import FORKING
from tests.trials.killing import Killable

LEASE = timedelta(seconds=20)
DELAYS = (timedelta(seconds=2),)
PATIENCE = Patience(connect=3.0, answer=15.0, taken_over=3.0, whole=15.0)
STEADY_SECONDS = 3.0


@dataclass
class Node(Killable):
    """One scheduler process."""


def started(settings: Settings, *, jump: timedelta = timedelta()) -> Node:
    """Start a scheduler; with a `jump`, its machine's clock is put wrong after some seconds."""
    process = FORKING.Process(target=_run, args=(settings, jump), daemon=True)
    process.start()
    return Node(process)


def _run(settings: Settings, jump: timedelta) -> None:
    from scheduler import main  # here, in the node: each has a name of its own

    logging.disable(logging.CRITICAL)  # mails that are refused by the hundred
    deliveries.LEASE, deliveries.DELAYS = LEASE, DELAYS  # type: ignore[assignment]
    workplace = Workplace.open(settings)
    mail = workplace.outlets.mail
    assert mail is not None
    mail = replace(mail, patience=PATIENCE)
    workplace = replace(workplace, outlets=replace(workplace.outlets, mail=mail))
    if jump:
        threading.Thread(target=_put_wrong, args=(jump,), daemon=True).start()
    main.run(workplace)


def _put_wrong(jump: timedelta) -> None:
    time.sleep(STEADY_SECONDS)
    time_machine.travel(datetime.now(UTC) + jump, tick=True).start()
