"""The drawings can hang on a wall: nothing crosses, nothing overlaps, every name can be read."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from tests.processes.catalogue.drawing import BAND, Box, Drawing, Edge, Segment, Shape, read

CATALOGUE = Path(__file__).parents[3] / "processes" / "catalogue" / "school_social_work"
GAP = 8  # between a line and a shape or label that is none of its own
DRAWINGS = sorted(CATALOGUE.glob("*.bpmn"))


@pytest.fixture(params=DRAWINGS, ids=lambda path: path.stem)
def drawing(request: pytest.FixtureRequest) -> Drawing:
    path: Path = request.param
    return read(path)


def test_every_element_and_flow_is_drawn(drawing: Drawing) -> None:
    assert not drawing.undrawn


def test_every_line_runs_at_right_angles_from_border_to_border(drawing: Drawing) -> None:
    for edge in drawing.edges.values():
        assert all(s.a.x == s.b.x or s.a.y == s.b.y for s in edge.segments), edge.id
        assert drawing.shapes[edge.source].has_on_its_border(edge.points[0]), edge.id
        assert drawing.shapes[edge.target].has_on_its_border(edge.points[-1]), edge.id


def test_no_two_lines_cross_or_touch(drawing: Drawing) -> None:
    crossings = [
        (one.id, other.id)
        for one, other in combinations(drawing.edges.values(), 2)
        if any(_touch(a, b) for a in one.segments for b in other.segments)
    ]
    assert crossings == []


def test_no_line_runs_through_a_foreign_shape(drawing: Drawing) -> None:
    hits = [
        (edge.id, shape.id)
        for edge in drawing.edges.values()
        for shape in drawing.plain_shapes()
        if not _is_own(edge, shape, drawing) and _meets(edge, shape.box.grown(GAP))
    ]
    assert hits == []


def test_every_line_stays_in_the_pool_or_sub_process_of_its_flow(drawing: Drawing) -> None:
    for edge in drawing.edges.values():
        if edge.parent in drawing.shapes:
            around = drawing.shapes[edge.parent].box
        elif edge.parent is not None:
            around = drawing.pool_of(drawing.shapes[edge.source]).box
        else:
            continue
        assert all(around.holds(Box(p.x, p.y, 0, 0), margin=GAP) for p in edge.points), edge.id


def test_no_shapes_overlap(drawing: Drawing) -> None:
    overlaps = [
        (one.id, other.id)
        for one, other in combinations(drawing.shapes.values(), 2)
        if one.box.overlaps(other.box) and not _may_overlap(one, other)
    ]
    assert overlaps == []


def test_every_shape_lies_inside_its_pool_lane_or_sub_process(drawing: Drawing) -> None:
    for shape in drawing.shapes.values():
        if shape.kind in ("participant", "lane") or shape.host is not None:
            continue
        if shape.parent in drawing.shapes:
            assert drawing.shapes[shape.parent].box.holds(shape.box, margin=GAP), shape.id
        else:
            pool = drawing.pool_of(shape)
            lanes = [s for s in drawing.shapes.values() if s.kind == "lane"]
            holders = [s for s in lanes if pool.box.holds(s.box)] or [pool]
            assert any(h.box.holds(shape.box, margin=GAP) for h in holders), shape.id


def test_every_name_beside_its_element_has_its_place(drawing: Drawing) -> None:
    drawn: list[Shape | Edge] = [*drawing.shapes.values(), *drawing.edges.values()]
    assert {element.id for element in drawn if element.label} == drawing.named


def test_no_name_covers_a_shape_a_line_a_border_or_another_name(drawing: Drawing) -> None:
    covered = [
        (owner, what) for owner, label in _labels(drawing) for what in _under(label, drawing)
    ]
    covered += [
        (one, other)
        for (one, box), (other, box2) in combinations(_labels(drawing), 2)
        if box.overlaps(box2)
    ]
    assert covered == []


def test_every_name_of_a_pools_elements_lies_inside_the_pool(drawing: Drawing) -> None:
    for shape in drawing.shapes.values():
        if shape.label is not None:
            assert drawing.pool_of(shape).box.holds(shape.label, margin=BAND / 5), shape.id
    for edge in drawing.edges.values():
        if edge.label is not None and edge.parent is not None:
            pool = drawing.pool_of(drawing.shapes[edge.source])
            assert pool.box.holds(edge.label, margin=BAND / 5), edge.id


def _touch(one: Segment, other: Segment) -> bool:
    (low_x, high_x), (low_y, high_y) = _spans(one)
    (other_low_x, other_high_x), (other_low_y, other_high_y) = _spans(other)
    return (
        low_x <= other_high_x
        and other_low_x <= high_x
        and low_y <= other_high_y
        and other_low_y <= high_y
    )


def _spans(segment: Segment) -> tuple[tuple[float, float], tuple[float, float]]:
    (ax, ay), (bx, by) = segment
    return (min(ax, bx), max(ax, bx)), (min(ay, by), max(ay, by))


def _is_own(edge: Edge, shape: Shape, drawing: Drawing) -> bool:
    ends = (edge.source, edge.target)
    hosts = (drawing.shapes[end].host for end in ends)
    return shape.id in ends or shape.id in hosts or shape.host in ends


def _meets(edge: Edge, box: Box) -> bool:
    return any(box.meets(segment) for segment in edge.segments)


def _may_overlap(one: Shape, other: Shape) -> bool:
    for inner, outer in ((one, other), (other, one)):
        if outer.contains and (outer.box.holds(inner.box) or inner.host is not None):
            return True
        if inner.host == outer.id:
            return True
    return False


def _labels(drawing: Drawing) -> Iterator[tuple[str, Box]]:
    for shape in drawing.shapes.values():
        if shape.label is not None:
            yield shape.id, shape.label
    for edge in drawing.edges.values():
        if edge.label is not None:
            yield edge.id, edge.label


def _under(label: Box, drawing: Drawing) -> Iterator[str]:
    for edge in drawing.edges.values():
        if _meets(edge, label.grown(1)):
            yield edge.id
    for shape in drawing.shapes.values():
        if not shape.contains:
            if shape.box.overlaps(label):
                yield shape.id
        elif shape.box.overlaps(label) and not _name_free_part(shape).holds(label):
            yield shape.id


def _name_free_part(container: Shape) -> Box:
    box = container.box
    if container.kind == "subProcess":
        return Box(box.x, box.y + BAND, box.width, box.height - BAND)
    return Box(box.x + BAND, box.y, box.width - BAND, box.height)
