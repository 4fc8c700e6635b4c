"""The diagrams of a bundle as the oracle reads them: by itself, without the engine."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from lxml import etree

from processes.bundle import Bundle

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
SPIFF = "{http://spiffworkflow.org/bpmn/schema/1.0/core}"


@dataclass
class Node:
    """One flow node; `events` are the boundary events on it."""

    id: str
    kind: str
    scope: str
    trigger: str = ""
    timer: str = ""
    code: str = ""
    script: str = ""
    calls: str = ""
    default: str = ""
    form: str = ""
    interrupting: bool = True
    deadline: bool = False
    times: int = 0
    sequential: bool = False
    out: list[tuple[str, str, str]] = field(default_factory=list)  # flow, target, condition
    into: list[str] = field(default_factory=list)  # flows
    events: list[Node] = field(default_factory=list)


@dataclass
class Net:
    """Every node by id, and the start event of every process and sub-process."""

    top: str
    nodes: dict[str, Node] = field(default_factory=dict)
    starts: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    moments: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    asked: dict[str, list[str]] = field(default_factory=dict)  # routing names by form


def read(bundle: Bundle) -> Net:
    """Read all diagrams of a bundle."""
    net = Net(bundle.process)
    for raw in bundle.diagrams.values():
        for process in etree.fromstring(raw).iterchildren(f"{BPMN}process"):
            _scope(net, process, process.get("id", ""))
    for name, table in bundle.description["routing"].items():
        if table["type"] == "choice":
            net.choices[name] = table["values"]
        else:
            (net.moments if table["type"] == "moment" else net.dates).append(name)
    net.asked = {form: sorted(_routing(json.loads(raw))) for form, raw in bundle.forms.items()}
    return net


def _routing(form: object) -> set[str]:
    if isinstance(form, list):
        return {name for each in form for name in _routing(each)}
    if not isinstance(form, dict):
        return set()
    own = {form["routing"]} if isinstance(form.get("routing"), str) else set()
    return own.union(*(_routing(each) for each in form.values()))


def _scope(net: Net, container: etree._Element, scope: str) -> None:
    boundaries = []
    for xml in container:
        kind = str(xml.tag).removeprefix(BPMN)
        if kind in ("laneSet", "extensionElements", "incoming", "outgoing", "sequenceFlow"):
            continue
        node = _node(xml, kind, scope)
        net.nodes[node.id] = node
        if kind == "startEvent":
            net.starts[scope] = node.id
        if kind == "subProcess":
            _scope(net, xml, node.id)
        if kind == "boundaryEvent":
            boundaries.append((node, xml.get("attachedToRef", "")))
    for node, host in boundaries:
        net.nodes[host].events.append(node)
    for flow in container.iterchildren(f"{BPMN}sequenceFlow"):
        id_, target = flow.get("id", ""), flow.get("targetRef", "")
        condition = flow.findtext(f"{BPMN}conditionExpression", "").strip()
        net.nodes[flow.get("sourceRef", "")].out.append((id_, target, condition))
        net.nodes[target].into.append(id_)


def _node(xml: etree._Element, kind: str, scope: str) -> Node:
    id_ = xml.get("id", "")
    properties = list(xml.iterfind(f"{BPMN}extensionElements/{SPIFF}properties/{SPIFF}property"))
    definitions = [c for c in xml if str(c.tag).endswith("EventDefinition")]
    trigger = ""
    if definitions:
        trigger = str(definitions[0].tag).removeprefix(BPMN).removesuffix("EventDefinition")
    many = xml.find(f"{BPMN}multiInstanceLoopCharacteristics")
    return Node(
        id=id_,
        kind=kind,
        scope=scope,
        trigger=trigger,
        timer=xml.findtext(f"{BPMN}timerEventDefinition/{BPMN}timeDate", "").strip(),
        code=_code(xml),
        script=(
            xml.findtext(f"{BPMN}extensionElements/{SPIFF}postScript", "")
            or xml.findtext(f"{BPMN}script", "")
        ),
        calls=xml.get("calledElement", ""),
        default=xml.get("default", ""),
        form=next((p.get("value", "") for p in properties if p.get("name") == "form"), id_),
        interrupting=xml.get("cancelActivity") != "false",
        deadline=any(p.get("name") == "deadline" for p in properties),
        times=0 if many is None else int(many.findtext(f"{BPMN}loopCardinality", "0")),
        sequential=many is not None and many.get("isSequential") == "true",
    )


def _code(xml: etree._Element) -> str:
    definition = xml.find(f"{BPMN}escalationEventDefinition")
    if definition is None:
        return ""
    named = f"{BPMN}escalation[@id='{definition.get('escalationRef')}']"
    escalation = xml.getroottree().getroot().find(named)
    return "" if escalation is None else escalation.get("escalationCode", "")
