"""Timers that count working time without being a limit, and how a calendar would move them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.cases import Case, CaseState
from models.snapshots import Snapshot
from models.timers import Timer
from processes.bundle import Bundle
from processes.engine import due_moments, load, timers_in_working_time
from processes.working_time.calendar import Calendar
from processes.workplace import Workplace


@dataclass(frozen=True)
class MovedTimer:
    """An armed timer of a case, and when it would be due; both in UTC."""

    code: str
    element: str
    titles: Mapping[str, str]
    from_at: datetime
    to_at: datetime


def moved_timers(
    session: Session, workplace: Workplace, school_id: int, calendar: Calendar
) -> Iterator[MovedTimer]:
    """Those of the school's open cases that move; a process that draws none costs nothing."""
    of_school = (Case.school_id == school_id) & (Case.state == CaseState.OPEN)
    for version_id in session.scalars(select(Case.process_version_id).where(of_school).distinct()):
        bundle = workplace.bundle(session, version_id)
        elements = timers_in_working_time(bundle) - load(bundle).deadlines.keys()
        if not elements:
            continue
        armed = session.execute(
            select(Case.code, Snapshot.body, Timer.key, Timer.element, Timer.due_at)
            .join(Timer, Timer.case_id == Case.id)
            .join(Snapshot, Snapshot.case_id == Case.id)
            .where(
                of_school,
                Case.process_version_id == version_id,
                Timer.closed_seq.is_(None),
                Timer.element.in_(elements),
            )
        )
        for one in armed:
            due_at = due_moments(bundle, calendar, one.body)[one.key]
            if due_at != one.due_at:
                titles = _titles(bundle, one.element)
                yield MovedTimer(one.code, one.element, titles, one.due_at, due_at)


def _titles(bundle: Bundle, element: str) -> Mapping[str, str]:
    name = load(bundle).elements[element].name
    return {"vi": name, "en": bundle.english_names.get(element, name)}
