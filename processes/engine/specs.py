"""SpiffWorkflow's elements as this engine runs them.

They note the token's way, join as BPMN says (a parallel join takes one token from each incoming
flow and leaves further ones waiting, in loops too), and let the value written last win where
tokens meet. A timer fires only when it is told to.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.control import SimpleBpmnTask, _EndJoin
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimeDateEventDefinition
from SpiffWorkflow.spiff.specs import defaults as spiff
from SpiffWorkflow.util.task import TaskState

from processes.engine.journey import Journey
from processes.engine.thrown import events_on

NOT_YET: Final = TaskState.PREDICTED_MASK | TaskState.FUTURE


def journey(task: Any) -> Journey:
    """The step that this task is part of."""
    found: Journey = task.workflow.script_engine.journey
    return found


def newest(*datas: dict[str, Any]) -> dict[str, Any]:
    """For every name the value written last."""
    merged: dict[str, Any] = {}
    for data in datas:
        for name, written in data.items():
            if name not in merged or written.turn >= merged[name].turn:
                merged[name] = written
    return merged


class Foreseen:
    """A task read from a snapshot has no predicted successors: they are foreseen when it runs."""

    def _run(self, my_task: Any) -> Any:
        if all(child.triggered for child in my_task.children):
            self._predict(my_task, mask=TaskState.NOT_FINISHED_MASK)  # type: ignore[attr-defined]
        return super()._run(my_task)  # type: ignore[misc]


class Noted(Foreseen):
    """An element whose visits are noted."""

    def _update_hook(self, my_task: Any) -> Any:
        if my_task.state & NOT_YET:
            journey(my_task).arrived(my_task)
        return super()._update_hook(my_task)  # type: ignore[misc]

    def _on_complete_hook(self, my_task: Any) -> None:
        journey(my_task).left(my_task)
        super()._on_complete_hook(my_task)  # type: ignore[misc]

    def _on_cancel(self, my_task: Any) -> None:
        journey(my_task).cancelled(my_task)
        super()._on_cancel(my_task)  # type: ignore[misc]


class NotedBoundary(Noted):
    """A boundary event is entered when it fires, not when it begins to wait."""

    def _update_hook(self, my_task: Any) -> Any:
        return super(Noted, self)._update_hook(my_task)  # type: ignore[misc]

    def _run_hook(self, my_task: Any) -> Any:
        journey(my_task).entered(my_task)
        return super()._run_hook(my_task)  # type: ignore[misc]


class UserTask(Noted, spiff.UserTask):  # type: ignore[misc]
    pass


class NoneTask(Noted, spiff.NoneTask):  # type: ignore[misc]
    pass


class ScriptTask(Noted, spiff.ScriptTask):  # type: ignore[misc]
    def _execute(self, task: Any) -> bool:
        task.workflow.script_engine.execute(task, self.script)
        return True


class NotedContainer(Noted):
    """A process inside that ends with a caught error was stopped; it is not done."""

    def _on_subworkflow_completed(self, subworkflow: Any, my_task: Any) -> None:
        if _interrupted(my_task):
            my_task.cancel()
        else:
            super()._on_subworkflow_completed(subworkflow, my_task)  # type: ignore[misc]


class SubProcess(NotedContainer, spiff.SubWorkflowTask):  # type: ignore[misc]
    pass


class CallActivity(NotedContainer, spiff.CallActivity):  # type: ignore[misc]
    pass


class StartEvent(Noted, defaults.StartEvent):  # type: ignore[misc]
    pass


class EndEvent(Noted, defaults.EndEvent):  # type: ignore[misc]
    pass


class IntermediateCatchEvent(Noted, defaults.IntermediateCatchEvent):  # type: ignore[misc]
    pass


class IntermediateThrowEvent(Noted, defaults.IntermediateThrowEvent):  # type: ignore[misc]
    pass


class BoundaryEvent(NotedBoundary, defaults.BoundaryEvent):  # type: ignore[misc]
    def arm_again(self, my_task: Any) -> None:
        """BPMN 2.0, 13.5.3: a non-interrupting event waits again; SpiffWorkflow's does not."""
        again = my_task.parent._add_child(self, TaskState.MAYBE)
        self._predict(again, mask=TaskState.PREDICTED_MASK)
        again._set_state(TaskState.WAITING)
        self._update(again)


class EventBasedGateway(Noted, defaults.EventBasedGateway):  # type: ignore[misc]
    pass


class ExclusiveGateway(Noted, defaults.ExclusiveGateway):  # type: ignore[misc]
    pass


def _interrupted(host: Any) -> bool:
    return any(
        event.task_spec.cancel_activity and event.state & (TaskState.READY | TaskState.COMPLETED)
        for event in events_on(host)
    )


class ParallelGateway(Noted, defaults.ParallelGateway):  # type: ignore[misc]
    """SpiffWorkflow's own counts the arrivals of earlier rounds when it stands in a loop."""

    def _update_hook(self, my_task: Any) -> bool:
        if my_task.state & NOT_YET:
            my_task._inherit_data()
            my_task._set_internal_data(source=my_task.parent.task_spec.name)
            journey(my_task).arrived_at_join(my_task)
        sources = {my_task.internal_data["source"]: my_task}
        for task in my_task.workflow.tasks.values():
            if task.task_spec is self and task is not my_task and task.state == TaskState.WAITING:
                sources.setdefault(task.internal_data["source"], task)
        if len(sources) < len(set(self._inputs)):
            my_task._set_state(TaskState.WAITING)
            return False
        my_task.data = newest(*(task.data for task in sources.values()))
        _absorb(task for task in sources.values() if task is not my_task)
        return True

    def _run_hook(self, my_task: Any) -> bool:
        journey(my_task).entered(my_task)
        return True


class EndJoin(Foreseen, _EndJoin):  # type: ignore[misc]
    """The end of a process waits for every token in it."""

    def _update_hook(self, my_task: Any) -> bool:
        others = [
            task
            for task in my_task.workflow.tasks.values()
            if task.task_spec is self and task is not my_task and task.state == TaskState.WAITING
        ]
        my_task.data = newest(*(task.data for task in (my_task, my_task.parent, *others)))
        _absorb(others)
        if self._check_threshold_unstructured(my_task):
            return True
        my_task._set_state(TaskState.WAITING)
        return False

    def _run_hook(self, my_task: Any) -> bool:
        return True


def _absorb(tasks: Iterable[Any]) -> None:
    for task in tasks:
        task._set_state(TaskState.CANCELLED)
        task._drop_children()


class ProcessSpec(BpmnProcessSpec):  # type: ignore[misc]
    """A process that ends with our EndJoin."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        del self.task_specs[f"{self.name}.EndJoin"], self.task_specs["End"]
        self.end: Any = EndJoin(self, f"{self.name}.EndJoin")
        self.end.connect(SimpleBpmnTask(self, "End"))


class Timer(TimeDateEventDefinition):  # type: ignore[misc]
    """A timer is computed when it is armed, and fires when an entry says so, never by the clock."""

    def has_fired(self, my_task: Any) -> bool:
        if my_task._get_internal_data("due_at") is None:
            due = my_task.workflow.script_engine.evaluate(my_task, self.expression)
            my_task._set_internal_data(due_at=due)
        return bool(my_task._get_internal_data("event_fired", False))


class MultiInstanceMixin:
    """Instances differ only in what their people answer; the value written last wins."""

    task_spec: str

    def merge_child(self, workflow: Any, child: Any) -> None:
        my_task = child.parent
        merged = newest(my_task.data, child.data)
        my_task.internal_data["merged"] = []
        super().merge_child(workflow, child)  # type: ignore[misc]
        del my_task.internal_data["merged"]
        my_task.data = merged

    def _on_cancel(self, my_task: Any) -> None:
        """SpiffWorkflow drops the instances and forgets the processes inside them."""
        super()._on_cancel(my_task)  # type: ignore[misc]
        top = my_task.workflow.top_workflow
        known = {id_ for each in (top, *top.subprocesses.values()) for id_ in each.tasks}
        for inner in list(top.subprocesses.values()):
            if inner.parent_task_id not in known:
                inner.cancel()


class ParallelMultiInstance(Noted, MultiInstanceMixin, spiff.ParallelMultiInstanceTask):  # type: ignore[misc]
    pass


class SequentialMultiInstance(Noted, MultiInstanceMixin, spiff.SequentialMultiInstanceTask):  # type: ignore[misc]
    pass
