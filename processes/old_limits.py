"""Closed limits of an old case, which it is read without, when a step comes back to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from models import deadlines
from models.held import HeldCase
from processes.deadlines import Key, key_of
from processes.engine import Diagrams
from processes.progress import Applied
from processes.workplace import Workplace


def with_old_limits(
    workplace: Workplace, case: HeldCase, diagrams: Diagrams, applied: tuple[Applied, ...]
) -> HeldCase:
    """The case with every limit that the steps may begin, meet or correct, if it once ran."""
    if case.has_all_deadlines:
        return case
    known = {key_of(row) for row in case.deadlines}
    needed = {key for one in applied for key in _keys(one, diagrams)} - known
    anchors = {moment for _name, moment in needed}
    if not anchors:
        return case
    with workplace.database.reading() as session:
        old = deadlines.at_anchors(session, case.id, anchors)
    found = (row for row in old if key_of(row) not in known)
    return replace(case, deadlines=(*case.deadlines, *found))


def _keys(applied: Applied, diagrams: Diagrams) -> Iterator[Key]:
    yield from (key_of(span) for span in applied.step.spans)
    for drawn in diagrams.deadlines.values():
        name = drawn.limit.anchor
        for values in (applied.step.routing, applied.entry.replaced, applied.entry.routing):
            value = values.get(name)
            if value is not None:
                yield drawn.name, datetime.fromisoformat(value)
