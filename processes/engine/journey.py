"""What one step does on its way: the elements it visits, how long it goes on, what it writes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine

from processes.engine.calendars import Calendar
from processes.engine.diagrams import Diagrams
from processes.engine.language import NoResult, Scene
from processes.engine.outcomes import Passage, Visit
from processes.engine.refusals import StepRefused

LONGEST: Final = 500  # elements run by the engine in one step
NOT_ENTERED: Final = ("boundaryEvent", "parallelGateway")  # before they fire


class Written(NamedTuple):
    """A routing value of a token, and when in this case it was written (a count)."""

    value: str
    turn: int


class Journey:
    """One step of one case."""

    def __init__(self, diagrams: Diagrams, calendar: Calendar, at: datetime, turn: int = 0) -> None:
        self.diagrams = diagrams
        self.calendar = calendar
        self.at = at.astimezone(UTC)
        self.turn = turn
        self.passes = 0
        self.visits: list[Visit] = []
        self.last_end: str | None = None
        self._inside: set[object] = set()

    def write(self, task: Any, routing: Mapping[str, str]) -> None:
        """Give the token of this task new values."""
        self.turn += 1
        for name, value in routing.items():
            declared = self.diagrams.declared(name, value)
            task.data[name] = Written(declared.canonical(value), self.turn)

    def scene(self, task: Any) -> Scene:
        """What the expressions of this task may look at."""
        data = task.data

        def value_of(name: str) -> str | None:
            written = data.get(name)
            return None if written is None else written.value

        return Scene(value_of, self.calendar, self.at)

    def passing(self, task: Any) -> None:
        """Count an element that the engine is about to run; StepRefused after too many."""
        self.passes += 1
        if self.passes > LONGEST:
            raise StepRefused("endless", task.task_spec.name)

    def stands_in(self, task: Any) -> None:
        """The token was here when the step began."""
        element = self.diagrams.elements.get(task.task_spec.name)
        if element is not None and element.kind not in NOT_ENTERED:
            self._inside.add(task.id)

    def arrived(self, task: Any) -> None:
        """A token comes to an element and enters it."""
        self._taken(task)
        self.entered(task)

    def arrived_at_join(self, task: Any) -> None:
        """A token comes to a join and waits there for the others."""
        self._taken(task)

    def entered(self, task: Any) -> None:
        """The element begins."""
        self._inside.add(task.id)
        self._note("entered", task.task_spec.name)

    def left(self, task: Any) -> None:
        """The element is done."""
        self._inside.discard(task.id)
        self._note("left", task.task_spec.name)
        element = self.diagrams.elements.get(task.task_spec.name)
        if element and element.kind == "endEvent" and element.scope == self.diagrams.process:
            self.last_end = element.id

    def cancelled(self, task: Any) -> None:
        """The element was stopped from outside."""
        if task.id in self._inside:
            self._inside.discard(task.id)
            self._note("cancelled", task.task_spec.name)

    def _taken(self, task: Any) -> None:
        source = task.parent
        if source.task_spec.name == f"{task.task_spec.name}.BoundaryEventSplit":
            source = source.parent
        flow = self.diagrams.flow_between.get((source.task_spec.name, task.task_spec.name))
        if flow is not None:
            self.visits.append(Visit("taken", flow))

    def _note(self, what: Passage, name: str) -> None:
        if name in self.diagrams.elements:
            self.visits.append(Visit(what, name))


class ScriptEngine(PythonScriptEngine):  # type: ignore[misc]
    """Evaluates only what was checked when the diagrams were loaded."""

    def __init__(self, journey: Journey) -> None:
        super().__init__()
        self.journey = journey

    def evaluate(self, task: Any, expression: str, external_context: object = None) -> object:
        """The result of a condition or a timer; a literal number is that of instances."""
        if expression.isdigit():
            return int(expression)
        compiled = self.journey.diagrams.expressions[expression.strip()].compiled
        try:
            return compiled(self.journey.scene(task))
        except (NoResult, ValueError) as error:
            raise StepRefused("failed", task.task_spec.name, str(error)) from error

    def execute(self, task: Any, script: str, external_context: object = None) -> bool:
        """Run the lines `name = expression` of a script."""
        for name, expression in self.journey.diagrams.scripts[script.strip()]:
            try:
                value = expression.compiled(self.journey.scene(task))
            except (NoResult, ValueError) as error:
                raise StepRefused("failed", task.task_spec.name, str(error)) from error
            if isinstance(value, str):
                self.journey.write(task, {name: value})
            else:
                task.data.pop(name, None)
        return True
