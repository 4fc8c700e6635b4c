"""What the diagrams of a bundle draw, whether they may be run or not: to compare versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from processes.bundle import Bundle
from processes.engine import documents, reading
from processes.engine.diagrams import Element, Flow


@dataclass(frozen=True)
class Sketch:
    """Elements and flows by id, unchecked; a file that cannot be read has none."""

    elements: Mapping[str, Element]
    flows: Mapping[str, Flow]


@lru_cache(maxsize=16)
def sketch(bundle: Bundle) -> Sketch:
    """Read every diagram that can be read."""
    elements: dict[str, Element] = {}
    flows: dict[str, Flow] = {}
    for file, raw in bundle.diagrams.items():
        try:
            root = documents.read(file, raw)
        except documents.Unreadable:
            continue
        drawing = reading.read(file, root, frozenset(bundle.forms))
        elements |= {element.id: element for element, _ in drawing.nodes}
        flows |= {flow.id: flow for flow in drawing.flows}
    return Sketch(elements, flows)
