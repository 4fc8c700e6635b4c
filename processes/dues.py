"""Until when each open task waits: the earliest limit or date that its place in the diagram has."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from models.deadlines import DeadlineRow, DeadlineState
from processes.deadlines import Key, key_of
from processes.engine import Diagrams, OpenTask, Step

EMERGENCY = "emergency"
Deadlines = Mapping[Key, DeadlineRow]


def of_tasks(
    step: Step, diagrams: Diagrams, deadlines: Deadlines, *, known: Collection[str], at: datetime
) -> dict[str, datetime | None]:
    """The due moment (UTC) of every open task by its key; None where nothing limits it.

    What must be done at once is due from the moment at which it was opened: `at`, for the tasks
    that are not yet `known`; those that are keep their moment and are left out.
    """
    due = {}
    for task in step.tasks:
        if not _at_once(task, diagrams):
            due[task.key] = _earliest(task, step, diagrams, deadlines)
        elif task.key not in known:
            due[task.key] = at
    return due


def _at_once(task: OpenTask, diagrams: Diagrams) -> bool:
    return diagrams.elements[task.element].properties.get("ladder") == EMERGENCY


def _earliest(
    task: OpenTask, step: Step, diagrams: Diagrams, deadlines: Deadlines
) -> datetime | None:
    # The row and not the timer says until when: an alarm that was raised cannot move any more.
    rows = (
        deadlines[key_of(span)]
        for span in step.spans
        if diagrams.holds(span.host, task.element, task.process)
    )
    limits = [row.due_at for row in rows if row.state in (DeadlineState.OPEN, DeadlineState.MISSED)]
    dates = [
        timer.due_at
        for timer in step.timers
        if diagrams.elements[timer.element].host == task.element
        and timer.element not in diagrams.deadlines
    ]
    return min(limits + dates, default=None)
