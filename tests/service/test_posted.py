"""What a browser posts: nested again, bounded, with nothing lost when rows come and go."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from processes.forms.answers import AnswersRejected, check
from processes.forms.definition import FormDefinition
from service.pages.forms import parse, rearranged
from service.pages.posted import MOST_FIELDS
from tests.processes.forms.forms import NOW, choices, component, form, text
from tests.service.drawn import read_html, sent, task_page

GUARDIANS = component(
    "rows",
    "guardians",
    item=text("Người thân"),
    max=3,
    components=[component("text", "name", label=text("Họ và tên")), component("number", "age")],
)
HARM = component(
    "levels",
    "harm",
    rows=[{"value": "severity", "label": text("Mức độ nghiêm trọng")}],
    levels=[{"value": "high", "label": text("Cao")}, {"value": "low", "label": text("Thấp")}],
    direction="high_is_bad",
)


def definition(*components: dict[str, Any]) -> FormDefinition:
    return FormDefinition.from_document(form(*components))


def posted(*pairs: tuple[str, str]) -> MultiDict[str, str]:
    return MultiDict(pairs)


def test_nested_fields_come_back_nested() -> None:
    fields = definition(
        component("text", "story"),
        component("moment", "received_at"),
        component("birth", "birth"),
        component("checkboxes", "groups", values=choices("abused", "other")),
        HARM,
        GUARDIANS,
    )
    raw = parse(
        fields,
        posted(
            ("story", "Bị bạn đánh"),
            ("received_at-date", "21/8/2026"),
            ("received_at-time", "15:00"),
            ("birth-kind", "age"),
            ("birth-age", "13"),
            ("groups", "abused"),
            ("harm-severity-level", "high"),
            ("harm-severity-reason", "vết bầm"),
            ("guardians-0-name", "Võ Thị Bích Ngà"),
            ("guardians-7-name", "Nguyễn Văn Thuận"),
            ("guardians-7-age", "41"),
            ("csrf_token", "x"),
            ("_once", "y"),
        ),
    )
    assert raw == {
        "story": "Bị bạn đánh",
        "received_at": {"date": "21/8/2026", "time": "15:00"},
        "birth": {"kind": "age", "age": "13"},
        "groups": ["abused"],
        "harm": {"severity": {"level": "high", "reason": "vết bầm"}},
        "guardians": [
            {"name": "Võ Thị Bích Ngà"},
            {"name": "Nguyễn Văn Thuận", "age": "41"},
        ],
    }


@pytest.mark.parametrize(
    "name",
    [
        "unknown",
        "story-part",
        "guardians",
        "guardians-x-name",
        "guardians-0-other",
        "harm-odd-level",
    ],
)
def test_names_that_the_form_does_not_have_are_left_for_the_check_to_refuse(name: str) -> None:
    fields = definition(component("text", "story"), HARM, GUARDIANS)
    with pytest.raises(AnswersRejected):
        check(fields, parse(fields, posted((name, "1"))), now=NOW)


def test_a_field_sent_twice_is_left_for_the_check_to_refuse_and_shown_again() -> None:
    fields = definition(component("text", "story"))
    raw = parse(fields, posted(("story", "một"), ("story", "hai")))
    with pytest.raises(AnswersRejected) as rejected:
        check(fields, raw, now=NOW)
    page = task_page(fields, raw, rejected.value.errors)
    assert sent(read_html(page))["story"] == "một"


def test_a_flood_of_fields_is_refused() -> None:
    fields = definition(component("text", "story"))
    with pytest.raises(RequestEntityTooLarge):
        parse(fields, MultiDict([("story", "x")] * (MOST_FIELDS + 1)))


def test_adding_and_removing_rows_loses_nothing_typed() -> None:
    fields = definition(component("text", "story"), GUARDIANS)
    written = [("story", "Bị bạn đánh"), ("guardians-0-name", "Ngà"), ("guardians-0-age", "x")]
    more = rearranged(fields, posted(*written, ("_add", "guardians")))
    assert more == {"story": "Bị bạn đánh", "guardians": [{"name": "Ngà", "age": "x"}, {}]}
    drawn = sent(read_html(task_page(fields, more)), ("_remove", "guardians-0"))
    assert rearranged(fields, drawn) == {
        "story": "Bị bạn đánh",
        "guardians": [{"name": "", "age": ""}],
    }


@pytest.mark.parametrize("button", [("_add", "story"), ("_remove", "guardians-9"), ("_add", "")])
def test_a_forged_button_changes_nothing(button: tuple[str, str]) -> None:
    fields = definition(component("text", "story"), GUARDIANS)
    raw = rearranged(fields, posted(("guardians-0-name", "Ngà"), button))
    assert raw == {"guardians": [{"name": "Ngà"}]}


def test_no_more_rows_are_offered_than_the_form_takes() -> None:
    fields = definition(GUARDIANS)
    three: dict[str, Any] = {"guardians": [{}, {}, {}]}
    assert "_add" in task_page(fields, {"guardians": [{}, {}]})
    assert "_add" not in task_page(fields, three)
    forged = posted(*[(f"guardians-{n}-name", "x") for n in range(3)], ("_add", "guardians"))
    assert len((rearranged(fields, forged) or {})["guardians"]) == 3


def test_sending_a_form_rearranges_nothing() -> None:
    fields = definition(GUARDIANS)
    assert rearranged(fields, posted(("guardians-0-name", "Ngà"))) is None
