"""The facts of a bundle's diagrams, for the engine and for every other layer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from processes.engine.declared import Declared
from processes.engine.language import Assignment, Expression, Limit
from processes.engine.refusals import UndeclaredValue


@dataclass(frozen=True)
class Element:
    """A flow node. `kind` is its BPMN name (`userTask`, `boundaryEvent` ...).

    `scope` is the process or sub-process it is drawn in, `process` the BPMN process around that.
    `form` is the id of a form in the bundle, or None. `trigger` is what an event is about:
    `message`, `timer`, `error`, `escalation`, `terminate`, another BPMN word, or None; `code` is
    that of an error or escalation.
    """

    id: str
    kind: str
    name: str
    process: str
    scope: str
    roles: tuple[str, ...]
    form: str | None
    properties: Mapping[str, str]
    line: int
    file: str
    trigger: str | None = None
    message: str = ""
    code: str = ""
    timer: str = ""
    host: str | None = None
    interrupting: bool = True
    calls: str = ""
    script: str = ""
    default: str | None = None


@dataclass(frozen=True)
class Flow:
    """A sequence flow; `name` is the answer written on it."""

    id: str
    source: str
    target: str
    name: str
    scope: str = ""
    condition: str = ""
    line: int = 0
    file: str = ""


@dataclass(frozen=True)
class Deadline:
    """A legal or designed limit that a boundary timer draws on its host."""

    host: str
    name: str
    effect: str
    limit: Limit


@dataclass(frozen=True)
class Diagrams:
    """Everything drawn in one bundle, checked, and its executable form (`program`)."""

    digest: str
    process: str
    elements: Mapping[str, Element]
    flows: Mapping[str, Flow]
    routing: Mapping[str, Declared]
    expressions: Mapping[str, Expression]
    scripts: Mapping[str, tuple[Assignment, ...]]
    deadlines: Mapping[str, Deadline]
    program: Any = field(repr=False, default=None)

    def declared(self, name: str, value: str) -> Declared:
        """The declaration of a routing value; UndeclaredValue when there is none."""
        if name not in self.routing:
            raise UndeclaredValue(name, value)
        return self.routing[name]

    def holds(self, host: str, element: str, process: str) -> bool:
        """Is the element the host, or drawn in the process that the host calls?"""
        return host == element or self.elements[host].calls == process

    @cached_property
    def flow_between(self) -> Mapping[tuple[str, str], str]:
        """The id of the flow from one element to another; there is at most one."""
        return {(flow.source, flow.target): flow.id for flow in self.flows.values()}
