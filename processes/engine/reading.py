"""From the XML of a diagram to its elements and flows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from processes.engine.diagrams import Element, Flow
from processes.engine.documents import BPMN, SPIFF

NOT_NODES = frozenset(
    {
        "documentation",
        "extensionElements",
        "laneSet",
        "incoming",
        "outgoing",
        "sequenceFlow",
        "association",
        "textAnnotation",
        "group",
        "category",
        "standardLoopCharacteristics",
        "multiInstanceLoopCharacteristics",
    }
)
CONTAINERS = frozenset({"subProcess", "transaction", "adHocSubProcess"})


@dataclass
class Drawing:
    """What one file holds, before it is checked. `nodes` keeps the XML beside each element."""

    file: str
    root: etree._Element
    processes: list[tuple[str, int]] = field(default_factory=list)
    nodes: list[tuple[Element, etree._Element]] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)


def read(file: str, root: etree._Element, forms: frozenset[str]) -> Drawing:
    """Read every process of one file; `forms` are the ids of the forms in the bundle."""
    drawing = Drawing(file, root)
    codes = {**_named(root, "error", "errorCode"), **_named(root, "escalation", "escalationCode")}
    reader = _Reader(drawing, forms, _named(root, "message", "name"), codes)
    for process in processes_of(root):
        drawing.processes.append((process.get("id", ""), line_of(process)))
        reader.process(process)
    return drawing


def processes_of(root: etree._Element) -> Iterator[etree._Element]:
    """The BPMN processes of one file."""
    return root.iterchildren(f"{BPMN}process")


def line_of(node: etree._Element) -> int:
    """Where the element begins in its file."""
    return node.sourceline or 0


def local(node: etree._Element) -> str:
    """The BPMN name of a node, or the full name of a foreign one."""
    return str(node.tag).removeprefix(BPMN)


def event_definitions(node: etree._Element) -> list[etree._Element]:
    """The definitions of an event; more than one makes it a multiple event."""
    return [child for child in _elements(node) if local(child).endswith("EventDefinition")]


def _named(root: etree._Element, kind: str, attribute: str) -> Mapping[str, str]:
    return {
        node.get("id", ""): node.get(attribute, "") for node in root.iterchildren(f"{BPMN}{kind}")
    }


def _elements(node: etree._Element) -> Iterator[etree._Element]:
    return (child for child in node if isinstance(child.tag, str))


@dataclass
class _Reader:
    drawing: Drawing
    forms: frozenset[str]
    messages: Mapping[str, str]
    codes: Mapping[str, str]
    roles: dict[str, str] = field(default_factory=dict)

    def process(self, process: etree._Element) -> None:
        id_ = process.get("id", "")
        self.roles = {
            (reference.text or "").strip(): lane.get("id", "").removeprefix(f"{id_}_")
            for lane in process.iter(f"{BPMN}lane")
            for reference in lane.iterchildren(f"{BPMN}flowNodeRef")
        }
        self._scope(process, id_, id_, "")

    def _scope(self, container: etree._Element, process: str, scope: str, role: str) -> None:
        for node in _elements(container):
            kind = local(node)
            if kind == "sequenceFlow":
                self.drawing.flows.append(self._flow(node, scope))
            elif kind not in NOT_NODES:
                element = self._element(node, kind, process, scope, role)
                self.drawing.nodes.append((element, node))
                if kind in CONTAINERS:
                    inherited = self.roles.get(element.id, role)
                    self._scope(node, process, element.id, inherited)

    def _flow(self, node: etree._Element, scope: str) -> Flow:
        return Flow(
            id=node.get("id", ""),
            source=node.get("sourceRef", ""),
            target=node.get("targetRef", ""),
            name=node.get("name", ""),
            scope=scope,
            condition=_text(node.find(f"{BPMN}conditionExpression")),
            line=line_of(node),
            file=self.drawing.file,
        )

    def _element(
        self, node: etree._Element, kind: str, process: str, scope: str, role: str
    ) -> Element:
        id_ = node.get("id", "")
        properties = _properties(node)
        events = event_definitions(node)
        event = events[0] if len(events) == 1 else None
        roles = properties.get("role") or self.roles.get(id_) or role
        form = properties.get("form") or (id_ if id_ in self.forms else None)
        return Element(
            id=id_,
            kind=kind,
            name=" ".join(node.get("name", "").split()),
            process=process,
            scope=scope,
            roles=tuple(filter(None, (name.strip() for name in roles.split(",")))),
            form=form,
            properties=properties,
            line=line_of(node),
            file=self.drawing.file,
            trigger=_trigger(events),
            message=self.messages.get(_reference(event, "messageRef"), ""),
            code=self.codes.get(
                _reference(event, "errorRef") or _reference(event, "escalationRef"), ""
            ),
            timer=_text(event.find(f"{BPMN}timeDate")) if event is not None else "",
            host=node.get("attachedToRef"),
            interrupting=node.get("cancelActivity", "true") != "false",
            calls=node.get("calledElement", ""),
            script=_script(node),
            default=node.get("default"),
        )


def _trigger(events: list[etree._Element]) -> str | None:
    if not events:
        return None
    return local(events[0]).removesuffix("EventDefinition") if len(events) == 1 else "multiple"


def _reference(event: etree._Element | None, attribute: str) -> str:
    return "" if event is None else event.get(attribute, "")


def _text(node: etree._Element | None) -> str:
    return "" if node is None else (node.text or "").strip()


def _script(node: etree._Element) -> str:
    post = node.find(f"{BPMN}extensionElements/{SPIFF}postScript")
    return _text(post if post is not None else node.find(f"{BPMN}script"))


def _properties(node: etree._Element) -> Mapping[str, str]:
    found = node.iterfind(f"{BPMN}extensionElements/{SPIFF}properties/{SPIFF}property")
    return {each.get("name", ""): each.get("value", "") for each in found}
