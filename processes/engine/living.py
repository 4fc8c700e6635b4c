"""What lives in a settled case: the tasks of the engine that a snapshot keeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, BoundaryEventSplit
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import (
    BoundaryEvent as BoundaryEventMixin,
)
from SpiffWorkflow.util.task import TaskState

from processes.engine.diagrams import Diagrams

LIVE: Final = TaskState.WAITING | TaskState.READY | TaskState.STARTED


@dataclass(frozen=True, slots=True)
class Living:
    """A live task with what lives in it: a process, or instances of a multi-instance task."""

    task: Any
    inside: tuple[Unit, ...] | None
    instances: tuple[Living, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """One topmost thing to keep of a process: a live task, or a split with what is kept of it.

    Of a split these are its host, boundary events that wait, and deadline timers whether or not
    they have fired.
    """

    split: Any | None
    kept: tuple[Living, ...]

    @property
    def all_living(self) -> Iterator[Living]:
        """All that lives in it, each before what lives in it."""
        stack = list(reversed(self.kept))
        while stack:
            living = stack.pop()
            yield living
            stack.extend(reversed(living.instances))
            for unit in reversed(living.inside or ()):
                stack.extend(reversed(unit.kept))


def units_of(workflow: Any, diagrams: Diagrams) -> tuple[Unit, ...]:
    """What lives in a case, in the order of the diagrams' tree; nothing once it has ended."""
    return () if workflow.completed else _Walk(workflow, diagrams).units(workflow)


class _Walk:
    def __init__(self, top: Any, diagrams: Diagrams) -> None:
        self.top = top
        self.diagrams = diagrams

    def units(self, workflow: Any) -> tuple[Unit, ...]:
        return tuple(self._units(workflow.task_tree))

    def _units(self, root: Any) -> Iterator[Unit]:
        stack = [root]
        while stack:
            task = stack.pop()
            children = task.children
            if task.state & LIVE:
                if not isinstance(task.task_spec, BoundaryEventJoin):
                    yield Unit(None, (self._living(task, children),))
                continue
            host = _host(children) if isinstance(task.task_spec, BoundaryEventSplit) else None
            if host is None:
                stack.extend(reversed(children))
                continue
            kept = (host, *(event for event in children if self._is_kept(event)))
            yield Unit(task, tuple(self._living(each, each.children) for each in kept))
            stack.extend(
                child
                for event in reversed(children)
                if not event.state & LIVE
                for child in reversed(event.children)
            )

    def _living(self, task: Any, children: list[Any]) -> Living:
        inner = self.top.subprocesses.get(task.id)
        instances = (child for child in children if child.triggered and child.state & LIVE)
        return Living(
            task,
            None if inner is None else self.units(inner),
            tuple(self._living(each, each.children) for each in instances),
        )

    def _is_kept(self, task: Any) -> bool:
        if not isinstance(task.task_spec, BoundaryEventMixin):
            return False
        if task.state & LIVE:
            return True
        return bool(
            task.state == TaskState.COMPLETED and task.task_spec.name in self.diagrams.deadlines
        )


def _host(children: list[Any]) -> Any | None:
    for task in children:
        if not isinstance(task.task_spec, BoundaryEventMixin) and task.state & LIVE:
            return task
    return None
