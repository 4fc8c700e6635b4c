"""The sweep that seals the journal of every finished day."""

from __future__ import annotations

from datetime import datetime

from models import heads
from processes.workplace import Workplace


def seal_finished_days(workplace: Workplace, *, now: datetime) -> None:
    """Seal each day that is over and not yet sealed, the earliest first.

    Where another node was faster its head is the one: `heads.seal` gives it back as it is.
    """
    with workplace.database.reading() as session:
        days = heads.days_to_seal(session, now=now)
    for day in days:
        with workplace.database.transaction() as session:
            heads.seal(session, day, now=now)
