"""Task lists: the open tasks of several cases, or of a whole school."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.cases import Case
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
