"""The state of a case as bytes: only where its tokens are and what they carry.

A snapshot is the format number and canonical JSON:

- `w`: the routing values written, each `[name, value, turn]`; `d`: the data of tokens, each a
  list of indexes into `w`;
- `t`: the tasks that live: `[spec, state, data, memory]`, and for a sub-process its own tasks as
  a fifth; a host of boundary events stands in a list `[spec, data, [host, events ...]]`;
- `n`: how often each element became active; `r`: the count of writings; `e`: the end event.

What has been passed is not kept, and what may come is foreseen when it is needed: size and cost
do not grow with the age of a case, and no element can mistake an old round of a loop for this one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import orjson
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from processes.engine.diagrams import Diagrams
from processes.engine.journey import Written
from processes.engine.living import LIVE, Living, Unit

FORMAT: Final = b"1"
MEMORY: Final = ("n", "due_at", "source", "current", "cardinality", "item", "key_or_index")


class UnknownFormat(Exception):
    """Không đọc được trạng thái đã lưu. The stored state has another format."""


@dataclass
class Frame:
    """What a case carries besides its tokens."""

    occurrences: dict[str, int] = field(default_factory=dict)
    turn: int = 0
    end: str | None = None


def write(units: Sequence[Unit], frame: Frame) -> bytes:
    """The canonical bytes of a settled case, of which these live."""
    return _Writer().document(units, frame)


def read(raw: bytes, diagrams: Diagrams, engine: Any) -> tuple[Any, Frame]:
    """The workflow and frame that `write` stored; UnknownFormat for another format."""
    if not raw.startswith(FORMAT):
        raise UnknownFormat(raw[:1])
    document = orjson.loads(raw[len(FORMAT) :])
    frame = Frame(document["n"], document["r"], document["e"])
    return _Loader(document, diagrams, engine).workflow(frame.end is not None), frame


class _Writer:
    def __init__(self) -> None:
        self.written: dict[tuple[str, str, int], int] = {}
        self.datas: dict[tuple[int, ...], int] = {}

    def document(self, units: Sequence[Unit], frame: Frame) -> bytes:
        document = {
            "t": self._units(units),
            "w": list(self.written),
            "d": list(self.datas),
            "n": frame.occurrences,
            "r": frame.turn,
            "e": frame.end,
        }
        return FORMAT + orjson.dumps(document, option=orjson.OPT_SORT_KEYS)

    def _units(self, units: Sequence[Unit]) -> list[Any]:
        return [
            self._task(unit.kept[0]) if unit.split is None else self._split(unit.split, unit.kept)
            for unit in units
        ]

    def _split(self, split: Any, kept: Sequence[Living]) -> list[Any]:
        return [split.task_spec.name, self._data(split), [self._task(each) for each in kept]]

    def _task(self, living: Living) -> list[Any]:
        task = living.task
        memory = {name: task.internal_data[name] for name in MEMORY if name in task.internal_data}
        row: list[Any] = [task.task_spec.name, task.state, self._data(task), memory]
        if living.inside is not None:
            row.append(self._units(living.inside))
        elif living.instances:
            row.append([self._task(each) for each in living.instances])
        return row

    def _data(self, task: Any) -> int:
        indexes = tuple(
            self.written.setdefault((name, *task.data[name]), len(self.written))
            for name in sorted(task.data)
        )
        return self.datas.setdefault(indexes, len(self.datas))


class _Loader:
    def __init__(self, document: dict[str, Any], diagrams: Diagrams, engine: Any) -> None:
        self.rows = document["t"]
        written = [(name, Written(value, turn)) for name, value, turn in document["w"]]
        self.datas = [dict(written[index] for index in indexes) for indexes in document["d"]]
        self.program = diagrams.program
        self.top = BpmnWorkflow(
            self.program.top, self.program.parts, script_engine=engine, deserializing=True
        )
        self.ids = 0

    def workflow(self, ended: bool) -> Any:
        self._fill(self.top, self.rows)
        self.top.completed = ended
        return self.top

    def _fill(self, workflow: Any, rows: list[Any]) -> None:
        root = self._new(workflow, workflow.spec.start.name, TaskState.COMPLETED, None)
        workflow.task_tree = root
        for row in rows:
            if len(row) == 3:
                name, data, kept = row
                split = self._new(workflow, name, TaskState.COMPLETED, root)
                split.data = dict(self.datas[data])
                for each in kept:
                    self._task(workflow, each, split)
            else:
                self._task(workflow, row, root)

    def _task(self, workflow: Any, row: list[Any], parent: Any) -> Any:
        name, state, data, memory, *inner = row
        task = self._new(workflow, name, state, parent)
        task.data = dict(self.datas[data])
        task.internal_data = memory
        if state & LIVE:
            if isinstance(task.task_spec, CatchingEvent) and state == TaskState.WAITING:
                self.top.event_manager.add_task(task)
            if inner and hasattr(task.task_spec, "task_spec"):
                for each in inner[0]:
                    self._task(workflow, each, task).triggered = True
            elif inner:
                self._sub_process(task, inner[0])
        return task

    def _sub_process(self, host: Any, rows: list[Any]) -> None:
        spec = self.program.parts[host.task_spec.spec]
        inner = BpmnSubWorkflow(spec, host.id, self.top, deserializing=True)
        self.top.subprocesses[host.id] = inner
        inner.completed_event.connect(host.task_spec._on_subworkflow_completed, host)
        self._fill(inner, rows)

    def _new(self, workflow: Any, name: str, state: int, parent: Any) -> Any:
        self.ids += 1
        spec = workflow.spec.task_specs[name]
        return Task(workflow, spec, parent=parent, state=state, id=self.ids)
