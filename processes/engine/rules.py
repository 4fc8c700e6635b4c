"""What a bundle of diagrams must fulfil before the engine runs it."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from processes.bundle import Bundle
from processes.engine import (
    bundle_rules,
    element_rules,
    event_rules,
    expression_rules,
    flow_rules,
    soundness,
    thrown_rules,
)
from processes.engine.checked import Checked, Drawn
from processes.engine.declared import Declared
from processes.engine.reading import Drawing

RULES = (
    bundle_rules.check,
    element_rules.check,
    event_rules.check,
    thrown_rules.check,
    flow_rules.check,
    expression_rules.check,
)


def check(drawings: list[Drawing], bundle: Bundle, routing: Mapping[str, Declared]) -> Checked:
    """Check the drawings of a bundle by every rule; soundness only where all else is right."""
    nodes: dict[str, etree._Element] = {e.id: node for d in drawings for e, node in d.nodes}
    drawn = Drawn(
        bundle=bundle,
        drawings=drawings,
        routing=routing,
        elements=[element for d in drawings for element, _ in d.nodes],
        flows=[flow for d in drawings for flow in d.flows],
        nodes=nodes,
    )
    checked = Checked()
    for rule in RULES:
        rule(drawn, checked)
    if not checked.findings:
        soundness.check(drawn, checked)
    return checked
