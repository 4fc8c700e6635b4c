"""Timers that fall due: fired case by case, each by its own journal entry."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from models import timers
from models.cases import CaseMoved
from processes import journal
from processes.journal import CaseEnded, Deed
from processes.workplace import Workplace

log = logging.getLogger(__name__)

FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(hours=1)


def fire_case(workplace: Workplace, case_id: int, *, now: datetime) -> int:
    """Fire what is due in one case; how many timers fired."""
    written = journal.write(
        workplace, journal.by_id(case_id, now), lambda session, case, bundle: Deed(None), now=now
    )
    return 0 if written is None else len(written.applied)


def fire_due(workplace: Workplace, *, now: datetime, limit: int = 200) -> int:
    """Fire what is due, the longest due first; how many timers fired.

    Due rows are read without a lock. Where somebody else was faster, there is nothing left to do.
    A case that fails is postponed with growing delay, and holds up nobody.
    """
    with workplace.database.reading() as session:
        due = timers.cases_due(session, now=now, limit=limit)
    count = 0
    for case_id in due:
        try:
            count += fire_case(workplace, case_id, now=now)
        except (CaseMoved, CaseEnded):
            continue
        except Exception:  # the one broad except: a sweep goes on, whatever a single case does
            log.exception("timers of case %s could not be fired", case_id)
            postpone(workplace, case_id, now=now)
    return count


def postpone(workplace: Workplace, case_id: int, *, now: datetime) -> None:
    """Look at the due timers of a case again later: after 30 s, then twice as long each time."""
    with workplace.database.transaction() as session:
        failures = timers.failures(session, case_id)
        delay = min(FIRST_DELAY * 2**failures, LONGEST_DELAY)
        timers.postpone(session, case_id, now=now, until=now + delay)
