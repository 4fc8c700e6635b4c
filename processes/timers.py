"""Timers that fall due: each fired by its own journal entry, many cases in one transaction."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from models import held, timers
from processes import causes, journal
from processes.deeds import only_the_clock
from processes.journal import CaseEnded
from processes.workplace import Workplace

log = logging.getLogger(__name__)

FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(hours=1)
DOUBLINGS = 10  # more than enough to come to the longest; without an end no number would hold it
# Cases in one transaction: one wait for the disk for all, and nobody else waits long for them.
TOGETHER = 25


def fire_due(workplace: Workplace, *, now: datetime, limit: int = 200) -> int:
    """Fire what is due, the longest due first; how many timers fired.

    Due rows are read without a lock. Where somebody else was faster, there is nothing left to do.
    A case that fails is postponed with growing delay, and holds up nobody.
    """
    with workplace.database.reading() as session:
        due = timers.cases_due(session, now=now, limit=limit)
    parts = (due[begin : begin + TOGETHER] for begin in range(0, len(due), TOGETHER))
    return sum(fire(workplace, part, now=now) for part in parts)


def fire(workplace: Workplace, case_ids: Sequence[int], *, now: datetime) -> int:
    """Fire what is due in these cases together, or each alone where one fails; how many fired."""
    try:
        return _fire_together(workplace, case_ids, now=now)
    except Exception as error:  # the one broad except: a sweep goes on, whatever one case does
        if len(case_ids) > 1:
            return sum(fire(workplace, [case_id], now=now) for case_id in case_ids)
        if not isinstance(error, CaseEnded):
            log.exception("timers of case %s could not be fired", case_ids[0])
            postpone(workplace, case_ids[0], now=now, cause=causes.of(error))
        return 0


def fire_case(workplace: Workplace, case_id: int, *, now: datetime) -> int:
    """Fire what is due in one case; how many entries that made. Raises as `journal.write`."""
    written = journal.write(workplace, journal.by_id(case_id, now), only_the_clock, now=now)
    return 0 if written is None else len(written.applied)


def postpone(workplace: Workplace, case_id: int, *, now: datetime, cause: str) -> None:
    """Look at the due timers of a case again later: after 30 s, then twice as long each time."""
    with workplace.database.transaction() as session:
        until = now + delay_after(timers.failures(session, case_id))
        timers.postpone(session, case_id, now=now, until=until, cause=cause)


def delay_after(failures: int) -> timedelta:
    """How long to wait after so many failures in a row and one more: up to an hour."""
    delay: timedelta = FIRST_DELAY * 2 ** min(failures, DOUBLINGS)
    return min(delay, LONGEST_DELAY)


def _fire_together(workplace: Workplace, case_ids: Sequence[int], *, now: datetime) -> int:
    with workplace.database.looking() as session:
        cases = held.by_ids(session, case_ids, now=now)
        asked = [journal.asked(session, workplace, case, only_the_clock) for case in cases]
    ready = [one.step(workplace, now=now) for one in asked if one is not None]
    # In one order on every node, so that two of them never wait for each other.
    acts = sorted((one for one in ready if one is not None), key=lambda one: one.case.id)
    if not acts:
        return 0
    with workplace.database.transaction() as session:
        written = journal.write_together(session, workplace, acts, now=now)
    # Where somebody was faster, they fired what was due first.
    return sum(len(one.applied) for one in written)
