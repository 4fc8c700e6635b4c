"""Rules about sequence flows and the questions that gateways ask."""

from __future__ import annotations

import itertools
import math
from datetime import UTC, datetime
from typing import Final, Never

from processes.engine import expressions
from processes.engine.checked import Checked, Drawn
from processes.engine.diagrams import Element, Flow
from processes.engine.language import Rejected, Scene

GATEWAYS: Final = frozenset({"exclusiveGateway", "parallelGateway", "eventBasedGateway"})
NEVER: Final = datetime.min.replace(tzinfo=UTC)
MOST_ANSWERS: Final = 20_000  # combinations of values tried to see whether answers overlap


class _NoCalendar:
    """Comparisons of choices need none."""

    zone = UTC

    def add_working_hours(self, start: datetime, hours: int, /) -> Never:
        raise NotImplementedError

    def add_working_days(self, start: datetime, days: int, /) -> Never:
        raise NotImplementedError


NO_CALENDAR: Final = _NoCalendar()


def check(drawn: Drawn, checked: Checked) -> None:
    """Every flow, and the flows of every element."""
    for flow in drawn.flows:
        _check_ends(flow, drawn, checked)
    _check_twins(drawn, checked)
    for element in drawn.elements:
        _check_count(element, drawn, checked)
        if element.kind == "exclusiveGateway":
            _check_question(element, drawn, checked)


def _check_ends(flow: Flow, drawn: Drawn, checked: Checked) -> None:
    source, target = drawn.by_id.get(flow.source), drawn.by_id.get(flow.target)
    if source is None or target is None or {source.scope, target.scope} != {flow.scope}:
        checked.wrong(
            flow,
            "flow",
            "Luồng phải nối hai phần tử trong cùng một quy trình hoặc tiểu quy trình.",
            "A flow must join two elements of the same process or sub-process.",
        )
    elif flow.condition and source.kind != "exclusiveGateway":
        checked.wrong(
            flow,
            "flow",
            "Chỉ luồng ra từ cổng lựa chọn (XOR) mới có điều kiện.",
            "Only a flow out of an exclusive gateway has a condition.",
        )


def _check_twins(drawn: Drawn, checked: Checked) -> None:
    seen: set[tuple[str, str]] = set()
    for flow in drawn.flows:
        if (flow.source, flow.target) in seen:
            checked.wrong(
                flow,
                "flow",
                "Hai luồng nối cùng hai phần tử.",
                "Two flows join the same two elements.",
            )
        seen.add((flow.source, flow.target))


def _check_count(element: Element, drawn: Drawn, checked: Checked) -> None:
    out, into = drawn.outgoing.get(element.id, []), drawn.incoming.get(element.id, [])
    no_way_in = element.kind in ("startEvent", "boundaryEvent")
    if no_way_in == bool(into):
        checked.wrong(
            element,
            "flow",
            "Không luồng nào được đi vào đây." if no_way_in else "Không luồng nào đi vào đây.",
            "No flow may come in here." if no_way_in else "No flow comes in here.",
        )
    if (element.kind == "endEvent") == bool(out):
        checked.wrong(
            element,
            "flow",
            "Không luồng nào được đi ra từ đây." if out else "Không luồng nào đi ra từ đây.",
            "No flow may go out from here." if out else "No flow goes out from here.",
        )
    if len(out) > 1 and element.kind not in GATEWAYS:
        checked.wrong(
            element,
            "flow",
            "Chỉ cổng mới có nhiều luồng ra.",
            "Only a gateway has several outgoing flows.",
        )


def _check_question(gateway: Element, drawn: Drawn, checked: Checked) -> None:
    out = drawn.outgoing.get(gateway.id, [])
    default = [flow for flow in out if flow.id == gateway.default]
    for flow in out:
        if bool(flow.condition) == (flow in default or len(out) == 1):
            checked.wrong(
                flow,
                "condition",
                "Luồng mặc định, hoặc luồng ra duy nhất, không có điều kiện."
                if flow.condition
                else "Luồng ra từ cổng lựa chọn phải có điều kiện, trừ luồng mặc định.",
                "The default flow, or an only flow, has no condition."
                if flow.condition
                else "A flow out of an exclusive gateway needs a condition, unless it is default.",
            )
    if len(out) > 1 and not default:
        checked.wrong(
            gateway,
            "default",
            "Cổng lựa chọn phải có một luồng mặc định.",
            "An exclusive gateway needs a default flow.",
        )
    _check_overlap(gateway, out, drawn, checked)


def _check_overlap(gateway: Element, out: list[Flow], drawn: Drawn, checked: Checked) -> None:
    """Two answers that can both be right would be told apart by their order in the file only."""
    try:
        asked = [
            (flow, expressions.condition(flow.condition, drawn.routing))
            for flow in out
            if flow.condition
        ]
    except Rejected:
        return
    names = sorted(frozenset[str]().union(*(condition.names for _, condition in asked)))
    answers = [[None, *sorted(drawn.routing[name].values)] for name in names]
    plain = all(drawn.routing[name].type == "choice" for name in names)
    if len(asked) < 2 or not plain or math.prod(map(len, answers)) > MOST_ANSWERS:
        return
    for combination in itertools.product(*answers):
        scene = Scene(dict(zip(names, combination, strict=True)).get, NO_CALENDAR, NEVER)
        right = [flow for flow, condition in asked if condition.compiled(scene)]
        if len(right) > 1:
            given = ", ".join(
                f"{name} = {value}" for name, value in zip(names, combination, strict=True)
            )
            checked.wrong(
                gateway,
                "overlap",
                f"Hai luồng cùng đúng khi {given}: {right[0].id}, {right[1].id}.",
                f"Two flows hold when {given}: {right[0].id}, {right[1].id}.",
            )
            return
