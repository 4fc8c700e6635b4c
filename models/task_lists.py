"""Task lists: the open tasks of several cases, or of a whole school."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.cases import Case
from models.concerned_people import is_concerned
from models.people import Person
from models.tasks import Task


def open_of_cases(session: Session, case_ids: Sequence[int]) -> dict[int, list[Task]]:
    """Open tasks of several cases, in the order of their opening."""
    found: dict[int, list[Task]] = {}
    for task in session.scalars(
        select(Task)
        .where(Task.case_id.in_(case_ids), Task.closed_seq.is_(None))
        .order_by(Task.opened_seq, Task.id)
    ):
        found.setdefault(task.case_id, []).append(task)
    return found


def open_of_school(
    session: Session, school_id: int, *, limit: int = 200
) -> Sequence[tuple[Task, Case]]:
    """Open tasks of a school with their cases, the earliest due first."""
    found = session.execute(
        select(Task, Case)
        .join(Case, Case.id == Task.case_id)
        .where(Task.school_id == school_id, Task.closed_seq.is_(None))
        .order_by(Task.sorts_at, Task.id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in found]


def pressing(
    session: Session,
    school_ids: Collection[int],
    *,
    until: datetime,
    hidden_from: int,
    limit: int,
) -> Sequence[tuple[Task, Case, Person | None]]:
    """Open tasks of the schools due by then, with case and assignee, the earliest due first.

    Nothing of cases in which the reader is concerned.
    """
    found = session.execute(
        select(Task, Case, Person)
        .join(Case, Case.id == Task.case_id)
        .outerjoin(Person, Person.id == Task.assignee_id)
        .where(
            Task.school_id.in_(school_ids),
            Task.closed_seq.is_(None),
            Task.sorts_at <= until,
            ~is_concerned(Task.case_id, hidden_from),
        )
        .order_by(Task.sorts_at, Task.id)
        .limit(limit)
    )
    return [(row[0], row[1], row[2]) for row in found]
