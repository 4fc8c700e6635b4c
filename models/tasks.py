"""Tasks: open work of people, listed by due moment as fast among 100,000 as among 1,000."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Select,
    Subquery,
    UniqueConstraint,
    bindparam,
    func,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.cases import Case
from models.concerned_people import is_concerned
from models.tables import BigKey, Key, Table, UtcDateTime, one_of, where

# Sorts tasks without a limit behind all others, on both databases and within one index.
NEVER = datetime(9999, 12, 31, tzinfo=UTC)


class TaskState(StrEnum):
    OPEN = "open"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"


class Task(Table):
    """A user task of the diagram. Open while ``closed_seq`` is NULL.

    ``roles`` are joined by commas in sorted order (see ``roles_text``); ``assignee_id`` NULL means
    anyone who holds one of them at the school.
    """

    __tablename__ = "tasks"
    __table_args__ = (
        UniqueConstraint("case_id", "key"),
        CheckConstraint("(state = 'open') = (closed_seq IS NULL)", name="closed"),
        # What a step reads of a case: not slower for all that was done in it before.
        Index("ix_tasks_open_in_case", "case_id", **where("closed_seq IS NULL")),
        Index("ix_tasks_due_at_school", "school_id", "sorts_at", **where("closed_seq IS NULL")),
        # Both end with all else that the list asks of a task, so that it reads the index alone.
        Index(
            "ix_tasks_of_role",
            "school_id",
            "roles",
            "sorts_at",
            "id",
            "case_id",
            "assignee_id",
            "closed_seq",
            **where("closed_seq IS NULL AND assignee_id IS NULL"),
        ),
        Index(
            "ix_tasks_of_assignee",
            "assignee_id",
            "sorts_at",
            "id",
            "case_id",
            "closed_seq",
            **where("closed_seq IS NULL AND assignee_id IS NOT NULL"),
        ),
    )

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    key: Mapped[str]
    element: Mapped[str]
    process: Mapped[str]
    roles: Mapped[str]
    form: Mapped[str]
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    state: Mapped[TaskState] = mapped_column(one_of(TaskState, "state"))
    opened_at: Mapped[datetime]
    opened_seq: Mapped[int]
    closed_at: Mapped[datetime | None]
    closed_seq: Mapped[int | None]
    due_at: Mapped[datetime | None]  # the earliest limit that applies
    sorts_at: Mapped[datetime]  # due_at, or NEVER


@dataclass(frozen=True, slots=True)
class Audience:
    """Whose tasks are listed: those of a role (or set of roles) at a school."""

    school_id: int
    roles: str


@dataclass(frozen=True, slots=True)
class Assigned:
    """Tasks of a role (or set of roles) at a school that are assigned to somebody."""

    person_id: int
    school_id: int
    roles: str


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page ended."""

    sorts_at: datetime
    task_id: int


@dataclass(frozen=True, slots=True)
class TaskPage:
    """Tasks with their cases, by due moment; ``next`` is None on the last page."""

    tasks: tuple[tuple[Task, Case], ...]
    next: Position | None


def roles_text(roles: Sequence[str]) -> str:
    """How a set of roles is stored and looked for."""
    return ",".join(sorted(roles))


def get(session: Session, task_id: int) -> tuple[Task, Case] | None:
    """A task with its case."""
    found = session.execute(
        select(Task, Case).join(Case, Case.id == Task.case_id).where(Task.id == task_id)
    ).one_or_none()
    return None if found is None else (found[0], found[1])


def get_one(session: Session, task_id: int) -> Task:
    """A task that exists, open or closed."""
    return session.get_one(Task, task_id)


def page(
    session: Session,
    person_id: int,
    audiences: Sequence[Audience],
    *,
    assigned: Sequence[Assigned] = (),
    after: Position | None = None,
    due_before: datetime | None = None,
    limit: int = 50,
) -> TaskPage:
    """Open tasks assigned to the person, unassigned ones of the audiences, and those `assigned`.

    Tasks of cases in which the person is concerned are left out.
    """
    asked = _asked(person_id, audiences, limit + 1)
    for n, one in enumerate(assigned):
        asked |= {f"of_{n}": one.person_id, f"at_{n}": one.school_id, f"as_{n}": one.roles}
    if after is not None:
        asked |= {"after_at": after.sorts_at, "after_id": after.task_id}
    if due_before is not None:
        asked["due_before"] = due_before
    statement = _page(
        len(audiences), len(assigned), follows=after is not None, due=due_before is not None
    )
    found = session.execute(statement, asked).all()
    tasks = tuple((row[0], row[1]) for row in found[:limit])
    if len(found) <= limit:
        return TaskPage(tasks, None)
    last = tasks[-1][0]
    return TaskPage(tasks, Position(last.sorts_at, last.id))


def count(
    session: Session, person_id: int, audiences: Sequence[Audience], *, at_most: int = 1000
) -> int:
    """How many tasks there are for the person; ``at_most`` + 1 stands for more."""
    return session.scalars(_count(len(audiences)), _asked(person_id, audiences, at_most + 1)).one()


def of_case(session: Session, case_id: int) -> Sequence[Task]:
    """All tasks of a case, open and closed, in the order of their opening."""
    return session.scalars(
        select(Task).where(Task.case_id == case_id).order_by(Task.opened_seq, Task.id)
    ).all()


def _asked(person_id: int, audiences: Sequence[Audience], limit: int) -> dict[str, object]:
    asked: dict[str, object] = {"person": person_id, "limit": limit}
    for n, audience in enumerate(audiences):
        asked |= {f"school_{n}": audience.school_id, f"roles_{n}": audience.roles}
    return asked


# Statements are put together once for each number of audiences: that takes longer than to run them.
@cache
def _page(audiences: int, assigned: int, *, follows: bool, due: bool) -> Select[Task, Case]:
    first = _first(audiences, assigned, follows=follows, due=due)
    return (
        select(Task, Case)
        .join(first, first.c.id == Task.id)
        .join(Case, Case.id == Task.case_id)
        .order_by(Task.sorts_at, Task.id)
    )


@cache
def _count(audiences: int) -> Select[int]:
    return select(func.count()).select_from(_first(audiences, 0, follows=False, due=False))


def _first(audiences: int, assigned: int, *, follows: bool, due: bool) -> Subquery:
    """Ids of the first tasks; each arm reads its own index in order and stops at the limit."""
    person = bindparam("person", type_=BigKey)
    limit = bindparam("limit", type_=BigKey)
    position = tuple_(
        bindparam("after_at", type_=UtcDateTime()), bindparam("after_id", type_=BigKey)
    )
    own = [Task.assignee_id.is_not(None) & (Task.assignee_id == person)]
    others = [
        Task.assignee_id.is_not(None)
        & (Task.assignee_id == bindparam(f"of_{n}", type_=BigKey))
        & (Task.school_id == bindparam(f"at_{n}"))
        & (Task.roles == bindparam(f"as_{n}"))
        for n in range(assigned)
    ]
    unassigned = [
        Task.assignee_id.is_(None)
        & (Task.school_id == bindparam(f"school_{n}"))
        & (Task.roles == bindparam(f"roles_{n}"))
        for n in range(audiences)
    ]
    arms = []
    for condition in own + others + unassigned:
        arm = select(Task.id, Task.sorts_at).where(
            Task.closed_seq.is_(None), condition, ~is_concerned(Task.case_id, person)
        )
        if follows:
            arm = arm.where(tuple_(Task.sorts_at, Task.id) > position)
        if due:
            arm = arm.where(Task.sorts_at < bindparam("due_before"))
        ordered = arm.order_by(Task.sorts_at, Task.id).limit(limit).subquery()
        arms.append(select(ordered.c.id, ordered.c.sorts_at))
    merged = union_all(*arms).subquery()
    return select(merged.c.id).order_by(merged.c.sorts_at, merged.c.id).limit(limit).subquery()
