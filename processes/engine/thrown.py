"""Errors and escalations: what a token throws reaches the innermost host that waits for its code.

SpiffWorkflow would reach every boundary event of the case that waits for it, beside other calls
of the same process too.
"""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn import BpmnEvent
from SpiffWorkflow.bpmn.specs.control import BoundaryEventSplit
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.spiff.specs.event_definitions import (
    ErrorEventDefinition,
    EscalationEventDefinition,
)


def events_on(host: Any) -> list[Any]:
    """The boundary events of an activity, or of the one that it is an instance of."""
    if host.triggered:
        host = host.parent
    if not isinstance(host.parent.task_spec, BoundaryEventSplit):
        return []
    return [task for task in host.parent.children if isinstance(task.task_spec, BoundaryEvent)]


class Error(ErrorEventDefinition):  # type: ignore[misc]
    """It interrupts the host, which goes on with the values it began with."""

    def throw(self, my_task: Any) -> None:
        for event in _waiting(self, my_task):
            _fire(event)


class Escalation(EscalationEventDefinition):  # type: ignore[misc]
    """It starts a branch beside the host, with the values of the token that threw it."""

    def throw(self, my_task: Any) -> None:
        for event in _waiting(self, my_task):
            _fire(event)
            event.data = dict(my_task.data)
            event.task_spec.arm_again(event)


def _waiting(definition: Any, my_task: Any) -> list[Any]:
    thrown, workflow = BpmnEvent(definition), my_task.workflow
    while workflow.parent_task_id is not None:
        host = workflow.top_workflow.get_task_from_id(workflow.parent_task_id)
        found = [event for event in events_on(host) if event.task_spec.catches(event, thrown)]
        if found:
            return found
        workflow = host.workflow
    return []


def _fire(event: Any) -> None:
    event._set_internal_data(event_fired=True)
    event.task_spec._update(event)
