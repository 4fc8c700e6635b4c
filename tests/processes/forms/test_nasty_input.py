"""What nobody should send, and somebody will."""

import time
from typing import Any

import pytest

from tests.processes.forms.forms import answered, choices, component, error_of, errors_of, value_of

TEXT = component("text")
AREA = component("textarea")


def test_a_megabyte_of_text_is_refused_quickly_with_the_number_to_cut() -> None:
    started = time.perf_counter()
    assert error_of(AREA, "a" * 1_000_000).startswith("Bớt 980.000 ký tự")
    assert error_of(TEXT, "a" * 1_000_000).startswith("Bớt 995.000 ký tự")
    assert error_of(AREA, ("a" + "\u0301\u0323" * 20_000) * 20).startswith("Bớt")
    assert error_of(AREA, ("a" + "\u0301\u0323" * 30_000)).startswith("Xóa bớt các dấu")
    assert time.perf_counter() - started < 5


def test_limits_count_letters_as_people_see_them() -> None:
    decomposed = "e\u0323\u0302" * 20_000
    assert len(value_of(AREA, decomposed)) == 20_000
    assert error_of(AREA, decomposed + "x") == "Bớt 1 ký tự: mục này nhận tối đa 20.000 ký tự"


@pytest.mark.parametrize("code", [0x00, 0x07, 0x0B, 0x1B, 0x7F, 0x85, 0x9F, 0x202E, 0x2066, 0xD800])
def test_control_characters_are_refused_by_name(code: int) -> None:
    for asked in (TEXT, AREA):
        assert f"U+{code:04X}" in error_of(asked, f"a{chr(code)}b")


@pytest.mark.parametrize(
    "name",
    [
        "Ngô Thị Đ'Ả <b>",
        "Robert'); DROP TABLE students;--",
        "{{ 7*7 }}",
        "{student}",
        "👩‍👧‍👦 Mẹ",
        "Nguyễn\u00a0Văn A",
        "عمر",
    ],
)
def test_names_pass_as_they_are(name: str) -> None:
    assert value_of(TEXT, name) == name
    assert value_of(AREA, name) == name


@pytest.mark.parametrize(
    "type_",
    ["text", "textarea", "radio", "select", "checkboxes", "number", "phone", "date", "moment",
     "birth", "levels", "rows"],
)  # fmt: skip
@pytest.mark.parametrize(
    "raw",
    [
        ["a", "b"], {"x": "y"}, {"date": {"x": 1}}, True, 1.5, b"bytes", object(), float("nan"),
        {"kind": ["date"]}, {"row": {"level": {}}}, {"row": "x"}, {"row": {"level": "x" * 10_000}},
        [None], [[]], [{"in": {"x": {"y": "z"}}}], {1: 2}, "\ud800", "9" * 5_000,
    ],
)  # fmt: skip
def test_no_shape_of_answer_breaks_any_field(type_: str, raw: Any) -> None:
    more: dict[str, Any] = {}
    if type_ in ("radio", "select", "checkboxes"):
        more = {"values": choices("yes", "no")}
    if type_ == "rows":
        more = {"components": [component("text", "in")]}
    if type_ == "levels":
        more = {"rows": choices("row"), "levels": choices("high"), "direction": "high_is_bad"}
    errors = errors_of([component(type_, **more)], {"field": raw})
    assert errors or answered([component(type_, **more)], {"field": raw}).to_bytes()


def test_unknown_fields_are_refused_and_the_list_stays_short() -> None:
    errors = errors_of([TEXT], {f"x{number:03d}": "" for number in range(500)})
    assert len(errors) == 20
    assert errors["x000"] == "Mẫu này không có mục “x000”; tải lại trang rồi gửi lại"
    assert max(map(len, errors_of([TEXT], {"y" * 10_000: ""}))) < 100
