"""Parts of a case: what it waits for, its deadlines and who stands near it, in one statement."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Select,
    StatementLambdaElement,
    UnaryExpression,
    bindparam,
    cast,
    func,
    lambda_stmt,
    literal_column,
    null,
    or_,
    select,
    union_all,
)

from models.awaited_messages import AwaitedMessage
from models.concerned_people import ConcernedPerson
from models.deadlines import COLUMNS as DEADLINE_COLUMNS
from models.deadlines import Deadline
from models.drafts import Draft
from models.participants import Participant
from models.tasks import Task
from models.timers import Timer
from models.watches import Watch

CLOSED_DEADLINES = 8

_TASK: dict[str, Any] = {
    "id": Task.id,
    "key": Task.key,
    "element": Task.element,
    "name": Task.process,
    "roles": Task.roles,
    "form": Task.form,
    "assignee_id": Task.assignee_id,
    "opened_at": Task.opened_at,
    "opened_seq": Task.opened_seq,
}
_MESSAGE: dict[str, Any] = {
    "key": AwaitedMessage.key,
    "element": AwaitedMessage.element,
    "name": AwaitedMessage.name,
    "roles": AwaitedMessage.roles,
    "form": AwaitedMessage.form,
}
_TIMER: dict[str, Any] = {"key": Timer.key, "element": Timer.element, "due_at": Timer.due_at}
_DEADLINE: dict[str, Any] = {name: getattr(Deadline, name) for name in DEADLINE_COLUMNS}
# A watch has columns of its own; it borrows those of the others that hold the same kind of value.
WATCH = {
    "id": "id",
    "subject": "key",
    "element": "element",
    "ladder": "name",
    "rung": "roles",
    "host": "form",
    "started_at": "opened_at",
    "due_at": "due_at",
    "due_on": "due_on",
    "round": "amount",
    "decided_at": "recorded_at",
    "wake_at": "alarmed_at",
}
_WATCH: dict[str, Any] = {column: getattr(Watch, name) for name, column in WATCH.items()}
_COLUMNS = _TASK | _DEADLINE


@cache
def parts_of_a_case() -> StatementLambdaElement:
    """All parts of a case in one statement: the columns of a task and of a deadline side by side,
    and NULL where a part has no such column.
    """
    return lambda_stmt(lambda: _parts_of_one())


def _parts_of_one() -> CompoundSelect[Any]:
    return _parts(
        lambda table: table.case_id == bindparam("case_id"),
        or_(
            Deadline.id.in_(_closed(Deadline.id.asc())),
            Deadline.id.in_(_closed(Deadline.id.desc())),
        ),
    )


@cache
def parts_of_cases() -> CompoundSelect[Any]:
    """The same for several cases, `case_ids`; here all their closed deadlines are looked at."""
    of_them: BindParameter[Sequence[int]] = bindparam("case_ids", expanding=True)
    return _parts(
        lambda table: table.case_id.in_(of_them),
        or_(_among(Deadline.id.asc(), of_them), _among(Deadline.id.desc(), of_them)),
    )


def _parts(
    of: Callable[[Any], ColumnElement[bool]], first_and_last: ColumnElement[bool]
) -> CompoundSelect[Any]:
    task = _TASK | {"due_at": Task.due_at}
    return union_all(
        _part("deadline", Deadline, _DEADLINE, of).where(
            or_(Deadline.closed_seq.is_(None), first_and_last)
        ),
        _part("task", Task, task, of).where(Task.closed_seq.is_(None)),
        _part("message", AwaitedMessage, _MESSAGE, of).where(AwaitedMessage.closed_seq.is_(None)),
        _part("timer", Timer, _TIMER, of).where(Timer.closed_seq.is_(None)),
        _part("watch", Watch, _WATCH, of).where(Watch.closed_seq.is_(None)),
        _part("concerned", ConcernedPerson, {"id": ConcernedPerson.person_id}, of),
        _part("participant", Participant, {"id": Participant.person_id}, of),
        _part("draft", Draft, {"id": Draft.person_id, "key": Draft.subject}, of),
    )


def _closed(order: UnaryExpression[int]) -> Select[int]:
    ids = select(Deadline.id).where(Deadline.case_id == bindparam("case_id"))
    return ids.order_by(order).limit(CLOSED_DEADLINES)


def _among(order: UnaryExpression[int], case_ids: Any) -> ColumnElement[bool]:
    place = func.row_number().over(partition_by=Deadline.case_id, order_by=order)
    placed = select(Deadline.id, place.label("place")).where(Deadline.case_id.in_(case_ids))
    counted = placed.subquery()
    return Deadline.id.in_(select(counted.c.id).where(counted.c.place <= CLOSED_DEADLINES))


def _part(
    what: str, table: Any, columns: dict[str, Any], of: Callable[[Any], ColumnElement[bool]]
) -> Select[Any]:
    return select(
        literal_column(f"'{what}'").label("part"),
        table.case_id,
        *(
            columns.get(name, cast(null(), like.type)).label(name)
            for name, like in _COLUMNS.items()
        ),
    ).where(of(table))
