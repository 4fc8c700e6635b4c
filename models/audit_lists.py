"""Audit lists: the cases that a mandate covers, by what identifies nobody."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.cases import Case, CaseState
from models.concerned_people import is_concerned
from models.deadlines import Deadline, DeadlineState
from models.journal import JournalEntry
from models.tasks import Task

# What a decision that sends something back leaves among the routing values, in canonical JSON.
SENT_BACK = ('"approved":"no"', '"signed":"no"', '"end_confirmed":"no"')


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases are asked for; None: whichever.

    ``opened_from`` and ``opened_before`` bound the opening; ``element`` is a task that is open,
    ``ended`` a case without any; ``result`` is that of one of its limits.
    """

    opened_from: datetime | None = None
    opened_before: datetime | None = None
    element: str | None = None
    ended: bool = False
    result: DeadlineState | None = None
    sent_back: bool | None = None
    process_version_id: int | None = None


def page(
    session: Session,
    school_ids: Collection[int],
    wanted: Wanted,
    *,
    hidden_from: int,
    before: int | None = None,
    limit: int = 30,
) -> Sequence[Case]:
    """Cases of the schools, the last entered first, without those that concern a person.

    ``before`` is the id of the last case of the page before.
    """
    found = select(Case).where(
        Case.school_id.in_(school_ids), ~is_concerned(Case.id, hidden_from), *_conditions(wanted)
    )
    if before is not None:
        found = found.where(Case.id < before)
    return session.scalars(found.order_by(Case.id.desc()).limit(limit)).all()


def sent_back_among(session: Session, case_ids: Collection[int]) -> frozenset[int]:
    """Those of the cases in which something was sent back."""
    return frozenset(
        session.scalars(select(Case.id).where(Case.id.in_(case_ids), _was_sent_back(Case.id)))
    )


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.opened_from is not None:
        conditions.append(Case.opened_at >= wanted.opened_from)
    if wanted.opened_before is not None:
        conditions.append(Case.opened_at < wanted.opened_before)
    if wanted.ended:
        conditions.append(Case.state == CaseState.ENDED)
    if wanted.element is not None:
        conditions.append(
            exists().where(
                Task.case_id == Case.id,
                Task.closed_seq.is_(None),
                Task.element == wanted.element,
            )
        )
    if wanted.result is not None:
        conditions.append(
            exists().where(Deadline.case_id == Case.id, Deadline.state == wanted.result)
        )
    if wanted.sent_back is not None:
        sent_back = _was_sent_back(Case.id)
        conditions.append(sent_back if wanted.sent_back else ~sent_back)
    if wanted.process_version_id is not None:
        conditions.append(Case.process_version_id == wanted.process_version_id)
    return conditions


def _was_sent_back(case_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    return exists().where(
        JournalEntry.case_id == case_id,
        JournalEntry.kind == "completed",
        or_(*(JournalEntry.routing.contains(words, autoescape=True) for words in SENT_BACK)),
    )
