"""What an owner reads in the diagrams: names in both languages, roles, forms, one default."""

import tomllib
from collections.abc import Iterator

import pytest
from lxml import etree

from processes.bundle import catalogue
from processes.engine import Element, load
from tests.processes.catalogue.drawing import NS

BUNDLE = catalogue("school_social_work")
DIAGRAMS = load(BUNDLE)
ROOTS = {name: etree.fromstring(raw) for name, raw in BUNDLE.diagrams.items()}
NAMED = ("participant", "lane", "process", "messageFlow", "sequenceFlow")


def test_everything_with_a_name_has_an_english_name_too() -> None:
    english = tomllib.loads(BUNDLE.files["names.toml"].decode())["en"]
    assert set(english) == set(_named_elements())
    assert all(english.values())


def test_only_merging_and_parallel_gateways_go_without_a_name() -> None:
    leaving = [flow.source for flow in DIAGRAMS.flows.values()]
    for element in DIAGRAMS.elements.values():
        silent = element.kind == "parallelGateway" or (
            element.kind == "exclusiveGateway" and leaving.count(element.id) == 1
        )
        assert bool(element.name) != silent, element.id


def test_gateways_are_questions_and_their_flows_answers_with_one_default() -> None:
    for element in _asking():
        assert element.name.endswith("?"), element.id
        answers = [flow for flow in DIAGRAMS.flows.values() if flow.source == element.id]
        assert all(answer.name for answer in answers), element.id
        assert [answer.id for answer in answers if not answer.condition] == [element.default]


@pytest.mark.parametrize(
    "kind", ["startEvent", "endEvent", "boundaryEvent", "intermediateThrowEvent"]
)
def test_events_are_states(kind: str) -> None:
    states = ("Đã ", "Hết ", "Có ", "Hồ sơ đã ", "Gia đình từ chối", "Đơn vị tiếp nhận đã ")
    for element in DIAGRAMS.elements.values():
        if element.kind == kind:
            assert element.name.startswith(states), element.name


def test_every_task_and_every_message_from_a_person_has_its_form_and_its_role() -> None:
    roles = set(BUNDLE.description["roles"])
    messages = BUNDLE.description["messages"]
    for element in DIAGRAMS.elements.values():
        if element.kind == "userTask":
            assert element.form in BUNDLE.forms, element.id
        elif element.trigger == "message":
            assert element.form == messages[element.message].get("form"), element.id
        else:
            continue
        assert set(element.roles) <= roles, element.id
        assert element.roles or element.message == "agency_answered", element.id


def test_the_forms_that_open_a_case_are_there() -> None:
    opening = BUNDLE.description["opening"]
    assert set(opening["forms"]) <= set(BUNDLE.forms)
    assert set(opening["routing"]) <= set(DIAGRAMS.routing)


def test_the_title_names_the_plan_and_the_note_says_that_it_is_not_the_law_in_force() -> None:
    description = BUNDLE.description
    assert "theo Kế hoạch ngày 25/6/2020" in description["title"]["vi"]
    assert "không phải quy định đang có hiệu lực" in description["note"]["vi"]
    assert "not the law in force" in description["note"]["en"]


def test_tasks_wait_on_a_ladder_and_legal_limits_on_theirs() -> None:
    for element in DIAGRAMS.elements.values():
        if element.kind == "userTask" or "deadline" in element.properties:
            assert element.properties.get("ladder"), element.id


def _asking() -> Iterator[Element]:
    leaving = [flow.source for flow in DIAGRAMS.flows.values()]
    for element in DIAGRAMS.elements.values():
        if element.kind == "exclusiveGateway" and leaving.count(element.id) > 1:
            yield element


def _named_elements() -> Iterator[str]:
    yield from (element.id for element in DIAGRAMS.elements.values() if element.name)
    for root in ROOTS.values():
        for kind in NAMED:
            for element in root.iterfind(f".//bpmn:{kind}", NS):
                if element.get("name"):
                    yield element.get("id", "")
