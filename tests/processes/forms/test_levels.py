"""Tables of levels: each row its level and grounds, counted for a hint."""

from typing import Any

import pytest

from processes.forms.definition import FormDefinition
from processes.forms.levels import conclusion_hint, level_counts, level_hint
from tests.processes.forms.forms import (
    answered,
    catalogue_form,
    choices,
    component,
    errors_of,
    form,
)

HARM: dict[str, Any] = component(
    "levels", "harm", required=True, direction="high_is_bad", reasons="required",
    rows=choices("severity", "access"), levels=choices("high", "medium", "low"),
)  # fmt: skip


def test_each_row_keeps_its_level_and_grounds() -> None:
    raw = {"harm": {"access": {"level": "low", "reason": " Ở riêng "},
                    "severity": {"level": "high", "reason": "Bầm tay"}}}  # fmt: skip
    assert answered([HARM], raw).values == {
        "harm": {
            "severity": {"level": "high", "reason": "Bầm tay"},
            "access": {"level": "low", "reason": "Ở riêng"},
        }
    }


@pytest.mark.parametrize(
    ("raw", "paths"),
    [
        (None, ["harm.severity", "harm.access"]),
        ({"severity": {"level": "high", "reason": "x"}}, ["harm.access"]),
        ({"severity": {"level": "huge", "reason": "x"}, "access": {"level": "low"}},
         ["harm.severity", "harm.access.reason"]),
        ({"severity": {"reason": "x"}, "access": {"level": "low", "reason": "x"}},
         ["harm.severity"]),
        ({"colour": {"level": "high"}}, ["harm.colour"]),
        ({"severity": {"level": "high", "reason": "x", "why": "y"},
          "access": {"level": "low", "reason": "x"}}, ["harm.severity.why"]),
    ],
)  # fmt: skip
def test_what_is_missing_or_unknown_is_named_by_row(raw: Any, paths: list[str]) -> None:
    assert list(errors_of([HARM], {"harm": raw})) == paths


def test_an_optional_table_may_stay_empty_but_grounds_need_a_level() -> None:
    table = HARM | {"required": False, "reasons": "optional"}
    assert answered([table], {"harm": {"access": {"level": "", "reason": ""}}}).values == {}
    assert list(errors_of([table], {"harm": {"access": {"reason": "x"}}})) == ["harm.access"]
    assert answered([table], {"harm": {"access": {"level": "low"}}}).values == {
        "harm": {"access": {"level": "low"}}
    }


def test_levels_are_counted_in_the_order_of_the_table() -> None:
    table = FormDefinition.from_document(form(HARM)).component("harm")
    answer = {"severity": {"level": "low"}, "access": {"level": "low"}}
    assert list(level_counts(table, answer).items()) == [("high", 0), ("medium", 0), ("low", 2)]


def test_the_hint_says_the_counts_and_that_table_b_reads_the_other_way() -> None:
    assess = catalogue_form("assess_risk")
    protection = assess.component("protection")
    answer = {row.value: {"level": "low", "reason": "x"} for row in protection.rows}
    answer["self_protection"] = {"level": "not_assessed", "reason": "còn nhỏ"}
    assert level_hint(protection, answer, "vi") == (
        "Bảng b. Khả năng tự bảo vệ và phục hồi: Cao 0, Trung bình 0, Thấp 3, "
        "Không đánh giá được 1. Bảng này đọc ngược lại: càng nhiều mức cao thì càng yên tâm."
    )
    hint = conclusion_hint(assess.components, {"protection": answer}, "en")
    assert hint.endswith("The counts are only a help; the conclusion is the assessor's own.")
    assert conclusion_hint(assess.components, {}, "vi") == ""
