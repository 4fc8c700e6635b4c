"""Loading refuses what the engine cannot run rightly, and says where and why."""

from __future__ import annotations

import pytest

from processes.bundle import Bundle
from processes.engine import DiagramsRejected, Finding, load
from tests.processes.engine import nasty
from tests.processes.engine.drawing import bundle, end, on_message, process, start, user
from tests.processes.engine.wrong import CASES, asked, one_of


@pytest.mark.parametrize(
    ("rule", "element", "wrong"), CASES, ids=[f"{rule}-{n}" for n, (rule, _, _) in enumerate(CASES)]
)
def test_what_cannot_be_run_rightly_is_found(rule: str, element: str, wrong: Bundle) -> None:
    found = findings(wrong)
    assert (rule, element) in {(finding.rule, finding.element) for finding in found}, found
    for finding in found:
        assert finding.message_vi.endswith(".") or rule in ("schema", "engine")
        assert finding.message_en != finding.message_vi


def test_a_finding_tells_the_line() -> None:
    finding = findings(one_of(user("x", role="mayor")))[0]
    line = document_line(one_of(user("x", role="mayor")), 'id="x"')
    assert (finding.file, finding.line) == ("p.bpmn", line)


def test_all_findings_are_told_at_once_and_in_order() -> None:
    found = findings(one_of(user("x", role="mayor", form="missing", oops="1")))
    assert [finding.rule for finding in found] == ["form", "property", "role"]


@pytest.mark.parametrize("name", nasty.ALL)
def test_a_difficult_but_right_diagram_is_loaded(name: str) -> None:
    assert load(nasty.ALL[name]).process == name


def test_the_facts_of_a_diagram_are_there_for_others() -> None:
    diagrams = load(
        bundle(
            process(
                "p",
                start("s"),
                user("a", role="head, head", clause="c-1", ladder="task_waiting"),
                on_message("news", "a", "told", interrupting=False),
                end("e"),
                end("f"),
                flows="s -> a -> e\nnews -> f",
            )
        )
    )
    task = diagrams.elements["a"]
    assert (task.kind, task.process, task.scope, task.form) == ("userTask", "p", "p", "form")
    assert task.roles == ("head", "head")
    assert task.properties["clause"] == "c-1"
    assert diagrams.elements["news"].message == "told"
    assert diagrams.flows["a__e"].target == "e"


def test_a_moved_shape_changes_nothing() -> None:
    plain = asked('g -> e : kind == "a"\ng -> f')
    shape = (
        b'<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
        b'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"><bpmndi:BPMNPlane bpmnElement="p">'
        b'<bpmndi:BPMNShape bpmnElement="e"><dc:Bounds x="0" y="900" width="1" height="1" />'
        b"</bpmndi:BPMNShape></bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>"
    )
    drawn = plain.files["p.bpmn"].replace(b"</bpmn:definitions>", shape)
    moved = Bundle({**plain.files, "p.bpmn": drawn})
    orders = [load(each).program.top.task_specs["g"]._outputs for each in (plain, moved)]
    assert orders[0] == orders[1] == ["e", "f"]


def test_diagrams_are_parsed_once_per_bundle() -> None:
    assert load(nasty.LOOPS) is load(Bundle(dict(nasty.LOOPS.files)))


def findings(wrong: Bundle) -> tuple[Finding, ...]:
    with pytest.raises(DiagramsRejected) as refused:
        load(wrong)
    return refused.value.findings


def document_line(drawn: Bundle, text: str) -> int:
    lines = drawn.files["p.bpmn"].decode().splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)
