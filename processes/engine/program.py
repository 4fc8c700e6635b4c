"""The executable form of the diagrams: SpiffWorkflow's specifications, built once per bundle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from lxml import etree
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.task_parsers import ConditionalGatewayParser, GatewayParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimeDateEventDefinition
from SpiffWorkflow.spiff.parser import event_parsers, task_spec
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser
from SpiffWorkflow.spiff.specs.event_definitions import (
    ErrorEventDefinition,
    EscalationEventDefinition,
)

from processes.engine import specs, thrown
from processes.engine.findings import Finding


@dataclass(frozen=True)
class Program:
    """The specification of the top process, and of every sub-process and called process."""

    top: Any
    parts: Mapping[str, Any]


class _TaskParser(task_spec.SpiffTaskParser):  # type: ignore[misc]
    PARALLEL_MI_CLASS = specs.ParallelMultiInstance
    SEQUENTIAL_MI_CLASS = specs.SequentialMultiInstance


class _SubProcessParser(task_spec.SubWorkflowParser):  # type: ignore[misc]
    PARALLEL_MI_CLASS = specs.ParallelMultiInstance
    SEQUENTIAL_MI_CLASS = specs.SequentialMultiInstance


class _CallActivityParser(task_spec.CallActivityParser):  # type: ignore[misc]
    PARALLEL_MI_CLASS = specs.ParallelMultiInstance
    SEQUENTIAL_MI_CLASS = specs.SequentialMultiInstance


class _EventBasedGatewayParser(event_parsers.EventDefinitionParser):  # type: ignore[misc]
    def create_task(self) -> Any:
        return self._create_task(MultipleEventDefinition())

    def handles_multiple_outgoing(self) -> bool:
        return True


class _ProcessParser(ProcessParser):  # type: ignore[misc]
    def create_spec(self) -> Any:
        return specs.ProcessSpec(
            name=self.bpmn_id, description=self.get_name(), filename=self.filename
        )


class _Parser(SpiffBpmnParser):  # type: ignore[misc]
    PROCESS_PARSER_CLASS = _ProcessParser
    PARSER_CLASSES: ClassVar[Mapping[str, Any]] = {}
    OVERRIDE_PARSER_CLASSES: ClassVar[Mapping[str, Any]] = {
        full_tag("task"): (_TaskParser, specs.NoneTask),
        full_tag("userTask"): (_TaskParser, specs.UserTask),
        full_tag("scriptTask"): (task_spec.ScriptTaskParser, specs.ScriptTask),
        full_tag("subProcess"): (_SubProcessParser, specs.SubProcess),
        full_tag("callActivity"): (_CallActivityParser, specs.CallActivity),
        full_tag("exclusiveGateway"): (ConditionalGatewayParser, specs.ExclusiveGateway),
        full_tag("parallelGateway"): (GatewayParser, specs.ParallelGateway),
        full_tag("eventBasedGateway"): (_EventBasedGatewayParser, specs.EventBasedGateway),
        full_tag("startEvent"): (event_parsers.SpiffStartEventParser, specs.StartEvent),
        full_tag("endEvent"): (event_parsers.SpiffEndEventParser, specs.EndEvent),
        full_tag("boundaryEvent"): (event_parsers.SpiffBoundaryEventParser, specs.BoundaryEvent),
        full_tag("intermediateCatchEvent"): (
            event_parsers.SpiffIntermediateCatchEventParser,
            specs.IntermediateCatchEvent,
        ),
        full_tag("intermediateThrowEvent"): (
            event_parsers.SpiffIntermediateThrowEventParser,
            specs.IntermediateThrowEvent,
        ),
    }


class NotExecutable(Exception):
    """Sơ đồ không chạy được. The diagrams cannot be executed."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message_en)
        self.finding = finding


def build(process: str, roots: Mapping[str, etree._Element]) -> Program:
    """Build the program of the top process; NotExecutable if SpiffWorkflow refuses a diagram."""
    parser = _Parser()
    try:
        for file, root in roots.items():
            parser.add_bpmn_xml(root.getroottree(), file)
        program = Program(parser.get_spec(process), parser.get_subprocess_specs(process))
    except ValidationException as error:
        raise NotExecutable(
            Finding(
                error.file_name or "",
                error.line_number or 0,
                error.tag or "",
                "engine",
                f"Máy chạy quy trình không nhận sơ đồ: {error}",
                f"The process engine refuses the diagram: {error}",
            )
        ) from error
    for spec in (program.top, *program.parts.values()):
        for task in list(spec.task_specs.values()):
            _prepare(spec, task)
    return program


def _prepare(spec: Any, task: Any) -> None:
    definition = getattr(task, "event_definition", None)
    if definition is not None:
        task.event_definition = _ours(definition)
    alternatives = getattr(definition, "event_definitions", None)
    if alternatives is not None:
        alternatives[:] = [_ours(each) for each in alternatives]
    if isinstance(task, specs.MultiInstanceMixin):
        # SpiffWorkflow connects this when the first instance is made; a specification shared by
        # all cases must not change while they run.
        instance = spec.task_specs[task.task_spec]
        instance.completed_event.connect(task.merge_child)


def _ours(definition: Any) -> Any:
    match definition:
        case TimeDateEventDefinition():
            return specs.Timer(definition.name, definition.expression)
        case ErrorEventDefinition():
            return thrown.Error(definition.name, code=definition.code)
        case EscalationEventDefinition():
            return thrown.Escalation(definition.name, code=definition.code)
    return definition
