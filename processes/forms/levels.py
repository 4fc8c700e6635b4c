"""Tables of levels: a level and its grounds for each row, counted for a hint, never a route."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from processes.forms.component import Component
from processes.forms.refusals import FieldError, Refused, known_parts, misshapen
from processes.forms.texts import TEXT_LIMIT, clean_lines
from processes.forms.wording import Language, Text


def read_levels(component: Component, raw: Any) -> dict[str, Any] | None:
    """{row: {"level": ..., "reason": ...}} of the rows that were answered; None when none was."""
    if raw is None or raw == "":
        raw = {}
    if not isinstance(raw, dict):
        raise misshapen()
    known_parts(raw, (row.value for row in component.rows))
    read: dict[str, Any] = {}
    errors: list[FieldError] = []
    for row in component.rows:
        try:
            if (answer := _read_row(component, raw.get(row.value), row.label)) is not None:
                read[row.value] = answer
        except Refused as refused:
            errors += (error.within(row.value) for error in refused.errors)
    if errors:
        raise Refused(errors)
    return read or None


def level_counts(component: Component, answer: Mapping[str, Mapping[str, str]]) -> dict[str, int]:
    """How many rows have each level, in the order of the definition, zeros included."""
    given = [row["level"] for row in answer.values()]
    return {level.value: given.count(level.value) for level in component.levels}


def level_hint(
    component: Component, answer: Mapping[str, Mapping[str, str]], language: Language
) -> str:
    """The counts in words, and which way the table reads: "Cao 2, Trung bình 1, Thấp 0 ..."."""
    counts = level_counts(component, answer)
    words = ", ".join(
        f"{level.label[language]} {counts[level.value]}" for level in component.levels
    )
    return f"{component.label[language]}: {words}. {_DIRECTIONS[component.direction][language]}"


def conclusion_hint(
    components: Iterable[Component], values: Mapping[str, Any], language: Language
) -> str:
    """The hints of every answered table of a form, to stand beside the conclusion; "" if none."""
    hints = [
        level_hint(one, values[one.key], language)
        for one in components
        if one.type == "levels" and one.key in values
    ]
    return " ".join([*hints, _ONLY_A_HINT[language]]) if hints else ""


_DIRECTIONS: Mapping[str, Text] = {
    "high_is_bad": Text(
        vi="Ở bảng này, càng nhiều mức cao thì càng đáng lo.",
        en="In this table, more high levels mean more concern.",
    ),
    "high_is_good": Text(
        vi="Bảng này đọc ngược lại: càng nhiều mức cao thì càng yên tâm.",
        en="This table reads the other way: more high levels are good news.",
    ),
}
_ONLY_A_HINT = Text(
    vi="Số đếm chỉ để thầy cô tham khảo; kết luận do người đánh giá chọn.",
    en="The counts are only a help; the conclusion is the assessor's own.",
)


def _read_row(component: Component, raw: Any, label: Text) -> dict[str, str] | None:
    parts: Any = {} if raw is None or raw == "" else raw
    if not isinstance(parts, dict):
        raise misshapen()
    known_parts(parts, ("level", "reason"))
    if not all(isinstance(part, str | None) for part in parts.values()):
        raise misshapen()
    level = parts.get("level") or ""
    reason = clean_lines(parts.get("reason") or "", limit=component.max or TEXT_LIMIT)
    if not level:
        if not component.required and not reason:
            return None
        raise Refused.because(
            f"Chọn mức cho dòng “{label['vi']}”", f"Choose a level for “{label['en']}”"
        )
    if level not in {one.value for one in component.levels}:
        raise Refused.because(
            f"Chọn lại mức cho dòng “{label['vi']}”", f"Choose the level for “{label['en']}” again"
        )
    if not reason and component.reasons == "required":
        raise Refused.because(
            f"Ghi căn cứ cho dòng “{label['vi']}”",
            f"Give the grounds for “{label['en']}”",
            at="reason",
        )
    return {"level": level, **({"reason": reason} if reason else {})}
