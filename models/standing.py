"""Standing: what a case waits for after a step, as rows of the difference to what was there."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from models.awaited_messages import AwaitedMessage, MessageState
from models.held import HeldCase, HeldTask
from models.rows import Kind, Row
from models.tasks import NEVER, Task, TaskState, roles_text
from models.timers import Timer, TimerState


class OpenTask(Protocol):
    """An open user task, as the engine names it."""

    @property
    def key(self) -> str: ...
    @property
    def element(self) -> str: ...
    @property
    def process(self) -> str: ...
    @property
    def roles(self) -> tuple[str, ...]: ...
    @property
    def form(self) -> str: ...


class WaitingMessage(Protocol):
    """A message event that waits, as the engine names it."""

    @property
    def key(self) -> str: ...
    @property
    def element(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def roles(self) -> tuple[str, ...]: ...
    @property
    def form(self) -> str | None: ...


class ArmedTimer(Protocol):
    """A timer that runs, as the engine names it; ``due_at`` in UTC."""

    @property
    def key(self) -> str: ...
    @property
    def element(self) -> str: ...
    @property
    def due_at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the case stands after the last of the new entries."""

    snapshot_format: int
    snapshot: bytes
    tasks: Sequence[OpenTask]
    messages: Sequence[WaitingMessage]
    timers: Sequence[ArmedTimer]
    end: str | None = None  # the end event of the top process, once the case has ended


@dataclass(frozen=True, slots=True)
class TaskTerms:
    """Due moments and assignees by task key; a task not named keeps what it has."""

    due: Mapping[str, datetime | None]
    assignees: Mapping[str, int | None]
    completed: Collection[str]

    def change(self, task: HeldTask) -> bool:
        """Whether an open task gets another due moment or assignee."""
        due_at = self.due.get(task.key, task.due_at)
        assignee_id = self.assignees.get(task.key, task.assignee_id)
        return (due_at, assignee_id) != (task.due_at, task.assignee_id)


@dataclass(frozen=True, slots=True)
class Moment:
    """The entry that changes what a case waits for."""

    seq: int
    at: datetime


MESSAGES = Kind(AwaitedMessage, key=("case_id", "key"), renew=("state", "closed_seq"))
TIMERS = Kind(
    Timer,
    key=("case_id", "key"),
    renew=("due_at", "wake_at", "failures", "state", "closed_seq"),
)
TASKS = Kind(
    Task,
    key=("case_id", "key"),
    renew=("assignee_id", "state", "closed_at", "closed_seq", "due_at", "sorts_at"),
    returning=("case_id", "key", "id"),
)


def changed_messages(
    held: HeldCase, waiting: Sequence[WaitingMessage], received: Collection[str], now: Moment
) -> list[Row]:
    """Rows of the messages newly awaited and no longer awaited."""
    known = {message.key: message for message in held.messages}
    still = {message.key for message in waiting}
    changed: list[Row] = [
        _message_row(held, message, MessageState.AWAITED, None)
        for message in waiting
        if message.key not in known
    ]
    for key in known.keys() - still:
        state = MessageState.RECEIVED if key in received else MessageState.WITHDRAWN
        changed.append(_message_row(held, known[key], state, now.seq))
    return changed


def _message_row(
    held: HeldCase, message: WaitingMessage, state: MessageState, closed_seq: int | None
) -> dict[str, Any]:
    return {
        "case_id": held.id,
        "key": message.key,
        "element": message.element,
        "name": message.name,
        "roles": roles_text(message.roles),
        "form": message.form,
        "state": state,
        "closed_seq": closed_seq,
    }


def changed_timers(
    held: HeldCase, armed: Sequence[ArmedTimer], fired: Collection[str], now: Moment
) -> list[Row]:
    """Rows of the timers newly armed, moved, fired and stopped."""
    known = {timer.key: timer for timer in held.timers}
    still = {timer.key for timer in armed}
    changed: list[Row] = [
        _timer_row(held, timer, TimerState.ARMED, None)
        for timer in armed
        if timer.key not in known or known[timer.key].due_at != timer.due_at
    ]
    for key in known.keys() - still:
        state = TimerState.FIRED if key in fired else TimerState.STOPPED
        changed.append(_timer_row(held, known[key], state, now.seq))
    return changed


def _timer_row(
    held: HeldCase, timer: ArmedTimer, state: TimerState, closed_seq: int | None
) -> dict[str, Any]:
    return {
        "case_id": held.id,
        "key": timer.key,
        "element": timer.element,
        "due_at": timer.due_at,
        "wake_at": timer.due_at,
        "failures": 0,
        "state": state,
        "closed_seq": closed_seq,
    }


def changed_tasks(
    held: HeldCase, open_tasks: Sequence[OpenTask], terms: TaskTerms, now: Moment
) -> list[Row]:
    """Rows of the tasks opened, closed, reassigned or with another due moment."""
    known = {task.key: task for task in held.tasks}
    still = {task.key for task in open_tasks}
    changed: list[Row] = [
        _task_row(held, task, known.get(task.key), terms, now)
        for task in open_tasks
        if task.key not in known or terms.change(known[task.key])
    ]
    for key in known.keys() - still:
        state = TaskState.COMPLETED if key in terms.completed else TaskState.WITHDRAWN
        row = _task_row(held, known[key], known[key], terms, now)
        changed.append(row | {"state": state, "closed_at": now.at, "closed_seq": now.seq})
    return changed


def _task_row(
    held: HeldCase, task: OpenTask, was: HeldTask | None, terms: TaskTerms, now: Moment
) -> dict[str, Any]:
    due_at = terms.due.get(task.key, was.due_at if was else None)
    return {
        "case_id": held.id,
        "key": task.key,
        "element": task.element,
        "process": task.process,
        "roles": roles_text(task.roles),
        "form": task.form,
        "school_id": held.school_id,
        "assignee_id": terms.assignees.get(task.key, was.assignee_id if was else None),
        "state": TaskState.OPEN,
        "opened_at": was.opened_at if was else now.at,
        "opened_seq": was.opened_seq if was else now.seq,
        "closed_at": None,
        "closed_seq": None,
        "due_at": due_at,
        "sorts_at": due_at or NEVER,
    }
