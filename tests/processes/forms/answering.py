"""Random answers that a form accepts."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from processes.forms.answers import is_shown
from processes.forms.component import Component
from processes.forms.definition import FormDefinition

WORDS = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=30
)
PAST = st.dates(min_value=date(1950, 1, 1), max_value=date(2026, 8, 23))
RECENT = st.dates(min_value=date(2025, 8, 25), max_value=date(2026, 8, 23))
FUTURE = st.dates(min_value=date(2026, 8, 24), max_value=date(2099, 12, 31))
TIMES = st.builds(
    lambda hour, mark, minute: f"{hour}{mark}{minute:02d}",
    st.integers(0, 23), st.sampled_from([":", "h", "."]), st.integers(0, 59),
)  # fmt: skip


@st.composite
def good_answers(draw: DrawFn, definition: FormDefinition) -> dict[str, Any]:
    """What a person may type: every required field that is shown, some of the others."""
    return _level(draw, definition.components, {})


def _level(draw: DrawFn, components: Sequence[Component], above: dict[str, Any]) -> dict[str, Any]:
    raw: dict[str, Any] = {}
    for one in components:
        asked = one.is_field and is_shown(one.when, raw, above)
        if asked and (one.required or draw(st.booleans())):
            raw[one.key] = _answer(draw, one, {**above, **raw})
    return raw


def _answer(draw: DrawFn, one: Component, above: dict[str, Any]) -> Any:
    values = [choice.value for choice in one.values]
    match one.type:
        case "text" | "textarea":
            return draw(WORDS)
        case "radio" | "select":
            return draw(st.sampled_from(values))
        case "checkboxes":
            return draw(st.lists(st.sampled_from(values), min_size=1, unique=True))
        case "number":
            return str(draw(st.integers(one.min or 0, one.max or 100)))
        case "phone":
            return draw(st.from_regex(r"0[0-9]{9}", fullmatch=True))
        case "date":
            if one.not_before in above:
                return above[one.not_before]
            return _typed(draw(FUTURE if one.future else PAST))
        case "moment":
            days = PAST if one.past_days is None else RECENT
            return {"date": _typed(draw(days)), "time": draw(TIMES)}
        case "birth":
            if draw(st.booleans()):
                return {"kind": "date", "date": _typed(draw(PAST))}
            return {"kind": "age", "age": str(draw(st.integers(0, 120)))}
        case "agency":
            return {"id": "other", "kind": draw(st.sampled_from(values)), "name": draw(WORDS)}
        case "levels":
            levels = st.sampled_from([level.value for level in one.levels])
            return {row.value: {"level": draw(levels), "reason": draw(WORDS)} for row in one.rows}
        case "rows":
            rows = [_level(draw, one.components, above) for _ in range(draw(st.integers(1, 2)))]
            return [row for row in rows if row] or [_whole(draw, one, above)]
        case _:
            raise AssertionError(one.type)


def _whole(draw: DrawFn, group: Component, above: dict[str, Any]) -> dict[str, Any]:
    first = group.components[0]
    return {first.key: _answer(draw, first, above)}


def _typed(day: date) -> str:
    return f"{day.day:02d}/{day.month}/{day.year}"
