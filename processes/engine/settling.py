"""Letting the engine run until only people, messages and timers can go on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from SpiffWorkflow.util.task import TaskState

from processes.engine.journey import Journey


def settle(workflow: Any, journey: Journey) -> None:
    """Run all that runs by itself, innermost processes first.

    SpiffWorkflow's own loop walks the whole tree of tasks for every round, and runs a task that
    another one of the same round has just cancelled. StepRefused when it goes on without end.
    """
    while ready := _ready(workflow):
        for task in ready:
            if task.state == TaskState.READY:
                journey.passing(task)
                task.run()


def _ready(workflow: Any) -> list[Any]:
    inner = sorted(workflow.subprocesses.values(), key=lambda each: each.depth, reverse=True)
    for each in (*inner, workflow):
        found = list(_ready_in(each))
        if found:
            return found
    return []


def _ready_in(workflow: Any) -> Iterator[Any]:
    return (
        task
        for task in workflow.tasks.values()
        if task.state == TaskState.READY and not task.task_spec.manual
    )
