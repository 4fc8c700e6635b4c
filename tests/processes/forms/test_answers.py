"""A whole form: conditions, rows, routing, every error at once."""

from datetime import UTC, datetime
from typing import Any

import pytest

from processes.forms.answers import AnswersRejected, check
from processes.forms.definition import FormDefinition, FormRejected
from processes.forms.wording import WORDINGS
from tests.processes.forms.forms import (
    NOW,
    answered,
    choices,
    component,
    errors_of,
    form,
    routing,
    text,
)

ASKED = component("radio", "asked", required=True, values=choices("yes", "no"))
PEOPLE = component(
    "rows",
    "people",
    max=3,
    components=[
        component("text", "name", required=True, max=20),
        component("radio", "kind", values=choices("father", "other")),
        component(
            "text", "which", required=True, when={"field": "kind", "op": "eq", "value": "other"}
        ),
    ],
)  # fmt: skip


def when(op: str, *value: Any, field: str = "asked") -> dict[str, Any]:
    return {"when": {"field": field, "op": op, **({"value": value[0]} if value else {})}}


@pytest.mark.parametrize(
    ("condition", "raw", "shown"),
    [
        (when("eq", "yes"), {"asked": "yes"}, True),
        (when("eq", "yes"), {"asked": "no"}, False),
        (when("eq", "yes"), {}, False),
        (when("ne", "yes"), {"asked": "no"}, True),
        (when("ne", "yes"), {"asked": "yes"}, False),
        (when("ne", "yes"), {}, True),
        (when("in", ["yes"]), {"asked": "yes"}, True),
        (when("in", ["yes"]), {"asked": "no"}, False),
        (when("filled"), {"asked": "no"}, True),
        (when("filled"), {}, False),
        (when("contains", "a", field="many"), {"many": ["a", "b"]}, True),
        (when("contains", "a", field="many"), {"many": ["b"]}, False),
        (when("contains", "a", field="many"), {}, False),
    ],
)
def test_a_field_is_asked_only_when_its_condition_holds(
    condition: dict[str, Any], raw: dict[str, Any], shown: bool
) -> None:
    components = [
        component("radio", "asked", values=choices("yes", "no")),
        component("checkboxes", "many", values=choices("a", "b")),
        component("text", "why", required=True, **condition),
    ]
    assert ("why" in errors_of(components, raw)) is shown


def test_a_hidden_answer_is_dropped_unread() -> None:
    components = [ASKED, component("text", "why", max=5, **when("eq", "yes"))]
    assert answered(components, {"asked": "no", "why": "\x00" * 100}).values == {"asked": "no"}


def test_what_hangs_on_a_hidden_field_is_hidden_too() -> None:
    components = [
        ASKED,
        component("radio", "more", values=choices("yes"), **when("eq", "yes")),
        component("text", "why", required=True, **when("eq", "yes", field="more")),
    ]
    assert answered(components, {"asked": "no", "more": "yes"}).values == {"asked": "no"}


def test_rows_are_kept_in_order_and_blank_ones_left_out() -> None:
    raw = {"people": [{"name": "Cha"}, {"name": " ", "kind": ""}, {}, {"name": "Mẹ"}]}
    assert answered([PEOPLE], raw).values == {"people": [{"name": "Cha"}, {"name": "Mẹ"}]}


def test_an_error_in_a_row_names_the_row_as_it_was_sent() -> None:
    raw = {"people": [{}, {"kind": "father"}, {"name": "x" * 21, "kind": "other", "colour": "?"}]}
    assert errors_of([PEOPLE], raw) == {
        "people.1.name": "Ghi mục “Mục”",
        "people.2.name": "Bớt 1 ký tự: mục này nhận tối đa 20 ký tự",
        "people.2.which": "Ghi mục “Mục”",
        "people.2.colour": "Mẫu này không có mục “colour”; tải lại trang rồi gửi lại",
    }


@pytest.mark.parametrize("rows", ["x", {"0": {}}, [["a"]], ["a"], 5])
def test_rows_of_another_shape_are_refused(rows: Any) -> None:
    assert errors_of([PEOPLE], {"people": rows})


def test_too_many_rows_say_how_many_to_remove() -> None:
    raw = {"people": [{"name": "x"}] * 5}
    assert errors_of([PEOPLE], raw) == {"people": "Bớt 2 dòng: mục này nhận tối đa 3 dòng"}
    assert "people" in errors_of([PEOPLE], {"people": [{}] * 100_000})


def test_required_rows_need_one() -> None:
    assert set(errors_of([PEOPLE | {"required": True}], {"people": [{}]})) == {"people"}


def test_a_row_may_ask_by_a_field_of_the_form() -> None:
    group = component("rows", "people", components=[
        component("text", "name"), component("text", "why", required=True, **when("eq", "yes"))
    ])  # fmt: skip
    raw = {"people": [{"name": "x"}]}
    assert set(errors_of([ASKED, group], {"asked": "yes", **raw})) == {"people.0.why"}
    assert errors_of([ASKED, group], {"asked": "no", **raw}) == {}


def test_a_rows_own_field_hides_that_of_the_form() -> None:
    group = component("rows", "people", components=[
        ASKED | {"required": False},
        component("text", "name"),
        component("text", "why", required=True, **when("eq", "yes")),
    ])  # fmt: skip
    assert errors_of([ASKED, group], {"asked": "yes", "people": [{"name": "x"}]}) == {}


def test_the_later_date_is_not_before_the_earlier() -> None:
    dates = [component("date", "starts_on"), component("date", "ends_on", not_before="starts_on")]
    assert errors_of(dates, {"starts_on": "2/9/2026", "ends_on": "1/9/2026"}) == {
        "ends_on": "Chọn ngày không trước mục “Mục”"
    }
    assert errors_of(dates, {"starts_on": "2/9/2026", "ends_on": "2/9/2026"}) == {}
    assert errors_of(dates, {"ends_on": "1/9/2026"}) == {}


def test_routing_values_come_from_fields_and_constants_but_not_from_hidden_ones() -> None:
    components = [
        component("constant", "c", routing="reopened", value="yes"),
        ASKED | {"routing": "approved"},
        component("date", "review", routing="review_on", **when("eq", "yes")),
        component("moment", "heard", routing="received_at"),
    ]
    raw = {"asked": "no", "review": "1/9/2026", "heard": {"date": "21/8/2026", "time": "15:00"}}
    answers = answered(components, raw)
    assert answers.routing == {
        "approved": "no",
        "received_at": "2026-08-21T08:00:00+00:00",
        "reopened": "yes",
    }
    assert "c" not in answers.values


def test_a_constant_cannot_be_sent() -> None:
    constant = component("constant", "kind", routing="kind", value="report")
    assert set(errors_of([constant], {"kind": "support_request"})) == {"kind"}


def test_a_form_that_sets_an_undeclared_value_is_refused() -> None:
    definition = FormDefinition.from_document(
        form(component("radio", routing="colour", values=choices("red")))
    )
    with pytest.raises(FormRejected):
        check(definition, {}, now=NOW, routing_declared=routing())


def test_all_errors_come_at_once_in_the_order_of_the_form() -> None:
    components = [ASKED, component("number", "age"), component("date", "day"), PEOPLE]
    raw = {"age": "x", "day": "x", "people": [{"kind": "x"}], "extra": "1", "another": "2"}
    assert list(errors_of(components, raw)) == [
        "asked", "age", "day", "people.0.name", "people.0.kind", "another", "extra",
    ]  # fmt: skip


def test_the_same_answers_give_the_same_bytes() -> None:
    components = [component("text", "b"), component("text", "a")]
    one = answered(components, {"a": "Nguye\u0302\u0303n", "b": "2"}).to_bytes()
    two = answered(components, {"b": " 2", "a": "Nguyễn "}).to_bytes()
    assert one == two == '{"a":"Nguyễn","b":"2"}'.encode()


def test_sentences_use_the_words_of_the_school() -> None:
    definition = FormDefinition.from_document(
        form(component("text", required=True, missing=text("Ghi tên {student}, {Head} đọc")))
    )
    said = {}
    for kind, wording in WORDINGS.items():
        with pytest.raises(AnswersRejected) as rejected:
            check(definition, {}, now=NOW, wording=wording)
        said[kind] = rejected.value.errors[0].message["vi"]
    assert said == {
        "preschool": "Ghi tên trẻ, Hiệu trưởng đọc",
        "general": "Ghi tên học sinh, Hiệu trưởng đọc",
        "continuing": "Ghi tên học viên, Giám đốc đọc",
    }


def test_what_is_past_depends_on_the_moment_given_alone() -> None:
    definition = FormDefinition.from_document(form(component("date", past=True)))
    late_evening = datetime(2026, 8, 24, 17, 30, tzinfo=UTC)  # already the 25th in Vietnam
    assert check(definition, {"field": "25/8/2026"}, now=late_evening).values
    with pytest.raises(AnswersRejected):
        check(definition, {"field": "25/8/2026"}, now=NOW)
