"""The process engine: a pure function from state and entry to state; SpiffWorkflow is inside."""

import logging

from processes.engine.calendars import Calendar
from processes.engine.diagrams import Deadline, Diagrams, Element, Flow
from processes.engine.due_moments import due_moments, timers_in_working_time, working_limits
from processes.engine.entries import Entry
from processes.engine.findings import DiagramsRejected, Finding
from processes.engine.language import Limit
from processes.engine.loading import load
from processes.engine.outcomes import (
    ArmedTimer,
    AwaitedMessage,
    OpenTask,
    Routing,
    Span,
    Step,
    Visit,
)
from processes.engine.refusals import (
    EntryRefused,
    MessageNotAwaited,
    StepRefused,
    TaskNotOpen,
    TimerNotArmed,
    UndeclaredValue,
)
from processes.engine.sight import routing_at
from processes.engine.sketches import Sketch, sketch
from processes.engine.steps import replay, step

__all__ = [
    "ArmedTimer",
    "AwaitedMessage",
    "Calendar",
    "Deadline",
    "Diagrams",
    "DiagramsRejected",
    "Element",
    "Entry",
    "EntryRefused",
    "Finding",
    "Flow",
    "Limit",
    "MessageNotAwaited",
    "OpenTask",
    "Routing",
    "Sketch",
    "Span",
    "Step",
    "StepRefused",
    "TaskNotOpen",
    "TimerNotArmed",
    "UndeclaredValue",
    "Visit",
    "due_moments",
    "load",
    "replay",
    "routing_at",
    "sketch",
    "step",
    "timers_in_working_time",
    "working_limits",
]

# SpiffWorkflow lists all tasks of a case for every message of its log, written or not.
for _name in ("spiff.workflow", "spiff.task"):
    logging.getLogger(_name).setLevel(logging.WARNING)
