"""Diagrams with a fault each: the rule that finds it, the element, the bundle."""

from __future__ import annotations

import re

from processes.bundle import Bundle
from tests.processes.engine.drawing import (
    both,
    bundle,
    call,
    described,
    document,
    end,
    first_of,
    node,
    on_error,
    on_escalation,
    on_message,
    on_time,
    process,
    script,
    start,
    sub,
    throws,
    user,
    waits_for,
    waits_until,
    xor,
)


def one(*nodes: str, flows: str) -> Bundle:
    """The process `p` of these nodes."""
    return bundle(process("p", *nodes, flows=flows))


def one_of(element: str, name: str = "x") -> Bundle:
    """A process with this element between start and end."""
    return bundle(process("p", start("s"), element, end("e"), flows=f"s -> {name} -> e"))


def beside(*events: str, host: str = "") -> Bundle:
    """A user task with these events on it, each with an end of its own."""
    names = [re.findall(r' id="(\w+)"', event)[0] for event in events]
    return bundle(
        process(
            "p",
            start("s"),
            host or user("x"),
            *events,
            *(end(f"after_{name}") for name in names),
            end("e"),
            flows="s -> x -> e\n" + "\n".join(f"{name} -> after_{name}" for name in names),
        )
    )


def asked(flows: str, *more: str) -> Bundle:
    """A gateway `g` and the ends `e` and `f`."""
    nodes = (start("s"), xor("g"), *more, end("e"), end("f"))
    return bundle(process("p", *nodes, flows="s -> g\n" + flows))


def event(kind: str, definition: str, id_: str = "x", **attributes: str) -> str:
    return node(kind, id_, f"<bpmn:{definition}EventDefinition />", **attributes)


def boundary(definition: str) -> str:
    return event("boundaryEvent", definition, "b", attachedToRef="x")


CHARACTERISTICS = "<bpmn:multiInstanceLoopCharacteristics"
TASK_END, LOOP_END = "</bpmn:userTask>", "</bpmn:multiInstanceLoopCharacteristics>"
FIRST_ANSWER = "<bpmn:completionCondition>true</bpmn:completionCondition>"
STANDARD_LOOP = '<bpmn:standardLoopCharacteristics loopMaximum="3" />'
DATA = "<bpmn:ioSpecification><bpmn:inputSet /><bpmn:outputSet /></bpmn:ioSpecification>"
MISSING_FORM = on_message("b", "x", "told").replace(
    'name="role" value="head"', 'name="form" value="missing"'
)
EVENT_SUB_PROCESS = sub("x", start("xs"), end("xe"), flows="xs -> xe").replace(
    'id="x"', 'id="x" triggeredByEvent="true"'
)
CAMUNDA = f'{CHARACTERISTICS} camunda:collection="k"'
S, A, E = start("s"), user("a"), end("e")
PLAIN = process("p", S, E, flows="s -> e")
OVERLAPPING = 'g -> e : kind == "a"; g -> f : kind != "b"; g -> x -> h'
ONE_COMES = 's -> g; g -> a : kind == "a"; g -> b; a -> j; b -> j -> e'
MORE_AND_MORE = "s -> m -> a -> g; g -> m; g -> b -> e"
NO_WAY_OUT = 's -> g; g -> e : kind == "a"; g -> m -> a -> m'
NEVER_COMES = "s -> a -> e; c -> m -> c"
RAISES = sub("x", start("xs"), throws("t", "alarm"), end("xe"), flows="xs -> t -> xe")
HEARD = on_escalation("b", "x", "alarm")
LATE = on_message("late", "a", "told")
ESCAPES = "s -> g; g -> a -> j; g -> b -> j; late -> e; j -> e"
AD_HOC = node("adHocSubProcess", "x", node("userTask", "in_x"))
INNER = sub("x", start("xs"), user("b"), end("xe"), flows="xs -> b -> xe")
CASES: list[tuple[str, str, Bundle]] = [
    ("element", "x", one_of(node("complexGateway", "x"))),
    ("element", "x", one_of(node("inclusiveGateway", "x"))),
    ("element", "x", one_of(node("serviceTask", "x"))),
    ("element", "x", one_of(node("sendTask", "x"))),
    ("element", "x", one_of(node("receiveTask", "x"))),
    ("element", "x", one_of(node("manualTask", "x"))),
    ("element", "x", one_of(node("businessRuleTask", "x"))),
    ("element", "x", one_of(node("transaction", "x"))),
    ("element", "x", one_of(AD_HOC)),
    ("element", "x", one_of(EVENT_SUB_PROCESS)),
    ("element", "d", one_of(user("x") + node("dataObject", "d"))),
    ("event", "x", one_of(event("intermediateCatchEvent", "link"))),
    ("event", "x", one_of(event("intermediateThrowEvent", "link"))),
    ("event", "x", one_of(event("intermediateThrowEvent", "compensate"))),
    ("event", "x", one_of(event("intermediateThrowEvent", "signal"))),
    ("event", "x", one_of(event("intermediateThrowEvent", "message"))),
    ("event", "x", one_of(event("intermediateCatchEvent", "conditional"))),
    ("event", "b", beside(boundary("conditional"))),
    ("event", "b", beside(boundary("compensate"))),
    ("event", "b", beside(boundary("signal"))),
    ("event", "e", one(start("s"), end("e", "cancel"), flows="s -> e")),
    ("message", "b", beside(boundary("message"))),
    ("message", "b", beside(on_message("b", "x", "nobody"))),
    ("timer", "b", beside(boundary("timer"))),
    ("timer", "b", beside(on_time("b", "x", '"PT12H"'))),
    ("timer", "b", beside(on_time("b", "x", "now()").replace("timeDate", "timeCycle"))),
    ("timer", "b", beside(on_time("b", "x", "now()").replace("timeDate", "timeDuration"))),
    ("boundary", "b", beside(on_message("b", "nothing", "told"))),
    ("boundary", "b", beside(on_message("b", "x", "told"), host=script("x", 'kind = "a"'))),
    ("boundary", "b", beside(on_error("b", "x"))),
    ("error", "e", one(start("s"), end("e", "error"), flows="s -> e")),
    ("boundary", "b", beside(HEARD)),
    ("boundary", "b", beside(on_escalation("b", "x", "alarm", interrupting=True), host=RAISES)),
    ("escalation", "b", beside(on_escalation("b", "x", "nobody"), host=RAISES)),
    ("escalation", "b", beside(HEARD, on_escalation("c", "x", "doubt"), host=INNER)),
    ("escalation", "t", beside(on_escalation("b", "x", "doubt"), host=RAISES)),
    ("escalation", "t", beside(HEARD, host=RAISES.replace("escalation_alarm", "nobody"))),
    ("escalation", "x", one_of(throws("x", "alarm"))),
    ("event", "e", one(start("s"), end("e", "escalation"), flows="s -> e")),
    ("error", "b", beside(on_error("b", "x"), host=INNER)),
    (
        "error",
        "qe",
        bundle(
            process("p", start("s"), call("x", "q"), end("e"), flows="s -> x -> e"),
            process("q", start("qs"), end("qe", "error"), flows="qs -> qe"),
        ),
    ),
    (
        "alternatives",
        "g",
        bundle(
            process(
                "p",
                start("s"),
                first_of("g"),
                waits_until("t", "now()"),
                waits_until("u", "now()"),
                end("e"),
                end("f"),
                flows="s -> g\ng -> t -> e\ng -> u -> f",
            )
        ),
    ),
    (
        "alternatives",
        "g",
        bundle(
            process(
                "p",
                start("s"),
                first_of("g"),
                user("t"),
                waits_for("u", "told"),
                end("e"),
                end("f"),
                flows="s -> g\ng -> t -> e\ng -> u -> f",
            )
        ),
    ),
    ("repetition", "x", one_of(user("x", times=21))),
    ("repetition", "x", one_of(user("x", times=2).replace(LOOP_END, FIRST_ANSWER + LOOP_END))),
    ("repetition", "x", one_of(user("x").replace(TASK_END, STANDARD_LOOP + TASK_END))),
    ("repetition", "x", one_of(user("x", times=2).replace(CHARACTERISTICS, CAMUNDA))),
    ("repetition", "x", one_of(user("x", times=2).replace(">2<", ">since<"))),
    ("script", "x", one_of(node("scriptTask", "x"))),
    ("script", "x", one_of(script("x", "import os"))),
    ("script", "x", one_of(user("x", script="since = later()"))),
    (
        "extension",
        "x",
        one_of(user("x", script="since = now()").replace("postScript", "preScript")),
    ),
    ("property", "x", one_of(user("x", oops="1"))),
    ("data", "x", one_of(user("x").replace(TASK_END, DATA + TASK_END))),
    ("role", "x", one_of(user("x", role="mayor"))),
    ("role", "x", one_of(user("x", role=""))),
    ("form", "x", one_of(user("x", form="missing"))),
    ("form", "x", one_of(user("x", form=""))),
    ("form", "b", beside(MISSING_FORM)),
    ("call", "x", one_of(call("x", "nothing"))),
    ("call", "x", one_of(call("x", "p"))),
    ("default", "g", asked('g -> e : kind == "a"; g -> f : kind == "b"')),
    ("condition", "g__f", asked("g -> e; g -> f")),
    ("condition", "g__e", asked('g -> e : kind == "z"; g -> f')),
    ("condition", "g__e", asked('g -> e : elsewhere == "a"; g -> f')),
    ("overlap", "g", asked(OVERLAPPING, user("x"), end("h"))),
    ("flow", "a__e", one(S, A, E, flows='s -> a; a -> e : kind == "a"')),
    ("flow", "a", one(S, A, E, end("f"), flows="s -> a -> e; a -> f")),
    ("flow", "a", one(S, A, E, flows="s -> e; a -> e")),
    ("flow", "a", one(S, both("g"), A, E, flows="s -> g -> a; g -> e")),
    ("flow", "a__e", one(S, A, E, flows="s -> a -> e; a -> e")),
    ("flow", "s__nowhere", one(S, A, E, flows="s -> a -> e; s -> nowhere")),
    ("flow", "a__b", one(S, A, INNER, E, flows="s -> a -> x -> e; a -> b")),
    ("start", "p", one(A, E, flows="a -> e")),
    ("start", "p", one(S, start("t"), A, E, flows="s -> a -> e; t -> a")),
    ("start", "p", one(S, A, flows="s -> a")),
    ("id", "Start", one_of(user("Start"), "Start")),
    ("id", "a.b", one_of(user("a.b"), "a.b")),
    ("id", "e", bundle(PLAIN, process("q", start("qs"), E, flows="qs -> e"))),
    ("id", "e", bundle(PLAIN, more__bpmn=document(PLAIN.replace('"p"', '"q"')))),
    ("deadline", "b", beside(on_time("b", "x", "now()", deadline="d", effect="missed"))),
    ("deadline", "b", beside(on_time("b", "x", "working_days(3, since)", deadline="d"))),
    ("deadline", "x", one_of(user("x", deadline="d", effect="missed"))),
    ("deadline", "x", one_of(user("x", meets="nothing"))),
    ("deadline", "x", one_of(user("x", act_at="kind"))),
    ("schema", "", one_of(user("x").replace("<bpmn:ext", "<bpmn:nonsense /><bpmn:ext"))),
    ("process", "q", bundle(PLAIN, description=described("q"))),
    ("process", "p", bundle(PLAIN.replace('="true"', '="false"'))),
    ("routing", "since", bundle(PLAIN, description=described("p").replace("moment", "number"))),
    # Soundness: each element is right by itself.
    ("deadlock", "j", one(S, xor("g"), A, user("b"), both("j"), E, flows=ONE_COMES)),
    ("unbounded", "b", one(S, xor("m"), A, both("g"), user("b"), E, flows=MORE_AND_MORE)),
    ("livelock", "a", one(S, xor("g"), xor("m"), A, E, flows=NO_WAY_OUT)),
    ("unreachable", "c", one(S, A, xor("m"), user("c"), E, flows=NEVER_COMES)),
    ("deadlock", "j", one(S, both("g"), A, LATE, both("j"), user("b"), E, flows=ESCAPES)),
]
