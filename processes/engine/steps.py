"""One entry applied to a case: a pure function from state to state."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import orjson
from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.exceptions import SpiffWorkflowException

from processes.bundle import Bundle
from processes.engine import snapshots, tokens
from processes.engine.calendars import Calendar
from processes.engine.declared import Declared
from processes.engine.diagrams import Diagrams
from processes.engine.entries import Entry
from processes.engine.journey import Journey, ScriptEngine, Written
from processes.engine.loading import load
from processes.engine.outcomes import Routing, Step
from processes.engine.refusals import (
    MessageNotAwaited,
    StepRefused,
    TaskNotOpen,
    TimerNotArmed,
    UndeclaredValue,
)
from processes.engine.settling import settle
from processes.engine.snapshots import Frame
from processes.engine.tokens import Token, Tokens

DUE = Declared("due_at", "moment")


def step(bundle: Bundle, calendar: Calendar, snapshot: bytes | None, entry: Entry) -> Step:
    """The state after the entry. The same arguments give the same bytes, on any machine.

    `snapshot` is that of the step before, None for `opened`. Raises TaskNotOpen,
    MessageNotAwaited, TimerNotArmed, UndeclaredValue or StepRefused; nothing has changed then.
    """
    return _Case(load(bundle), calendar, snapshot, entry).step()


def replay(
    bundle: Bundle, calendars: Callable[[int], Calendar], entries: Iterable[Entry]
) -> Iterator[Step]:
    """Every step of a case from its entries; `calendars` gives the calendar of each by index."""
    snapshot: bytes | None = None
    for index, entry in enumerate(entries):
        taken = step(bundle, calendars(index), snapshot, entry)
        snapshot = taken.snapshot
        yield taken


class _Case:
    """A case while one entry is applied to it."""

    def __init__(
        self, diagrams: Diagrams, calendar: Calendar, snapshot: bytes | None, entry: Entry
    ) -> None:
        self.diagrams = diagrams
        self.entry = entry
        self.journey = Journey(diagrams, calendar, entry.at)
        self.engine = ScriptEngine(self.journey)
        self.snapshot = snapshot
        self.acted_on: Any = None
        if snapshot is None:
            program = diagrams.program
            self.workflow = BpmnWorkflow(program.top, program.parts, script_engine=self.engine)
            self.frame = Frame()
        else:
            self.workflow, self.frame = snapshots.read(snapshot, diagrams, self.engine)
        self.journey.turn = self.frame.turn
        self.tokens = Tokens(self.workflow, diagrams)
        for task in self.tokens.live:
            self.journey.stands_in(task)

    def step(self) -> Step:
        """Apply the entry and say what is then the case."""
        try:
            self._apply()
        except SpiffWorkflowException as error:
            spec = getattr(error, "task_spec", None)
            raise StepRefused("failed", getattr(spec, "name", None), str(error)) from error
        return self._outcome()

    def _apply(self) -> None:
        if (self.snapshot is None) != (self.entry.kind == "opened"):
            raise StepRefused("failed", None, "a case is opened once, before all else")
        match self.entry.kind:
            case "opened":
                self._open()
            case "completed":
                self._complete()
            case "message":
                self._catch()
            case "timer_fired":
                self._fire()
            case "corrected":
                self._correct()
            case "deadline_moved":
                self._move()

    def _open(self) -> None:
        self._write(self.workflow.task_tree)
        self._settle()

    def _complete(self) -> None:
        token = self._first(self.tokens.tasks())
        if token is None:
            raise TaskNotOpen(self.entry.task_key)
        self._write(token.task)
        token.task.run()
        self._settle()

    def _catch(self) -> None:
        token = self._first(self.tokens.messages())
        if token is None:
            raise MessageNotAwaited(self.entry.element, self.entry.task_key)
        task, spec = token.task, token.task.task_spec
        definition = spec.event_definition
        if token.element.id != spec.name:  # one of the events after an event-based gateway
            definition = definition.event_definitions[spec._outputs.index(token.element.id)]
        spec.catch(task, BpmnEvent(definition, {}))
        spec._update(task)
        self._write(task)
        if not token.element.interrupting:
            spec.arm_again(task)
        self._settle()

    def _fire(self) -> None:
        token = self._timer()
        token.task._set_internal_data(event_fired=True)
        token.task.task_spec._update(token.task)
        self.acted_on = token.task
        self._settle()

    def _correct(self) -> None:
        self.journey.turn += 1
        changed = [task for task in self._every_task() if self._replace(task)]
        for token in self.tokens.timers():
            if token.task in changed:
                self._compute_anew(token)
        self._settle()

    def _move(self) -> None:
        token = self._timer()
        try:
            due_at = self.entry.routing["due_at"]
            token.task.internal_data["due_at"] = DUE.canonical(due_at)
        except KeyError as error:
            raise UndeclaredValue("due_at", "") from error

    def _write(self, task: Any) -> None:
        self.acted_on = task
        self.journey.write(task, self.entry.routing)

    def _settle(self) -> None:
        settle(self.workflow, self.journey)
        self.tokens = Tokens(self.workflow, self.diagrams)
        if self.workflow.completed:
            self.frame.end = self.journey.last_end
        elif not any(True for token in self.tokens.seen if token.waits or token.is_task):
            raise StepRefused("stuck", self._where())

    def _where(self) -> str | None:
        names = (task.task_spec.name for task in self.tokens.live)
        return next((name for name in names if name in self.diagrams.elements), None)

    def _first(self, candidates: Iterable[Token]) -> Token | None:
        key, element = self.entry.task_key, self.entry.element
        if key is not None:
            return next((token for token in candidates if token.key == key), None)
        fitting = (token for token in candidates if token.element.id == element)
        return min(fitting, key=lambda token: token.number or 0, default=None)

    def _timer(self) -> Token:
        token = self._first(token for token in self.tokens.timers() if token.waits)
        if token is None:
            raise TimerNotArmed(self.entry.task_key)
        return token

    def _every_task(self) -> Iterator[Any]:
        for workflow in (self.workflow, *self.workflow.subprocesses.values()):
            # The root stands for all that has passed; nothing must be inherited from it.
            yield from (task for task in workflow.tasks.values() if task.parent is not None)

    def _replace(self, task: Any) -> bool:
        replaced = False
        for name, value in self.entry.routing.items():
            declared = self.diagrams.declared(name, value)
            old = self.entry.replaced.get(name)
            written = task.data.get(name)
            now = None if written is None else written.value
            if now == (None if old is None else declared.canonical(old)):
                turn = self.journey.turn if written is None else written.turn
                task.data[name] = Written(declared.canonical(value), turn)
                replaced = True
        return replaced

    def _compute_anew(self, token: Token) -> None:
        expression = self.diagrams.expressions[token.element.timer]
        if expression.names & self.entry.routing.keys():
            due_at = self.engine.evaluate(token.task, token.element.timer)
            token.task.internal_data["due_at"] = due_at

    def _outcome(self) -> Step:
        for token in self.tokens.seen:
            if token.number is None:
                counts = self.frame.occurrences
                counts[token.element.id] = counts.get(token.element.id, 0) + 1
                token.number = counts[token.element.id]
        self.frame.turn = self.journey.turn
        waiting = [token for token in self.tokens.timers() if token.waits]
        limits = [t for t in self.tokens.timers() if t.element.id in self.diagrams.deadlines]
        return Step(
            snapshot=snapshots.write(self.tokens.units, self.frame),
            tasks=tuple(tokens.open_task(token) for token in self.tokens.tasks()),
            events=tuple(tokens.awaited_message(token) for token in self.tokens.messages()),
            timers=tuple(tokens.armed_timer(token) for token in waiting),
            spans=tuple(tokens.span(token, self.diagrams) for token in limits),
            path=tuple(self.journey.visits),
            routing=self._routing(),
            ended=self.frame.end is not None,
            end=self.frame.end,
            state_digest=self._digest(waiting),
        )

    def _routing(self) -> Routing:
        if self.acted_on is None:
            return {}
        written = self.acted_on.data
        return {
            name: written[name].value if name in written else None for name in self.diagrams.routing
        }

    def _digest(self, timers: list[Token]) -> str:
        observable = {
            "tasks": sorted(token.key for token in self.tokens.tasks()),
            "events": sorted(token.key for token in self.tokens.messages()),
            "timers": sorted((token.key, token.due_at.isoformat()) for token in timers),
            "routing": sorted(
                (tokens.place_of(task), sorted((name, w.value) for name, w in task.data.items()))
                for task in self.tokens.live
            ),
            "end": self.frame.end,
        }
        return hashlib.sha256(orjson.dumps(observable, option=orjson.OPT_SORT_KEYS)).hexdigest()
