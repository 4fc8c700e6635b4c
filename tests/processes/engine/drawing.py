"""Diagrams for the tests, written in a few words.

    bundle(process("p", start("s"), user("a"), end("e"), flows="s -> a -> e"))

A flow with a condition is written `gate -> a : kind == "x"`; the flow from `x` to `y` has the id
`x__y`. The first flow of an exclusive gateway without a condition is its default.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from processes.bundle import Bundle

ROUTING = {
    "kind": ("choice", ["a", "b", "c"]),
    "again": ("choice", ["yes", "no"]),
    "flag": ("choice", ["yes", "no"]),
    "since": ("moment", []),
    "day": ("date", []),
}
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'id="definitions" targetNamespace="https://donghanh.example/tests">\n'
)
MESSAGES = ("told", "answered", "stopped")
ESCALATIONS = ("alarm", "doubt")


def node(kind: str, id_: str, inside: str = "", **attributes: str) -> str:
    """Any BPMN element."""
    written = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    return f'<bpmn:{kind} id="{id_}"{written}>{inside}</bpmn:{kind}>\n'


def extension(script: str = "", **properties: str) -> str:
    """Properties and a postScript."""
    written = "".join(
        f"<spiffworkflow:property name={quoteattr(name)} value={quoteattr(value)} />"
        for name, value in properties.items()
    )
    post = f"<spiffworkflow:postScript>{escape(script)}</spiffworkflow:postScript>"
    return (
        "<bpmn:extensionElements>"
        f"<spiffworkflow:properties>{written}</spiffworkflow:properties>{post if script else ''}"
        "</bpmn:extensionElements>"
    )


def start(id_: str) -> str:
    return node("startEvent", id_)


def end(id_: str, trigger: str = "") -> str:
    if trigger == "error":
        return node("endEvent", id_, '<bpmn:errorEventDefinition errorRef="failed" />')
    return node("endEvent", id_, f"<bpmn:{trigger}EventDefinition />" if trigger else "")


def user(id_: str, script: str = "", times: int = 0, **properties: str) -> str:
    properties.setdefault("role", "head")
    properties.setdefault("form", "form")
    return node("userTask", id_, extension(script, **properties) + repeated(times))


def repeated(times: int, sequential: str = "false") -> str:
    """So many instances; none, no repetition."""
    if not times:
        return ""
    return (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{sequential}">'
        f"<bpmn:loopCardinality>{times}</bpmn:loopCardinality>"
        "</bpmn:multiInstanceLoopCharacteristics>"
    )


def xor(id_: str) -> str:
    return node("exclusiveGateway", id_)


def both(id_: str) -> str:
    return node("parallelGateway", id_)


def first_of(id_: str) -> str:
    return node("eventBasedGateway", id_)


def call(id_: str, process: str, inside: str = "") -> str:
    return node("callActivity", id_, inside, calledElement=process)


def script(id_: str, text: str) -> str:
    return node("scriptTask", id_, f"<bpmn:script>{escape(text)}</bpmn:script>")


def waits_for(id_: str, message: str) -> str:
    return node("intermediateCatchEvent", id_, _message(message))


def waits_until(id_: str, due: str) -> str:
    return node("intermediateCatchEvent", id_, _timer(due))


def on_message(id_: str, host: str, message: str, *, interrupting: bool = True) -> str:
    return _boundary(id_, host, extension(role="head"), _message(message), interrupting)


def on_time(id_: str, host: str, due: str, *, interrupting: bool = True, **props: str) -> str:
    return _boundary(id_, host, extension(**props), _timer(due), interrupting)


def on_error(id_: str, host: str) -> str:
    return _boundary(id_, host, "", '<bpmn:errorEventDefinition errorRef="failed" />', True)


def throws(id_: str, code: str) -> str:
    return node("intermediateThrowEvent", id_, _escalation(code))


def on_escalation(id_: str, host: str, code: str, *, interrupting: bool = False) -> str:
    return _boundary(id_, host, "", _escalation(code), interrupting)


def _boundary(id_: str, host: str, more: str, definition: str, interrupting: bool) -> str:
    cancels = "true" if interrupting else "false"
    return node("boundaryEvent", id_, more + definition, attachedToRef=host, cancelActivity=cancels)


def _message(name: str) -> str:
    return f'<bpmn:messageEventDefinition messageRef="message_{name}" />'


def _escalation(code: str) -> str:
    return f'<bpmn:escalationEventDefinition escalationRef="escalation_{code}" />'


def _timer(due: str) -> str:
    return (
        "<bpmn:timerEventDefinition>"
        f'<bpmn:timeDate xsi:type="bpmn:tFormalExpression">{escape(due)}</bpmn:timeDate>'
        "</bpmn:timerEventDefinition>"
    )


def sub(id_: str, *nodes: str, flows: str) -> str:
    """An embedded sub-process."""
    return node("subProcess", id_, _drawn(nodes, flows))


def process(id_: str, *nodes: str, flows: str) -> str:
    """An executable process."""
    return node("process", id_, "\n" + _drawn(nodes, flows), isExecutable="true")


def _drawn(nodes: Sequence[str], flows: str) -> str:
    written = "".join(nodes)
    drawn = ""
    for line in re.split(r"[;\n]", flows):
        path, _, condition = line.partition(" : ")
        names = [name.strip() for name in path.split("->") if name.strip()]
        for source, target in itertools.pairwise(names):
            id_ = f"{source}__{target}"
            drawn += node(
                "sequenceFlow", id_, _condition(condition), sourceRef=source, targetRef=target
            )
            if not condition:
                written = _with_default(written, source, id_)
    return written + drawn


def _with_default(written: str, gateway: str, flow: str) -> str:
    opening = f'<bpmn:exclusiveGateway id="{gateway}">'
    return written.replace(opening, f'{opening[:-1]} default="{flow}">', 1)


def _condition(text: str) -> str:
    if not text:
        return ""
    return (
        '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">'
        f"{escape(text.strip())}</bpmn:conditionExpression>"
    )


def document(*processes: str) -> bytes:
    """One BPMN file."""
    messages = "".join(f'<bpmn:message id="message_{name}" name="{name}" />\n' for name in MESSAGES)
    error = '<bpmn:error id="failed" name="failed" errorCode="failed" />\n'
    codes = "".join(
        f'<bpmn:escalation id="escalation_{code}" name="{code}" escalationCode="{code}" />\n'
        for code in ESCALATIONS
    )
    return (HEAD + messages + error + codes + "".join(processes) + "</bpmn:definitions>\n").encode()


def bundle(*processes: str, description: str = "", **files: bytes) -> Bundle:
    """A bundle whose first process is its top process; `files` are further or other files."""
    found = re.search(r'<bpmn:process id="(\w+)"', processes[0]) if processes else None
    top = found[1] if found else "p"
    content = {
        "process.toml": (description or described(top)).encode(),
        "p.bpmn": document(*processes),
        "forms/form.json": b"{}",
    }
    return Bundle(content | {name.replace("__", "."): raw for name, raw in files.items()})


def described(top: str) -> str:
    """A `process.toml` with the routing values of these tests."""
    tables = "".join(
        f'[routing.{name}]\ntype = "{type_}"\n' + (f"values = {values}\n" if values else "")
        for name, (type_, values) in ROUTING.items()
    )
    return f'id = "{top}"\n[roles.head]\nvi = "Thủ trưởng"\nen = "Head"\n{tables}'
