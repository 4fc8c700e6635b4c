"""Where the tokens of a case stand, seen from outside: tasks, events, timers and limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from SpiffWorkflow.util.task import TaskState

from processes.engine.diagrams import Diagrams, Element
from processes.engine.living import units_of
from processes.engine.outcomes import ArmedTimer, AwaitedMessage, OpenTask, Span, Unit

UNITS: dict[str, Unit] = {"working_hours": "hours", "working_days": "days"}


@dataclass
class Token:
    """A live task of the engine that one can see from outside, and the element it stands for.

    An event-based gateway waits for several events: it is one token for each of them.
    """

    task: Any
    element: Element

    @property
    def number(self) -> int | None:
        """The how manieth time the element is active in this case; None before it is counted."""
        number: int | dict[str, int] | None = self.task.internal_data.get("n")
        if isinstance(number, dict):
            number = number.get(self.element.id)
        return number

    @number.setter
    def number(self, number: int) -> None:
        if self.element.id == place_of(self.task):
            self.task.internal_data["n"] = number
        else:
            self.task.internal_data.setdefault("n", {})[self.element.id] = number

    @property
    def key(self) -> str:
        """`<element>#<n>`."""
        return f"{self.element.id}#{self.number}"

    @property
    def is_task(self) -> bool:
        """Whether it is for people to complete."""
        return self.element.kind == "userTask"

    @property
    def waits(self) -> bool:
        """Whether it is an event that has not happened yet."""
        return bool(self.task.state == TaskState.WAITING)

    @property
    def due_at(self) -> datetime:
        """When its timer is due."""
        return datetime.fromisoformat(self.task.internal_data["due_at"]).astimezone(UTC)


class Tokens:
    """All tokens of a settled case, in the order of the diagrams' tree."""

    def __init__(self, workflow: Any, diagrams: Diagrams) -> None:
        self.diagrams = diagrams
        self.units = units_of(workflow, diagrams)
        self.live = [living.task for unit in self.units for living in unit.all_living]
        self.seen = [Token(task, element) for task in self.live for element in self._elements(task)]

    def tasks(self) -> list[Token]:
        """User tasks that are open."""
        return [token for token in self.seen if token.is_task]

    def messages(self) -> list[Token]:
        """Message events that wait."""
        return [token for token in self.seen if token.element.trigger == "message"]

    def timers(self) -> list[Token]:
        """Timers that wait, and fired ones whose limit still runs."""
        return [token for token in self.seen if token.element.trigger == "timer"]

    def _elements(self, task: Any) -> Iterator[Element]:
        element = self.diagrams.elements.get(place_of(task))
        if element is None:
            return
        if element.kind == "eventBasedGateway":
            yield from (self.diagrams.elements[name] for name in task.task_spec._outputs)
        elif element.kind == "userTask":
            if task.state == TaskState.READY:
                yield element
        elif element.trigger in ("message", "timer"):
            yield element


def place_of(task: Any) -> str:
    """The element where the task's token stands, or the process whose end it has reached."""
    return str(task.task_spec.name.removesuffix(" [child]").removesuffix(".EndJoin"))


def open_task(token: Token) -> OpenTask:
    """The task as others see it."""
    element = token.element
    form = element.form or element.id
    return OpenTask(token.key, element.id, element.process, element.roles, form)


def awaited_message(token: Token) -> AwaitedMessage:
    """The event as others see it."""
    element = token.element
    return AwaitedMessage(token.key, element.id, element.message, element.roles, element.form)


def armed_timer(token: Token) -> ArmedTimer:
    """The timer as others see it."""
    return ArmedTimer(token.key, token.element.id, token.due_at)


def span(token: Token, diagrams: Diagrams) -> Span:
    """The limit that this deadline timer draws."""
    element = token.element
    deadline = diagrams.deadlines[element.id]
    limit = deadline.limit
    return Span(
        limit=deadline.name,
        effect=deadline.effect,
        host=deadline.host,
        timer=element.id,
        timer_key=token.key,
        unit=UNITS[limit.function],
        amount=limit.amount,
        anchor=limit.anchor,
        anchor_at=datetime.fromisoformat(token.task.data[limit.anchor].value).astimezone(UTC),
        due_at=token.due_at,
    )
