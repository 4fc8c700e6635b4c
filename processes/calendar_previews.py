"""Previews: what a calendar would change if it were entered now; nothing is written."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.cases import Case
from models.deadlines import COLUMNS, Deadline, DeadlineRow
from processes.calendar_proposals import Proposal
from processes.deadlines import Reckoning, recounted
from processes.later_changes import ended_otherwise, within
from processes.timer_previews import moved_timers
from processes.working_time.differences import Differences
from processes.working_time.local_time import today
from processes.workplace import Workplace

NOT_ENTERED_YET = sys.maxsize  # later than every version there is


@dataclass(frozen=True)
class Move:
    """A limit or timer of the case `code`, and its end before and after.

    `from_at` and `to_at` are UTC, with dates beside them for a limit in days. `limit` is the name
    of the limit, or the element of the timer; `titles` says how it is called, by language.
    """

    code: str
    school_id: int
    limit: str
    titles: Mapping[str, str]
    from_at: datetime
    to_at: datetime
    from_on: date | None
    to_on: date | None


@dataclass(frozen=True)
class Preview:
    """What would change: dates by school id, limits that run and would move, and closed limits
    that stay and beside which the later change would be noted; both by their end as it is.
    """

    differences: Mapping[int, Differences]
    moves: tuple[Move, ...]
    noted: tuple[Move, ...]


def preview(workplace: Workplace, proposals: Sequence[Proposal], *, now: datetime) -> Preview:
    """What these proposals would change; see `processes.calendars.propose`."""
    differences = {}
    moves: list[Move] = []
    noted: list[Move] = []
    for proposal in proposals:
        found = proposal.differences(today=today(now))
        differences[proposal.school.id] = found
        with workplace.database.reading() as session:
            cases = _Cases(session, workplace, proposal)
            moves.extend(cases.moves())
            moves.extend(cases.timers())
            noted.extend(cases.noted(found))
    moves.sort(key=_by_end)
    noted.sort(key=_by_end)
    return Preview(differences, tuple(moves), tuple(noted))


def _by_end(move: Move) -> tuple[datetime, str]:
    return move.from_at, move.code


class _Cases:
    """The cases of one school under its proposal."""

    def __init__(self, session: Session, workplace: Workplace, proposal: Proposal) -> None:
        self.session = session
        self.workplace = workplace
        self.proposal = proposal
        self.reckoning = Reckoning(proposal.after, NOT_ENTERED_YET)
        found = session.execute(
            select(Case.id, Case.code, Case.process_version_id).where(
                Case.school_id == proposal.school.id
            )
        )
        self.known = {row.id: (row.code, row.process_version_id) for row in found}

    def moves(self) -> Iterator[Move]:
        columns = (Deadline.case_id, *(getattr(Deadline, name) for name in COLUMNS))
        running = (
            select(*columns)
            .join(Case, Case.id == Deadline.case_id)
            .where(Case.school_id == self.proposal.school.id, Deadline.closed_seq.is_(None))
        )
        for one in self.session.execute(running, execution_options={"yield_per": 1000}):
            row = DeadlineRow(**{name: getattr(one, name) for name in COLUMNS})
            anew = recounted(row, self.reckoning)
            if (anew.due_at, anew.due_on) != (row.due_at, row.due_on):
                yield self._move(one.case_id, row, anew.due_at, anew.due_on)

    def timers(self) -> Iterator[Move]:
        """Those that are no limit: their name is that of the element."""
        school_id = self.proposal.school.id
        for one in moved_timers(self.session, self.workplace, school_id, self.proposal.after):
            yield Move(
                code=one.code,
                school_id=school_id,
                limit=one.element,
                titles=one.titles,
                from_at=one.from_at,
                to_at=one.to_at,
                from_on=None,
                to_on=None,
            )

    def noted(self, differences: Differences) -> Iterator[Move]:
        touched = within(differences, self.proposal.after)
        if touched is None:
            return
        of_school = Deadline.case_id.in_(
            select(Case.id).where(Case.school_id == self.proposal.school.id)
        )
        for one in ended_otherwise(self.session, touched & of_school, self.reckoning):
            yield self._move(one.case_id, one.row, one.due_at, one.due_on)

    def _move(self, case_id: int, row: DeadlineRow, to_at: datetime, to_on: date | None) -> Move:
        code, version_id = self.known[case_id]
        limits = self.workplace.bundle(self.session, version_id).description.get("limits", {})
        return Move(
            code=code,
            school_id=self.proposal.school.id,
            limit=row.limit_name,
            titles=limits.get(row.limit_name, {}),
            from_at=row.due_at,
            to_at=to_at,
            from_on=row.due_on,
            to_on=to_on,
        )
