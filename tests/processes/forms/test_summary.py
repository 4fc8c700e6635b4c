"""A filled form read again, in both languages and by those who may not know everything."""

from itertools import pairwise
from typing import Any

from processes.forms.answers import check
from processes.forms.summary import Line, Table, summary
from processes.forms.wording import WORDINGS
from tests.processes.forms.forms import NOW, catalogue_form

INTAKE = {
    "received_at": {"date": "22/8/2026", "time": "10:00"},
    "channel": "in_person",
    "student_known": "yes",
    "student_name": "Ngô Thị Đ'Ả <b>",
    "student_birth": {"kind": "age", "age": "13"},
    "groups": ["distress", "violence_suffered"],
    "guardians": [{"relation": "mother", "name": "Võ Thị Bích Ngà", "age": "38"}],
    "initial_needs": "Có người ở bên.\nKhám tay.",
    "emergency": "no",
    "suspected_abuse": "no",
    "authorities_notified": "no",
    "informant_consent": "yes",
    "informant_name": "Phan Mỹ Hạnh",
}


def read_again(language: Any = "vi", **more: Any) -> dict[str, Line]:
    form = catalogue_form("record_intake")
    lines = summary(form, check(form, INTAKE, now=NOW).values, language, **more)
    return {line.key: line for line in lines}


def test_answers_are_shown_as_people_say_them() -> None:
    lines = read_again()
    assert lines["received_at"].content == "10:00 thứ Bảy, 22/8/2026"
    assert lines["student_birth"].content == "khoảng 13 tuổi"
    assert lines["groups"].content == "Bị bạo lực, bắt nạt; Căng thẳng, khủng hoảng tâm lý"
    assert lines["initial_needs"].content == "Có người ở bên.\nKhám tay."
    assert lines["student_name"].content == "Ngô Thị Đ'Ả <b>"
    guardians = lines["guardians"].content
    assert isinstance(guardians, tuple)
    assert [(line.label, line.content) for line in guardians[0]] == [
        ("Quan hệ", "Mẹ"), ("Họ và tên", "Võ Thị Bích Ngà"), ("Tuổi", "38"),
    ]  # fmt: skip
    assert "residence" not in lines


def test_english_is_complete() -> None:
    assert read_again("en")["received_at"].content == "10:00 on Saturday, 22/8/2026"
    assert read_again("en")["student_birth"].content == "about 13 years old"
    assert read_again("en")["channel"].content == "In person"


def test_the_informant_is_left_out_for_those_who_may_not_know() -> None:
    assert read_again()["informant_name"].content == "Phan Mỹ Hạnh"
    assert "informant_name" not in read_again(hide={"informant"})
    only_marks = read_again(hide={"informant", "child"})
    assert not {"student_name", "guardians", "initial_needs"} & set(only_marks)
    assert "received_at" in only_marks


def test_headings_stand_only_over_answers() -> None:
    lines = list(read_again().values())
    assert lines[0].kind == "heading"
    assert lines[-1].kind != "heading"
    for line, following in pairwise(lines):
        assert not (line.kind == following.kind == "heading")
    assert "family_notice" not in read_again()


def test_labels_use_the_words_of_the_school() -> None:
    form = catalogue_form("record_intake")
    values = check(form, INTAKE, now=NOW).values
    labels = {line.key: line.label for line in summary(form, values, "vi", WORDINGS["preschool"])}
    assert labels["student_known"] == "Đã biết trẻ là ai chưa?"


def test_tables_are_shown_in_words() -> None:
    harm = catalogue_form("review_student").component("harm")
    high = {row.value: {"level": "high", "reason": "x"} for row in harm.rows}
    after = {**high, "access": {"level": "low", "reason": "Đã ở riêng"}}
    shown = {
        line.key: line for line in summary(catalogue_form("review_student"), {"harm": after}, "vi")
    }
    content = shown["harm"].content
    assert isinstance(content, Table)
    assert content.rows[1][1:] == ("Thấp", "Đã ở riêng")
    assert content.hint.startswith("Bảng a. Mức độ tổn hại: Cao 2, Trung bình 0, Thấp 1.")
