"""Rungs that are reached: who is told is decided once, whichever node looks first.

Due watches are read without a lock. Of several nodes, the one that moves a watch up from where it
was read writes its notices and what goes out for them, in the same transaction; the others find
that it has moved. What was done in between stopped the watch, and nobody is told.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from models import held, notices, watches
from models.cases import CaseMoved
from models.held import HeldCase
from models.watches import Watch
from processes import causes, outbox
from processes.bundle import Bundle
from processes.climbing import climb
from processes.engine import load
from processes.journal import CaseEnded, CaseNotFound
from processes.ladders import MANAGING_BODY, Rung, ladders
from processes.notices import FOR_THE_BODY
from processes.recipients import Circle, Staff, Told
from processes.timers import delay_after, fire_case
from processes.working_time.calendar import Calendar
from processes.working_time.local_time import today
from processes.workplace import Workplace

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Surroundings:
    """What is read of a case to decide its watches: it, its version, its calendar, its people."""

    case: HeldCase
    bundle: Bundle
    calendar: Calendar
    staff: Staff


@dataclass
class Sweep:
    """One look at what is due; a school's people are read once for it."""

    workplace: Workplace
    now: datetime
    _staff: dict[int, Staff] = field(default_factory=dict)

    def around(self, session: Session, case_id: int) -> Surroundings:
        """Raises NoCalendar, and CaseNotFound for a case that is gone."""
        case = held.by_id(session, case_id, now=self.now)
        if case is None:
            raise CaseNotFound
        if case.school_id not in self._staff:
            self._staff[case.school_id] = Staff.of(session, case.school_id, on=today(self.now))
        return Surroundings(
            case,
            self.workplace.bundle(session, case.process_version_id),
            self.workplace.calendar_of(session, case),
            self._staff[case.school_id],
        )


def decide_due(workplace: Workplace, *, now: datetime, limit: int = 200) -> int:
    """Decide what is due, the longest due first; how many watches were looked at.

    A watch that fails is postponed with growing delay and its cause, and holds up nobody.
    """
    with workplace.database.reading() as session:
        due = watches.due(session, now=now, limit=limit)
    sweep = Sweep(workplace, now)
    for case_id, of_case in due.items():
        for watch in of_case:
            try:
                with workplace.database.reading() as session:
                    around = sweep.around(session, case_id)
                if not _catches_up(workplace, around.case, now=now):
                    decide(workplace, watch, around, now=now)
            except (CaseMoved, CaseEnded):
                continue
            except Exception as error:  # the one broad except: a sweep goes on, whatever one does
                log.exception("watch %s of case %s could not be decided", watch.id, case_id)
                postpone(workplace, watch, now=now, cause=causes.of(error))
    return sum(len(of_case) for of_case in due.values())


def _catches_up(workplace: Workplace, case: HeldCase, *, now: datetime) -> bool:
    """Whether a calendar that the case was not counted by moves it: then the watch is read anew."""
    return case.calendar_since is not None and fire_case(workplace, case.id, now=now) > 0


def decide(workplace: Workplace, watch: Watch, around: Surroundings, *, now: datetime) -> bool:
    """Move the watch up and tell who is to be told; False when somebody else was faster."""
    ladder = ladders(around.bundle).ladders[watch.ladder]
    climbed = climb(watch, ladder, around.calendar, now=now)
    rows = [
        row
        for rung, round_ in climbed.reached
        for row in _notices(watch, rung, round_, around, now=now)
    ]
    with workplace.database.transaction() as session:
        if not watches.climb(session, watch, climbed.place):
            return False
        told = notices.insert(session, rows)
        if told:
            outbox.enqueue(session, workplace, told, calendar=around.calendar, now=now)
    return True


def postpone(workplace: Workplace, watch: Watch, *, now: datetime, cause: str) -> None:
    """Look at the watch again later: after 30 s, then twice as long each time, up to an hour."""
    until = now + delay_after(watch.failures)
    with workplace.database.transaction() as session:
        watches.postpone(session, watch, until=until, cause=cause)


def _notices(
    watch: Watch, rung: Rung, round_: int, around: Surroundings, *, now: datetime
) -> Iterator[dict[str, Any]]:
    """A row for everybody to be told at the rung.

    People of the managing body get a text made for them, which says nothing but school and case.
    """
    case = around.case
    diagrams = load(around.bundle)
    tasks = tuple(
        task for task in case.tasks if diagrams.holds(watch.host, task.element, task.process)
    )
    for one in Circle(around.staff, case, tasks, watch.host).told(rung.to):
        yield {
            "case_id": case.id,
            "school_id": case.school_id,
            "watch_id": watch.id,
            "ladder": watch.ladder,
            "rung": rung.name,
            "round": round_,
            "recipient_id": one.person_id,
            "instead_of_id": one.instead_of_id,
            "grade": rung.grade,
            "name": _text_for(one, rung),
            "awaited": one.awaited,
            "started_at": watch.started_at,
            "due_at": watch.due_at,
            "due_on": watch.due_on,
            "urgent": rung.urgent,
            "decided_at": now,
        }


def _text_for(told: Told, rung: Rung) -> str:
    if told.is_of_the_body and MANAGING_BODY not in rung.to:
        return FOR_THE_BODY
    return rung.notice
