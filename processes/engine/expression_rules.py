"""Rules about what is written in a diagram: conditions, timers, scripts, deadlines."""

from __future__ import annotations

from typing import Final

from processes.engine import expressions
from processes.engine.checked import Checked, Drawn
from processes.engine.diagrams import Deadline, Element
from processes.engine.language import Rejected

EFFECTS: Final = frozenset({"alarm", "missed"})


def check(drawn: Drawn, checked: Checked) -> None:
    """Compile every expression; what is wrong in it is found with its element and line."""
    for flow in drawn.flows:
        if flow.condition:
            try:
                found = expressions.condition(flow.condition, drawn.routing)
                checked.expressions[flow.condition] = found
            except Rejected as error:
                checked.wrong(flow, "condition", error.vi, error.en)
    for element in drawn.elements:
        _check_timer(element, drawn, checked)
        _check_script(element, drawn, checked)
        _check_deadline(element, checked)
    for element in drawn.elements:
        _check_meeting(element, drawn, checked)


def _check_timer(element: Element, drawn: Drawn, checked: Checked) -> None:
    if element.trigger != "timer":
        return
    if not element.timer:
        checked.wrong(
            element,
            "timer",
            "Hẹn giờ phải có timeDate, thí dụ working_hours(12, received_at); không dùng chu kỳ.",
            "A timer needs a timeDate such as working_hours(12, received_at); no cycle is used.",
        )
        return
    try:
        checked.expressions[element.timer] = expressions.moment(element.timer, drawn.routing)
    except Rejected as error:
        checked.wrong(element, "timer", error.vi, error.en)


def _check_script(element: Element, drawn: Drawn, checked: Checked) -> None:
    if element.kind == "scriptTask" and not element.script:
        checked.wrong(
            element,
            "script",
            "Việc tự động phải có ít nhất một dòng “tên = biểu thức”.",
            "A script task needs at least one line “name = expression”.",
        )
    if element.script:
        try:
            found = expressions.assignments(element.script, drawn.routing)
            checked.scripts[element.script] = found
        except Rejected as error:
            checked.wrong(element, "script", error.vi, error.en)


def _check_deadline(element: Element, checked: Checked) -> None:
    name, effect = element.properties.get("deadline"), element.properties.get("effect", "")
    if name is None or element.host is None or element.timer not in checked.expressions:
        if name is not None and element.trigger != "timer":
            checked.wrong(
                element,
                "deadline",
                "Thời hạn phải là một hẹn giờ trên biên của một việc.",
                "A deadline must be a timer on the boundary of an activity.",
            )
        return
    limit = expressions.limit(element.timer)
    if limit is None or effect not in EFFECTS:
        checked.wrong(
            element,
            "deadline",
            "Thời hạn phải là working_hours(số, tên) hoặc working_days(số, tên), với thuộc tính "
            "effect là alarm hoặc missed.",
            "A deadline must be working_hours(number, name) or working_days(number, name), with "
            "the property effect alarm or missed.",
        )
        return
    checked.deadlines[element.id] = Deadline(element.host, name, effect, limit)


def _check_meeting(element: Element, drawn: Drawn, checked: Checked) -> None:
    met, act_at = element.properties.get("meets"), element.properties.get("act_at")
    if met is None and act_at is None:
        return
    known = met in {deadline.name for deadline in checked.deadlines.values()}
    dated = act_at is None or (act_at in drawn.routing and drawn.routing[act_at].type == "moment")
    if element.kind != "userTask" or not known or not dated:
        checked.wrong(
            element,
            "deadline",
            "“meets” là tên một thời hạn trong sơ đồ, “act_at” là tên một thời điểm.",
            "“meets” names a deadline of the diagrams, “act_at” a moment.",
        )
