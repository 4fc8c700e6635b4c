"""Each kind of field: what it takes, what it makes of it, and what it says otherwise."""

from typing import Any

import pytest

from tests.processes.forms.forms import choices, component, error_of, errors_of, value_of

DATE = component("date")
MOMENT = component("moment", past=True)


def at(day: str, time: str) -> dict[str, str]:
    return {"date": day, "time": time}


@pytest.mark.parametrize(
    ("asked", "raw", "value"),
    [
        (component("text"), "  Ngô Thị Đ'Ả <b> ", "Ngô Thị Đ'Ả <b>"),
        (component("text"), "Nguye\u0302\u0303n", "Nguyễn"),
        (component("text"), "\u200b \ufeff", None),
        (component("text"), "", None),
        (component("text"), None, None),
        (component("textarea"), "a\r\nb\rc\u2028d\te", "a\nb\nc\nd\te"),
        (component("textarea"), "=1+1", "=1+1"),
        (component("radio", values=choices("yes", "no")), "no", "no"),
        (component("select", values=choices("yes", "no")), "", None),
        (component("checkboxes", values=choices("a", "b", "c")), ["c", "a"], ["a", "c"]),
        (component("checkboxes", values=choices("a")), [], None),
        (component("number"), " 13 ", 13),
        (component("number"), 13, 13),
        (component("number"), "-4", -4),
        (component("phone"), "0912 345.678", "0912345678"),
        (component("phone"), "+84 (0) 912-345-678", "+840912345678"),
        (component("phone"), "111", "111"),
        (DATE, "24/08/2026", "2026-08-24"),
        (DATE, "4/8/2026", "2026-08-04"),
        (DATE, "4-8-2026", "2026-08-04"),
        (DATE, "4.8.2026", "2026-08-04"),
        (DATE, "2026-08-04", "2026-08-04"),
        (DATE, "29/2/2028", "2028-02-29"),
        (component("date", past=True), "24/8/2026", "2026-08-24"),
        (component("date", future=True), "24/8/2026", "2026-08-24"),
        (MOMENT, at("24/8/2026", "8:15"), "2026-08-24T01:15:00+00:00"),
        (MOMENT, at("21/8/2026", "15h"), "2026-08-21T08:00:00+00:00"),
        (MOMENT, at("21/8/2026", "8h30"), "2026-08-21T01:30:00+00:00"),
        (MOMENT, at("21/8/2026", "8.30"), "2026-08-21T01:30:00+00:00"),
        (MOMENT, at("21/8/2026", "08:30"), "2026-08-21T01:30:00+00:00"),
        (MOMENT, at("21/8/2026", "8 giờ 30"), "2026-08-21T01:30:00+00:00"),
        (MOMENT, at("22/8/2026", "0:30"), "2026-08-21T17:30:00+00:00"),
        (MOMENT, "2026-08-21T15:00:00.25+07:00", "2026-08-21T08:00:00+00:00"),
        (MOMENT, "2026-08-21T08:00:00Z", "2026-08-21T08:00:00+00:00"),
        (MOMENT, at("", " "), None),
        (component("birth"), {"kind": "date", "date": "5/9/2013", "age": "4"},
         {"kind": "date", "date": "2013-09-05"}),
        (component("birth"), {"kind": "age", "age": "13"}, {"kind": "age", "age": 13}),
        (component("birth"), {"age": 13}, {"kind": "age", "age": 13}),
        (component("birth"), {"kind": "date", "date": ""}, None),
        (component("birth"), {}, None),
    ],
)  # fmt: skip
def test_an_answer_becomes_its_canonical_value(asked: dict[str, Any], raw: Any, value: Any) -> None:
    assert value_of(asked, raw) == value
    if value is not None:
        assert value_of(asked, value) == value


@pytest.mark.parametrize(
    ("asked", "raw", "sentence"),
    [
        (component("text"), "một\nhai", "Viết trên một dòng"),
        (component("text"), "một\thai", "Viết trên một dòng"),
        (component("text", max=10), "12345678901234", "Bớt 4 ký tự: mục này nhận tối đa 10 ký tự"),
        (component("text"), 5, "một câu trả lời"),
        (component("radio", values=choices("yes")), "maybe", "Chọn lại"),
        (component("radio", values=choices("yes")), ["yes"], "một câu trả lời"),
        (component("checkboxes", values=choices("a")), ["a", "z"], "Chọn lại"),
        (component("checkboxes", values=choices("a")), ["a", "a"], "một câu trả lời"),
        (component("checkboxes", values=choices("a")), "a", "một câu trả lời"),
        (component("checkboxes", values=choices("a")), [1], "một câu trả lời"),
        (component("number"), "mười ba", "Ghi bằng số"),
        (component("number"), "13.5", "Ghi bằng số"),
        (component("number"), "１３", "Ghi bằng số"),
        (component("number"), True, "một câu trả lời"),
        (component("number"), 1.5, "một câu trả lời"),
        (component("number", min=10, max=120), "9", "Ghi một số từ 10 đến 120"),
        (component("number"), 10**30, "Ghi một số từ"),
        (component("phone"), "không có", "Ghi số điện thoại"),
        (component("phone"), "12", "Ghi số điện thoại"),
        (component("phone"), "9" * 5000, "Ghi số điện thoại"),
        (DATE, "31/02/2026", "Không có ngày 31/2/2026"),
        (DATE, "29/2/2026", "Không có ngày"),
        (DATE, "0/1/2026", "Không có ngày"),
        (DATE, "24/8/26", "Ghi ngày theo kiểu"),
        (DATE, "24/8", "Ghi ngày theo kiểu"),
        (DATE, "hôm qua", "Ghi ngày theo kiểu"),
        (DATE, "24/8/2026\n", ""),
        (DATE, "31/12/1899", "Xem lại năm 1899"),
        (DATE, "1/1/9999", "Xem lại năm 9999"),
        (component("date", past=True), "25/8/2026", "sau hôm nay (24/8/2026)"),
        (component("date", future=True), "23/8/2026", "đã qua; chọn từ hôm nay (24/8/2026)"),
        (MOMENT, at("24/8/2026", "8:16"), "đang ở sau lúc này (8:15 ngày 24/8/2026)"),
        (MOMENT, at("24/8/2026", "25:00"), "Ghi giờ theo kiểu 24 giờ"),
        (MOMENT, at("24/8/2026", "24:00"), "Ghi giờ theo kiểu 24 giờ"),
        (MOMENT, at("24/8/2026", "8:60"), "Ghi giờ theo kiểu 24 giờ"),
        (MOMENT, at("24/8/2026", "8"), "Ghi giờ theo kiểu 24 giờ"),
        (MOMENT, at("24/8/2026", ""), "Ghi thêm giờ"),
        (MOMENT, at("", "8:00"), "Ghi thêm ngày"),
        (MOMENT, "2026-08-21T15:00:00", "Ghi ngày và giờ vào hai ô"),
        (MOMENT, "2026-08-21", "Ghi ngày và giờ vào hai ô"),
        (MOMENT, "9999-12-31T23:59:00-10:00", "Xem lại năm 9999"),
        (MOMENT, "0001-01-01T00:00:00+10:00", "Xem lại năm 1"),
        (MOMENT, {"date": "24/8/2026", "time": "8:00", "zone": "UTC"}, "không có mục “zone”"),
        (MOMENT, {"date": ["24/8/2026", "23/8/2026"], "time": "8:00"}, "một câu trả lời"),
        (component("birth"), {"kind": "date", "date": "25/8/2026"}, "sau hôm nay"),
        (component("birth"), {"kind": "age", "age": "121"}, "Ghi tuổi bằng một số"),
        (component("birth"), {"kind": "age", "age": "mười"}, "Ghi tuổi bằng một số"),
        (component("birth"), {"kind": "guess", "age": "3"}, "Chọn biết ngày sinh"),
        (component("birth"), "5/9/2013", "Ghi ngày sinh, hoặc"),
    ],
)
def test_what_cannot_be_kept_says_what_to_do(
    asked: dict[str, Any], raw: Any, sentence: str
) -> None:
    if sentence:
        assert sentence in error_of(asked, raw)
    else:
        assert error_of(asked, raw) == ""


@pytest.mark.parametrize(
    ("type_", "label", "sentence"),
    [
        ("text", "Họ và tên", "Ghi mục “Họ và tên”"),
        ("moment", "Nhận tin lúc nào?", "Trả lời câu “Nhận tin lúc nào?”"),
        ("birth", "Ngày sinh", "Ghi mục “Ngày sinh”"),
    ],
)
def test_a_required_field_left_empty_is_asked_for(type_: str, label: str, sentence: str) -> None:
    asked = component(type_, required=True, label={"vi": label, "en": "Field"})
    assert errors_of([asked], {}) == {"field": sentence}


def test_a_required_choice_is_asked_for() -> None:
    asked = component("checkboxes", required=True, values=choices("a"))
    assert errors_of([asked], {"field": []}) == {"field": "Chọn ở mục “Mục”"}


def test_the_form_may_say_it_better() -> None:
    asked = component("text", required=True, missing={"vi": "Ghi tên", "en": "Enter a name"})
    assert errors_of([asked], {}) == {"field": "Ghi tên"}


def test_both_wrong_halves_of_a_moment_are_named() -> None:
    raw = {"field": at("31/2/2026", "25h")}
    assert set(errors_of([MOMENT], raw)) == {"field.date", "field.time"}
