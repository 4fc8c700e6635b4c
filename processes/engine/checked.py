"""What the rules look at, and what they find."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from processes.bundle import Bundle
from processes.engine.declared import Declared
from processes.engine.diagrams import Deadline, Element, Flow
from processes.engine.findings import Finding
from processes.engine.language import Assignment, Expression
from processes.engine.reading import Drawing


@dataclass(frozen=True)
class Drawn:
    """All drawings of a bundle; `nodes` is the XML of each element by its id."""

    bundle: Bundle
    drawings: list[Drawing]
    routing: Mapping[str, Declared]
    elements: list[Element]
    flows: list[Flow]
    nodes: Mapping[str, etree._Element]

    @cached_property
    def by_id(self) -> Mapping[str, Element]:
        """Elements by id."""
        return {element.id: element for element in self.elements}

    @cached_property
    def outgoing(self) -> Mapping[str, list[Flow]]:
        """The flows that leave each element."""
        return _grouped(self.flows, lambda flow: flow.source)

    @cached_property
    def incoming(self) -> Mapping[str, list[Flow]]:
        """The flows that come to each element."""
        return _grouped(self.flows, lambda flow: flow.target)


@dataclass
class Checked:
    """What is usable, and what is wrong."""

    expressions: dict[str, Expression] = field(default_factory=dict)
    scripts: dict[str, tuple[Assignment, ...]] = field(default_factory=dict)
    deadlines: dict[str, Deadline] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def wrong(self, where: Element | Flow, rule: str, vi: str, en: str) -> None:
        """This element or flow breaks a rule."""
        self.findings.append(Finding(where.file, where.line, where.id, rule, vi, en))

    def wrong_in(self, file: str, line: int, name: str, rule: str, vi: str, en: str) -> None:
        """This file, or something named in it, breaks a rule."""
        self.findings.append(Finding(file, line, name, rule, vi, en))


def _grouped(flows: list[Flow], key: Callable[[Flow], str]) -> dict[str, list[Flow]]:
    groups: dict[str, list[Flow]] = {}
    for flow in flows:
        groups.setdefault(key(flow), []).append(flow)
    return groups
