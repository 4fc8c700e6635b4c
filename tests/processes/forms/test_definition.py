"""A form that an owner wrote wrongly is refused with the place and a sentence."""

import json
from typing import Any

import pytest

from processes.forms.definition import FormDefinition, FormRejected
from tests.processes.forms.forms import choices, component, form, routing, text


def findings(document: object, **more: Any) -> list[tuple[str | None, str]]:
    with pytest.raises(FormRejected) as rejected:
        FormDefinition.from_document(document, **more)
    for finding in rejected.value.findings:
        assert finding.message["vi"]
        assert finding.message["en"]
    return [(finding.component, finding.message["vi"]) for finding in rejected.value.findings]


YES_NO = component("radio", "asked", values=choices("yes", "no"))


def when(field: str, op: str, *value: Any) -> dict[str, Any]:
    return {"when": {"field": field, "op": op, **({"value": value[0]} if value else {})}}


def test_a_sound_form_is_read_with_all_its_parts() -> None:
    definition = FormDefinition.from_document(
        form(
            YES_NO, component("text", "why", **when("asked", "in", ["yes", "no"])), intro=text("A")
        )
    )
    assert [one.key for one in definition.fields()] == ["asked", "why"]
    assert definition.component("why").when is not None
    with pytest.raises(KeyError):
        definition.component("nothing")


@pytest.mark.parametrize(
    ("document", "place", "sentence"),
    [
        ([], None, "sai dạng"),
        ({"id": "x"}, None, "Thêm phần còn thiếu: basis, components, title"),
        (form(component("text"), colour="red"), None, "Bỏ phần không dùng được: colour"),
        (form(component("text"), basis="hearsay"), None, "Chọn một trong các giá trị"),
        (form(component("text"), title={"vi": "Chỉ tiếng Việt"}), None, "Thêm phần còn thiếu"),
        (form(component("colour")), "field", "Chọn một loại ô"),
        (form({"label": text("x")}), "#1", "Chọn một loại ô"),
        (form(component("text", label={"vi": "Chỉ tiếng Việt"})), "field", "“label”: en"),
        (form(component("text", past=True)), "field", "Bỏ phần không dùng được: past"),
        (form(component("text", required="yes")), "field", "sai dạng"),
        (form(component("text", "Tên")), "Tên", "sai dạng"),
        (form(component("text", "a-b")), "a-b", "sai dạng"),
        (form(component("text", "a\n")), "a\n", "sai dạng"),
        (form(component("radio")), "field", "Thêm phần còn thiếu: values"),
        (form(component("text", private="secret")), "field", "Chọn một trong các giá trị"),
        (
            form(component("rows", components=[component("rows", "in")])),
            "field.in",
            "Chọn một loại",
        ),
        (form(component("rows", components=[component("text", "in", x=1)])), "field.in", "Bỏ phần"),
    ],
)
def test_a_wrong_shape_names_the_component_and_what_to_do(
    document: object, place: str | None, sentence: str
) -> None:
    found = findings(document)
    assert found[0][0] == place
    assert sentence in found[0][1]


@pytest.mark.parametrize(
    ("components", "place", "sentence"),
    [
        ([component("text"), component("date")], "field", "Đổi khóa"),
        ([component("text", "a", **when("nobody", "filled"))], "a", "chưa có ô “nobody”"),
        ([component("text", "a", **when("a", "filled"))], "a", "chưa có ô “a”"),
        ([component("text", "a", **when("asked", "eq", "yes")), YES_NO], "a", "đứng trước"),
        (
            [component("heading", "h"), component("text", "a", **when("h", "filled"))],
            "a",
            "chưa có",
        ),
        ([YES_NO, component("text", "a", **when("asked", "contains", "yes"))], "a", "Phép"),
        ([YES_NO, component("text", "a", **when("asked", "eq", "maybe"))], "a", "“maybe”"),
        ([YES_NO, component("text", "a", **when("asked", "in", ["yes", "x"]))], "a", "“x”"),
        ([YES_NO, component("text", "a", **when("asked", "in", "yes"))], "a", "đúng dạng"),
        ([YES_NO, component("text", "a", **when("asked", "eq", ["yes"]))], "a", "đúng dạng"),
        ([YES_NO, component("text", "a", **when("asked", "filled", "yes"))], "a", "đúng dạng"),
        ([YES_NO, component("text", "a", **when("asked", "eq"))], "a", "đúng dạng"),
        ([component("date", "a", not_before="b")], "a", "not_before"),
        ([component("text", "b"), component("date", "a", not_before="b")], "a", "not_before"),
        ([component("number", min=3, max=2)], "field", "số nhỏ nhất"),
        ([component("date", past=True, future=True)], "field", "một trong hai"),
        ([component("radio", values=choices("a", "a"))], "field", "ghi hai lần: “a”"),
        ([component("text", label=text("Tên {pupil}"))], "field", "“{pupil}”"),
        ([component("text", label=text("Tên {}"))], "field", "từ thay thế"),
        (
            [component("rows", components=[component("text", "a"), component("text", "a")])],
            "field.a",
            "Đổi khóa",
        ),
    ],
)
def test_parts_that_do_not_agree_are_named(
    components: list[dict[str, Any]], place: str, sentence: str
) -> None:
    found = findings(form(*components))
    assert found[0][0] == place
    assert sentence in found[0][1]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (component("radio", routing="colour", values=choices("yes")), "Khai báo"),
        (component("date", routing="emergency"), "là choice"),
        (component("date", since=["colour"]), "Khai báo “colour”"),
        (component("moment", since=["emergency"]), "loại moment"),
        (component("rows", components=[component("date", since=["review_on"])]), "loại moment"),
        (component("radio", routing="emergency", values=choices("maybe")), "“maybe” không có"),
        (component("constant", routing="reopened", value="perhaps"), "“perhaps” không có"),
    ],
)
def test_routing_values_must_be_declared_by_the_process(
    asked: dict[str, Any], sentence: str
) -> None:
    assert sentence in findings(form(asked), routing_declared=routing())[0][1]
    FormDefinition.from_document(form(asked))


def test_two_fields_never_set_one_routing_value() -> None:
    two = [component("date", key, routing="review_on") for key in ("a", "b")]
    assert [place for place, _ in findings(form(*two))] == ["a", "b"]


def test_placeholders_in_the_title_are_checked_too() -> None:
    assert findings(form(component("text"), title=text("Về {pupil}"))) == [
        (None, "Không có từ thay thế “{pupil}”")
    ]


def test_the_file_and_the_form_have_one_name() -> None:
    assert "“other”" in findings(form(component("text")), name="other")[0][1]


def test_all_findings_come_at_once() -> None:
    assert len(findings(form(component("colour", "a"), component("radio", "b")))) == 2


@pytest.mark.parametrize(
    "data",
    [b"{", b"\xff\xfe", b"[" * 100_000, '{"id": "a", "id": "b"}', b"", "null"],
)
def test_a_file_that_is_no_json_of_a_form_is_refused(data: bytes | str) -> None:
    with pytest.raises(FormRejected):
        FormDefinition.from_json(data, name="example")


def test_json_reads_as_the_document() -> None:
    document = form(component("text"))
    assert FormDefinition.from_json(json.dumps(document)) == FormDefinition.from_document(document)
