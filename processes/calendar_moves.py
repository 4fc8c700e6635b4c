"""A new calendar version on its way through the cases of its school, in batches.

A case is moved by the way of every act (`processes.journal`): whatever comes to it first, this
sweep, its timer or a person, brings it up to date. So a case that was moved already is left alone,
and a batch done twice changes nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models import calendar_moves, calendars, journal, later_changes
from models.calendar_moves import CalendarMove, StuckCase
from models.cases import CaseMoved
from models.deadlines import Deadline
from processes import causes
from processes import journal as acts
from processes.calendar_change import has_moved
from processes.calendar_proposals import COMPARED
from processes.deadlines import Reckoning
from processes.deeds import only_the_clock
from processes.journal import CaseEnded
from processes.later_changes import ended_otherwise, within, written
from processes.timers import delay_after
from processes.working_time.differences import between
from processes.working_time.local_time import today
from processes.workplace import Workplace

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
REST = timedelta(seconds=30)
"""Between two looks at a move of which every case was looked at once: there may be 100 such."""
STRAGGLERS = timedelta(minutes=2)
"""For so long an act may still be written that was reckoned by the calendar before."""


@dataclass
class _Batch:
    """What was done to some cases of one move."""

    moved: int = 0
    failed: dict[int, str] = field(default_factory=dict)


def move_some(workplace: Workplace, *, now: datetime, limit: int = 100) -> int:
    """Look at the next cases of a move under way, at most `limit`; how many were looked at.

    0: nothing is left to do now, or other nodes have it.
    """
    with workplace.database.reading() as session:
        waiting = calendar_moves.waiting(session, now=now)
    for move in waiting:
        with workplace.database.transaction() as session:
            taken = calendar_moves.lease(session, move.id, now=now, until=now + LEASE)
        if taken:
            looked_at = _go_on(workplace, move.id, now=now, limit=limit)
            if looked_at:
                return looked_at
    return 0


def _go_on(workplace: Workplace, move_id: int, *, now: datetime, limit: int) -> int:
    with workplace.database.reading() as session:
        move = calendar_moves.get(session, move_id)
        found = calendar_moves.next_cases(
            session, move.school_id, after=move.after_case_id, limit=limit
        )
        stuck = calendar_moves.stuck(session, move.id)
        late = [] if found else _stragglers(session, move)
    again = [one.case_id for one in stuck if one.wake_at <= now][:limit]
    open_cases = [case_id for case_id, is_open in found if is_open]
    batch = _move(workplace, {*open_cases, *again, *late}, now=now)
    with workplace.database.transaction() as session:
        noted = _note(session, workplace, move, [case_id for case_id, _ in found], now)
        _keep_failures(session, move, batch, again, stuck, now)
        calendar_moves.go_on(
            session,
            move,
            after_case_id=found[-1][0] if found else move.after_case_id,
            moved=batch.moved,
            noted=noted,
            rest_until=None if found else now + REST,
        )
        over = now >= move.begun_at + STRAGGLERS
        if not found and over and not calendar_moves.stuck(session, move.id):
            calendar_moves.finish(session, move.id, now=now)
    return len(found) + len(again)


def _move(workplace: Workplace, case_ids: Iterable[int], *, now: datetime) -> _Batch:
    batch = _Batch()
    for case_id in sorted(case_ids):
        try:
            batch.moved += _move_case(workplace, case_id, now=now)
        except CaseEnded:
            continue
        except CaseMoved as busy:
            batch.failed[case_id] = type(busy).__name__
        except Exception as error:  # a sweep goes on, whatever a single case does
            log.exception("case %s could not be moved by its calendar", case_id)
            batch.failed[case_id] = causes.of(error)
    return batch


def _move_case(workplace: Workplace, case_id: int, *, now: datetime) -> bool:
    """Whether anything in it moved: the clock acts, and what was not up to date comes first."""
    done = acts.write(workplace, acts.by_id(case_id, now), only_the_clock, now=now)
    return done is not None and any(has_moved(one) for one in done.applied)


def _note(
    session: Session,
    workplace: Workplace,
    move: CalendarMove,
    case_ids: Sequence[int],
    now: datetime,
) -> int:
    """Note the later change beside the closed limits of these cases; how many there are."""
    before = calendars.before(session, move.version_id)
    if before is None or not case_ids:
        return 0
    calendar = workplace.calendar(session, move.version_id)
    on = today(move.begun_at)
    changed = between(
        workplace.calendar(session, before.id), calendar, since=on - COMPARED, through=on + COMPARED
    )
    touched = within(changed, calendar)
    if touched is None:
        return 0
    which = touched & Deadline.case_id.in_(case_ids)
    found = tuple(ended_otherwise(session, which, Reckoning(calendar, move.version_id)))
    later_changes.note(session, written(found, version_id=move.version_id, now=now))
    return len(found)


def _stragglers(session: Session, move: CalendarMove) -> list[int]:
    """Cases that somebody wrote to by an older calendar while the new one was entered."""
    since = move.begun_at - STRAGGLERS
    return journal.reckoned_before(
        session, move.school_id, version_id=move.version_id, recorded_since=since
    )


def _keep_failures(
    session: Session,
    move: CalendarMove,
    batch: _Batch,
    again: Sequence[int],
    stuck: Sequence[StuckCase],
    now: datetime,
) -> None:
    failures = {one.case_id: one.failures for one in stuck}
    for case_id, cause in batch.failed.items():
        times = failures.get(case_id, 0)
        wake_at = now + delay_after(times)
        calendar_moves.stick(
            session, move.id, case_id, cause=cause, wake_at=wake_at, failures=times + 1
        )
    done = [case_id for case_id in again if case_id not in batch.failed]
    if done:
        calendar_moves.loosen(session, move.id, done)
