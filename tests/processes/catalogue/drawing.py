"""The drawn part of a diagram as plain geometry: shapes, edges and their labels."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from lxml import etree

NS = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
}
BAND = 30  # a horizontal pool or lane carries its name in a band of this width
FLOW_NODES = (
    "startEvent",
    "endEvent",
    "boundaryEvent",
    "intermediateThrowEvent",
    "exclusiveGateway",
    "parallelGateway",
    "userTask",
    "callActivity",
    "subProcess",
)


class Point(NamedTuple):
    x: float
    y: float


class Segment(NamedTuple):
    a: Point
    b: Point


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def overlaps(self, other: "Box") -> bool:
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.bottom
            and other.y < self.bottom
        )

    def holds(self, other: "Box", *, margin: float = 0) -> bool:
        return (
            self.x + margin <= other.x
            and self.y + margin <= other.y
            and other.right + margin <= self.right
            and other.bottom + margin <= self.bottom
        )

    def grown(self, by: float) -> "Box":
        return Box(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def meets(self, segment: Segment) -> bool:
        low_x, high_x = sorted((segment.a.x, segment.b.x))
        low_y, high_y = sorted((segment.a.y, segment.b.y))
        return low_x < self.right and high_x > self.x and low_y < self.bottom and high_y > self.y


@dataclass(frozen=True)
class Shape:
    id: str
    kind: str
    parent: str  # the sub-process or process it lies in; a pool or lane lies in none
    host: str | None  # what a boundary event sits on
    box: Box
    label: Box | None
    contains: bool  # a pool, a lane or an opened sub-process

    def has_on_its_border(self, point: Point) -> bool:
        centre_x, centre_y = self.box.x + self.box.width / 2, self.box.y + self.box.height / 2
        across = abs(point.x - centre_x) / (self.box.width / 2)
        down = abs(point.y - centre_y) / (self.box.height / 2)
        if self.kind.endswith("Gateway"):
            return abs(across + down - 1) < 0.05
        if self.kind.endswith("Event"):
            return abs(across**2 + down**2 - 1) < 0.05
        return abs(max(across, down) - 1) < 0.001


@dataclass(frozen=True)
class Edge:
    id: str
    source: str
    target: str
    parent: str | None  # None: a message flow
    points: tuple[Point, ...]
    label: Box | None

    @property
    def segments(self) -> tuple[Segment, ...]:
        return tuple(Segment(a, b) for a, b in zip(self.points, self.points[1:], strict=False))


@dataclass(frozen=True)
class Drawing:
    name: str
    shapes: dict[str, Shape]
    edges: dict[str, Edge]
    named: frozenset[str]  # drawn elements whose name stands beside them
    undrawn: frozenset[str]

    def pool_of(self, shape: Shape) -> Shape:
        pools = [s for s in self.shapes.values() if s.kind == "participant"]
        return next(pool for pool in pools if pool.box.holds(shape.box))

    def plain_shapes(self) -> Iterator[Shape]:
        return (shape for shape in self.shapes.values() if not shape.contains)


def read(path: Path) -> Drawing:
    root = etree.parse(str(path)).getroot()
    elements = {element.get("id", ""): element for element in _drawn_elements(root)}
    shapes = {}
    for drawn in root.iterfind(".//bpmndi:BPMNShape", NS):
        element = elements[drawn.get("bpmnElement", "")]
        kind = etree.QName(element).localname
        shapes[element.get("id", "")] = Shape(
            id=element.get("id", ""),
            kind=kind,
            parent=_parent(element),
            host=element.get("attachedToRef"),
            box=_box(drawn.find("dc:Bounds", NS)),
            label=_label(drawn),
            contains=kind in ("lane", "subProcess")
            or (kind == "participant" and element.get("processRef") is not None),
        )
    edges = {}
    for drawn in root.iterfind(".//bpmndi:BPMNEdge", NS):
        element = elements[drawn.get("bpmnElement", "")]
        is_message = etree.QName(element).localname == "messageFlow"
        edges[element.get("id", "")] = Edge(
            id=element.get("id", ""),
            source=element.get("sourceRef", ""),
            target=element.get("targetRef", ""),
            parent=None if is_message else _parent(element),
            points=tuple(
                Point(float(p.get("x", "")), float(p.get("y", "")))
                for p in drawn.iterfind("di:waypoint", NS)
            ),
            label=_label(drawn),
        )
    named_outside = {
        id_
        for id_, element in elements.items()
        if element.get("name")
        and etree.QName(element).localname
        not in ("participant", "lane", "userTask", "callActivity", "subProcess")
    }
    return Drawing(
        name=path.stem,
        shapes=shapes,
        edges=edges,
        named=frozenset(named_outside),
        undrawn=frozenset(elements) - frozenset(shapes) - frozenset(edges),
    )


def _drawn_elements(root: etree._Element) -> Iterator[etree._Element]:
    for name in (*FLOW_NODES, "sequenceFlow", "messageFlow", "participant", "lane"):
        yield from root.iterfind(f".//bpmn:{name}", NS)


def _parent(element: etree._Element) -> str:
    parent = element.getparent()
    assert parent is not None
    return parent.get("id", "")


def _box(bounds: etree._Element | None) -> Box:
    assert bounds is not None
    x, y, width, height = (float(bounds.get(key, "")) for key in ("x", "y", "width", "height"))
    return Box(x, y, width, height)


def _label(drawn: etree._Element) -> Box | None:
    bounds = drawn.find("bpmndi:BPMNLabel/dc:Bounds", NS)
    return None if bounds is None else _box(bounds)
