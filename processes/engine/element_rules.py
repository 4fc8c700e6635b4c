"""Rules about single elements: what the engine can run, whose task it is, which form it has."""

from __future__ import annotations

from typing import Final

from lxml import etree

from processes.engine.checked import Checked, Drawn
from processes.engine.diagrams import Element
from processes.engine.documents import BPMN, SPIFF
from processes.engine.reading import local

SUPPORTED: Final = frozenset(
    {
        "startEvent",
        "endEvent",
        "boundaryEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "task",
        "userTask",
        "scriptTask",
        "subProcess",
        "callActivity",
        "exclusiveGateway",
        "parallelGateway",
        "eventBasedGateway",
    }
)
REPEATABLE: Final = frozenset({"userTask", "subProcess", "callActivity"})
MOST_INSTANCES: Final = 20
PROPERTIES: Final = frozenset(
    {"clause", "form", "role", "ladder", "deadline", "effect", "meets", "act_at"}
)
# SpiffWorkflow would act on these, past what the engine checks and replays.
DATA: Final = ("ioSpecification", "dataInputAssociation", "dataOutputAssociation")


def check(drawn: Drawn, checked: Checked) -> None:
    """Every element by itself."""
    roles = frozenset(drawn.bundle.description.get("roles", {}))
    for element in drawn.elements:
        node = drawn.nodes[element.id]
        if element.kind not in SUPPORTED or node.get("triggeredByEvent") == "true":
            kind = "event sub-process" if element.kind == "subProcess" else element.kind
            checked.wrong(
                element,
                "element",
                f"Máy chạy quy trình không thực hiện đúng được “{kind}”.",
                f"The process engine cannot execute “{kind}” rightly.",
            )
        _check_repetition(element, node, checked)
        _check_extensions(element, node, checked)
        _check_people(element, roles, checked)
        _check_form(element, drawn, checked)


def _check_repetition(element: Element, node: etree._Element, checked: Checked) -> None:
    multiple = node.find(f"{BPMN}multiInstanceLoopCharacteristics")
    if node.find(f"{BPMN}standardLoopCharacteristics") is not None or (
        multiple is not None and not (element.kind in REPEATABLE and _is_plain(multiple))
    ):
        checked.wrong(
            element,
            "repetition",
            "Việc lặp lại phải là “multi-instance” với một số lần cố định từ 1 đến "
            f"{MOST_INSTANCES}, không có điều kiện dừng hay danh sách.",
            "A repetition must be multi-instance with a fixed number from 1 to "
            f"{MOST_INSTANCES}, without completion condition or collection.",
        )


def _is_plain(multiple: etree._Element) -> bool:
    parts = [child for child in multiple if isinstance(child.tag, str)]
    foreign = any(str(name).startswith("{") for name in multiple.attrib)
    if foreign or [local(part) for part in parts] != ["loopCardinality"]:
        return False
    count = (parts[0].text or "").strip()
    return count.isascii() and count.isdigit() and 1 <= int(count) <= MOST_INSTANCES


def _check_extensions(element: Element, node: etree._Element, checked: Checked) -> None:
    for name in DATA:
        if node.find(f"{BPMN}{name}") is not None:
            checked.wrong(
                element,
                "data",
                f"Không dùng “{name}”: dữ liệu hồ sơ không nằm trong sơ đồ.",
                f"“{name}” is not used: the data of a case does not lie in the diagram.",
            )
    for extension in node.iterfind(f"{BPMN}extensionElements/{SPIFF}*"):
        name = str(extension.tag).removeprefix(SPIFF)
        allowed = name == "properties" or (name == "postScript" and element.kind == "userTask")
        if not allowed:
            checked.wrong(
                element,
                "extension",
                f"Không dùng phần mở rộng “{name}” ở đây.",
                f"The extension “{name}” is not used here.",
            )
    for name in sorted(element.properties.keys() - PROPERTIES):
        checked.wrong(
            element,
            "property",
            f"Không biết thuộc tính “{name}”.",
            f"The property “{name}” is not known.",
        )


def _check_people(element: Element, roles: frozenset[str], checked: Checked) -> None:
    asks_people = element.kind == "userTask" or (
        element.trigger == "message" and element.form is not None
    )
    if asks_people and not element.roles:
        checked.wrong(
            element,
            "role",
            "Chưa rõ việc này của ai: đặt nó trong một làn, hoặc ghi thuộc tính role.",
            "It is not said whose task this is: put it into a lane or give it the property role.",
        )
    if asks_people or "role" in element.properties:
        for role in sorted(set(element.roles) - roles):
            checked.wrong(
                element,
                "role",
                f"Vai trò “{role}” không có trong process.toml.",
                f"The role “{role}” is not in process.toml.",
            )


def _check_form(element: Element, drawn: Drawn, checked: Checked) -> None:
    named = element.form or (element.id if element.kind == "userTask" else None)
    if named is not None and named not in drawn.bundle.forms:
        checked.wrong(
            element,
            "form",
            f"Không có biểu mẫu forms/{named}.json.",
            f"There is no form forms/{named}.json.",
        )
