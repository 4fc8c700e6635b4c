"""Rules about events: what they wait for, and where they stand."""

from __future__ import annotations

from typing import Final

from processes.engine.checked import Checked, Drawn
from processes.engine.diagrams import Element

TRIGGERS: Final[dict[str, frozenset[str | None]]] = {
    "startEvent": frozenset({None}),
    "endEvent": frozenset({None, "terminate", "error"}),
    "boundaryEvent": frozenset({"message", "timer", "error", "escalation"}),
    "intermediateCatchEvent": frozenset({"message", "timer"}),
    "intermediateThrowEvent": frozenset({None, "escalation"}),
}
HOSTS: Final = frozenset({"userTask", "subProcess", "callActivity"})
CONTAINERS: Final = frozenset({"subProcess", "callActivity"})


def check(drawn: Drawn, checked: Checked) -> None:
    """Every event, and the events of every scope."""
    for element in drawn.elements:
        allowed = TRIGGERS.get(element.kind)
        if allowed is not None and element.trigger not in allowed:
            checked.wrong(
                element,
                "event",
                f"Máy chạy quy trình không thực hiện đúng được sự kiện “{element.trigger}” ở đây.",
                f"The process engine cannot execute a “{element.trigger}” event rightly here.",
            )
        if element.trigger == "message" and not element.message:
            checked.wrong(
                element,
                "message",
                "Sự kiện chưa chỉ ra một thông điệp có tên.",
                "The event does not refer to a message with a name.",
            )
        if element.kind == "boundaryEvent":
            _check_boundary(element, drawn, checked)
        if element.kind == "eventBasedGateway":
            _check_alternatives(element, drawn, checked)
    _check_starts_and_ends(drawn, checked)


def _check_boundary(element: Element, drawn: Drawn, checked: Checked) -> None:
    host = drawn.by_id.get(element.host or "")
    if host is None or host.kind not in HOSTS or host.scope != element.scope:
        checked.wrong(
            element,
            "boundary",
            "Sự kiện biên phải gắn vào một việc của người, một tiểu quy trình hoặc một lời gọi.",
            "A boundary event must stand on a user task, a sub-process or a call activity.",
        )
    elif element.trigger == "error" and not (host.kind in CONTAINERS and element.interrupting):
        checked.wrong(
            element,
            "boundary",
            "Sự kiện lỗi phải ngắt một tiểu quy trình hoặc một lời gọi.",
            "An error event must interrupt a sub-process or a call activity.",
        )
    elif element.trigger == "escalation" and (host.kind not in CONTAINERS or element.interrupting):
        checked.wrong(
            element,
            "boundary",
            "Sự kiện báo lên (escalation) phải đứng ở tiểu quy trình hoặc lời gọi và không ngắt.",
            "An escalation event must stand on a sub-process or a call activity, not interrupting.",
        )


def _check_alternatives(gateway: Element, drawn: Drawn, checked: Checked) -> None:
    flows = drawn.outgoing.get(gateway.id, [])
    events = [drawn.by_id[flow.target] for flow in flows if flow.target in drawn.by_id]
    timers = [event for event in events if event.trigger == "timer"]
    messages = [event.message for event in events if event.trigger == "message"]
    shared = any(len(drawn.incoming[event.id]) > 1 for event in events)
    fits = (
        len(events) >= 2
        and all(event.kind == "intermediateCatchEvent" for event in events)
        and len(timers) <= 1
        and len(set(messages)) == len(messages)
        and not shared
    )
    if not fits:
        checked.wrong(
            gateway,
            "alternatives",
            "Sau cổng chờ sự kiện phải là ít nhất hai sự kiện chờ riêng: các thông điệp khác tên "
            "và không quá một hẹn giờ.",
            "After an event-based gateway stand at least two catch events of its own: messages of "
            "different names and at most one timer.",
        )


def _check_starts_and_ends(drawn: Drawn, checked: Checked) -> None:
    scopes = [(d.file, line, id_) for d in drawn.drawings for id_, line in d.processes]
    scopes += [(e.file, e.line, e.id) for e in drawn.elements if e.kind == "subProcess"]
    for file, line, scope in scopes:
        inside = [element.kind for element in drawn.elements if element.scope == scope]
        if inside.count("startEvent") != 1 or "endEvent" not in inside:
            checked.wrong_in(
                file,
                line,
                scope,
                "start",
                "Phải có đúng một sự kiện bắt đầu và ít nhất một sự kiện kết thúc.",
                "There must be exactly one start event and at least one end event.",
            )
