"""Closed limits that a calendar entered later would have ended otherwise: noted, never moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from models import later_changes
from models.deadlines import COLUMNS, Deadline, DeadlineRow, DeadlineState
from processes.deadlines import Reckoning, recounted
from processes.working_time.calendar import Calendar
from processes.working_time.differences import Differences


@dataclass(frozen=True)
class Otherwise:
    """A closed limit, and where it would end by the later calendar."""

    case_id: int
    row: DeadlineRow
    due_at: datetime
    due_on: date | None


def within(differences: Differences, calendar: Calendar) -> ColumnElement[bool] | None:
    """Which limits the changed dates can touch; None where nothing changes."""
    if differences.first is None or differences.last is None:
        return None
    begins = calendar.start_of(differences.first)
    ends = calendar.start_of(differences.last + timedelta(days=1))
    return (Deadline.anchor_at < ends) & (Deadline.due_at > begins)


def ended_otherwise(
    session: Session, which: ColumnElement[bool], reckoning: Reckoning
) -> Iterator[Otherwise]:
    """The closed limits of this kind whose last known end is another by this calendar.

    Limits counted by this version or a later one are left out.
    """
    found = session.execute(
        select(Deadline.case_id, *(getattr(Deadline, name) for name in COLUMNS)).where(
            which,
            Deadline.closed_seq.is_not(None),
            Deadline.calendar_version_id < reckoning.calendar_version_id,
        )
    ).all()
    noted = _noted(session, [row.id for row in found])
    for one in found:
        row = DeadlineRow(**{name: getattr(one, name) for name in COLUMNS})
        anew = recounted(replace(row, state=DeadlineState.OPEN, closed_seq=None), reckoning)
        known = noted.get(one.id, (row.due_at, row.due_on))
        if (anew.due_at, anew.due_on) != known:
            yield Otherwise(one.case_id, row, anew.due_at, anew.due_on)


def written(found: Iterable[Otherwise], *, version_id: int, now: datetime) -> list[dict[str, Any]]:
    """The rows by which they are noted."""
    return [
        {
            "deadline_id": one.row.id,
            "version_id": version_id,
            "due_at": one.due_at,
            "due_on": one.due_on,
            "noted_at": now,
        }
        for one in found
    ]


def _noted(
    session: Session, deadline_ids: Sequence[int]
) -> dict[int, tuple[datetime, date | None]]:
    noted: dict[int, tuple[datetime, date | None]] = {}
    for begin in range(0, len(deadline_ids), 500):
        some = later_changes.of_deadlines(session, deadline_ids[begin : begin + 500])
        noted |= {key: (change.due_at, change.due_on) for key, change in some.items()}
    return noted
