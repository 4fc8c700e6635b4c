"""What a step needs to know of a case, read in two statements: the case as held in the hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Row,
    ScalarSelect,
    Select,
    StatementLambdaElement,
    and_,
    bindparam,
    lambda_stmt,
    select,
)
from sqlalchemy.orm import Session

from models import data_keys
from models.calendars import current_id, unnamed_since
from models.cases import Case, CaseState
from models.data_keys import DataKey
from models.deadlines import COLUMNS as DEADLINE_COLUMNS
from models.deadlines import DeadlineRow
from models.journal import JournalEntry
from models.keys import KeyRing
from models.parts import CLOSED_DEADLINES, WATCH, parts_of_a_case, parts_of_cases
from models.snapshots import Snapshot
from models.tables import UtcDateTime
from models.tasks import Task
from models.watches import WatchRow


@dataclass(frozen=True, slots=True)
class HeldTask:
    id: int
    key: str
    element: str
    process: str
    roles: tuple[str, ...]
    form: str
    assignee_id: int | None
    due_at: datetime | None
    opened_at: datetime
    opened_seq: int


@dataclass(frozen=True, slots=True)
class HeldMessage:
    key: str
    element: str
    name: str
    roles: tuple[str, ...]
    form: str | None


@dataclass(frozen=True, slots=True)
class HeldTimer:
    key: str
    element: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class HeldCase:
    """A case at one version, with everything that it waits for.

    ``calendar_since`` is when the first calendar version became known that the last entry of the
    case does not name; None: the case is up to date with its calendar.

    ``deadlines`` are all that run, and of those that are closed the first and the last few: a late
    entry can only put right those of a report (the first) and recent ones, and a step must not
    grow slower with the age of the case.
    """

    id: int
    code: str
    school_id: int
    process_version_id: int
    state: CaseState
    end_element: str | None
    category: str | None
    emergency: bool
    opened_at: datetime
    focal_point_id: int | None
    version: int
    last_seq: int
    last_at: datetime
    last_digest: str
    calendar_version_id: int | None  # the school's, as known now
    snapshot: bytes | None
    data_key_name: str
    data_key_id: str
    data_key_wrapped: bytes | None
    calendar_since: datetime | None = None
    tasks: tuple[HeldTask, ...] = ()
    messages: tuple[HeldMessage, ...] = ()
    timers: tuple[HeldTimer, ...] = ()
    deadlines: tuple[DeadlineRow, ...] = ()
    watches: tuple[WatchRow, ...] = ()
    concerned: frozenset[int] = frozenset()
    participants: frozenset[int] = frozenset()
    drafts: frozenset[tuple[int, str]] = frozenset()  # who has one, of which form

    @property
    def has_all_deadlines(self) -> bool:
        """Of an old case, only the first and the last closed deadlines are held."""
        closed = sum(row.closed_seq is not None for row in self.deadlines)
        return closed < CLOSED_DEADLINES

    def data_key(self, ring: KeyRing) -> bytes:
        """The key of the case's content; raises ContentErased or KeyUnknown."""
        return data_keys.unwrap(
            ring, name=self.data_key_name, key_id=self.data_key_id, wrapped=self.data_key_wrapped
        )


def by_id(session: Session, case_id: int, *, now: datetime) -> HeldCase | None:
    """The case with this id."""
    return _hold(session, _case_by_id(), case_id, now)


def by_code(session: Session, code: str, *, now: datetime) -> HeldCase | None:
    """The case with this code."""
    return _hold(session, _case_by_code(), code, now)


def by_task(session: Session, task_id: int, *, now: datetime) -> HeldCase | None:
    """The case of this task; its ``tasks`` tell whether the task is still open."""
    return _hold(session, _case_by_task(), task_id, now)


def by_ids(session: Session, case_ids: Sequence[int], *, now: datetime) -> list[HeldCase]:
    """The cases with these ids, in two statements for all of them."""
    connection = session.connection()
    cases = connection.execute(_cases_by_ids(), {"which": case_ids, "now": now}).all()
    parts = connection.execute(parts_of_cases(), {"case_ids": case_ids}).all()
    of: dict[int, list[Row[Any]]] = {case_id: [] for case_id in case_ids}
    for part in parts:
        of[part.case_id].append(part)
    return [_held(case, of[case.id]) for case in cases]


def new(case: Case, *, calendar_version_id: int | None) -> HeldCase:
    """A case just created, which waits for nothing yet; its key is not needed from the row."""
    return HeldCase(
        **{name: getattr(case, name) for name in _CASE_COLUMNS},
        calendar_version_id=calendar_version_id,
        snapshot=None,
        data_key_id="",
        data_key_wrapped=None,
    )


_CASE_COLUMNS = (
    "id",
    "code",
    "school_id",
    "process_version_id",
    "state",
    "end_element",
    "category",
    "emergency",
    "opened_at",
    "focal_point_id",
    "version",
    "last_seq",
    "last_at",
    "last_digest",
    "data_key_name",
)


# Statements are put together once: that takes longer than to run them. As lambdas they are known by
# their place in the code, instead of being compared part by part each time.
@cache
def _case_by_id() -> StatementLambdaElement:
    return lambda_stmt(lambda: _case().where(Case.id == bindparam("which")))


@cache
def _case_by_code() -> StatementLambdaElement:
    return lambda_stmt(lambda: _case().where(Case.code == bindparam("which")))


@cache
def _case_by_task() -> StatementLambdaElement:
    return lambda_stmt(lambda: _case().where(Case.id == _case_id_of_task()))


def _case_id_of_task() -> ScalarSelect[int]:
    return select(Task.case_id).where(Task.id == bindparam("which")).scalar_subquery()


@cache
def _cases_by_ids() -> Select[Any]:
    return _case().where(Case.id.in_(bindparam("which", expanding=True)))


def _case() -> Select[Any]:
    now = bindparam("now", type_=UtcDateTime)
    calendar = current_id(Case.school_id, now)
    since = unnamed_since(Case.school_id, JournalEntry.calendar_version_id, now)
    return (
        select(
            *(getattr(Case, name) for name in _CASE_COLUMNS),
            calendar.label("calendar_version_id"),
            Snapshot.body.label("snapshot"),
            DataKey.key_id.label("data_key_id"),
            DataKey.wrapped.label("data_key_wrapped"),
            since.label("calendar_since"),
        )
        .join(DataKey, DataKey.id == Case.data_key_name)
        .outerjoin(
            JournalEntry,
            and_(JournalEntry.case_id == Case.id, JournalEntry.seq == Case.last_seq),
        )
        .outerjoin(Snapshot, Snapshot.case_id == Case.id)
    )


def _hold(
    session: Session, statement: StatementLambdaElement, which: int | str, now: datetime
) -> HeldCase | None:
    # Columns only: the connection gives them without the work that objects would take.
    connection = session.connection()
    case = connection.execute(statement, {"which": which, "now": now}).one_or_none()
    if case is None:
        return None
    return _held(case, connection.execute(parts_of_a_case(), {"case_id": case.id}).all())


def _held(case: Row[Any], parts: Sequence[Row[Any]]) -> HeldCase:
    return HeldCase(
        **case._mapping,
        tasks=tuple(_task(row) for row in parts if row.part == "task"),
        messages=tuple(_message(row) for row in parts if row.part == "message"),
        timers=tuple(
            HeldTimer(row.key, row.element, row.due_at) for row in parts if row.part == "timer"
        ),
        deadlines=tuple(
            DeadlineRow(**{name: getattr(row, name) for name in DEADLINE_COLUMNS})
            for row in parts
            if row.part == "deadline"
        ),
        watches=tuple(
            WatchRow(**{name: getattr(row, column) for name, column in WATCH.items()})
            for row in parts
            if row.part == "watch"
        ),
        concerned=frozenset(row.id for row in parts if row.part == "concerned"),
        participants=frozenset(row.id for row in parts if row.part == "participant"),
        drafts=frozenset((row.id, row.key) for row in parts if row.part == "draft"),
    )


def _task(row: Row[Any]) -> HeldTask:
    return HeldTask(
        id=row.id,
        key=row.key,
        element=row.element,
        process=row.name,
        roles=_roles(row.roles),
        form=row.form,
        assignee_id=row.assignee_id,
        due_at=row.due_at,
        opened_at=row.opened_at,
        opened_seq=row.opened_seq,
    )


def _message(row: Row[Any]) -> HeldMessage:
    return HeldMessage(row.key, row.element, row.name, _roles(row.roles), row.form)


def _roles(text: str) -> tuple[str, ...]:
    return tuple(text.split(",")) if text else ()
