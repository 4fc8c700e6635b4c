"""What a browser posted, as the raw answers that `processes.forms` checks; nothing is judged here.

Unknown and repeated names stay in the raw answers, so that the check can refuse them in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from processes.forms.answers import ROW_LIMIT
from processes.forms.component import Component
from processes.forms.definition import FormDefinition
from service.posting import AGAIN

MOST_FIELDS = 4_000

Posted = Sequence[tuple[str, list[str]]]


def parse(definition: FormDefinition, form: MultiDict[str, str]) -> dict[str, Any]:
    """The raw, nested answers in a posted form. RequestEntityTooLarge beyond 4,000 fields."""
    posted = [(name, values) for name, values in form.lists() if not _is_of_the_page(name)]
    if sum(len(values) for _, values in posted) > MOST_FIELDS:
        raise RequestEntityTooLarge
    return _level(definition.components, posted)


def rearranged(definition: FormDefinition, form: MultiDict[str, str]) -> dict[str, Any] | None:
    """The raw answers to draw again, when a button only added, removed or counted; else None.

    Also where what was typed only comes back, after its writer has signed in again.
    """
    if not any(button in form for button in ("_add", "_remove", "_count", AGAIN)):
        return None
    raw = parse(definition, form)
    repeated = {
        one.key: one.max or ROW_LIMIT for one in definition.components if one.type == "rows"
    }
    added = form.get("_add", "")
    if added in repeated and len(rows := raw.setdefault(added, [])) < repeated[added]:
        rows.append({})
    key, _, number = form.get("_remove", "").rpartition("-")
    usable = key in repeated and number.isdecimal() and len(number) < 5
    if usable and int(number) < len(raw.get(key, [])):
        del raw[key][int(number)]
    return raw


def _is_of_the_page(name: str) -> bool:
    """Tokens and buttons; no key of a form begins with an underscore."""
    return name.startswith("_") or name == "csrf_token"


def _level(components: Iterable[Component], posted: Posted) -> dict[str, Any]:
    known = {one.key: one for one in components}
    raw: dict[str, Any] = {}
    nested: dict[str, list[tuple[str, list[str]]]] = {}
    for name, values in posted:
        key, _, rest = name.partition("-")
        component = known.get(key)
        if component is None or bool(rest) != (component.type in _NESTED):
            raw[name] = _one(values)
        elif rest:
            nested.setdefault(key, []).append((rest, values))
        else:
            raw[name] = values if component.type == "checkboxes" else _one(values)
    return raw | {key: _NESTED[known[key].type](known[key], inner) for key, inner in nested.items()}


def _parts(component: Component, posted: Posted) -> dict[str, Any]:
    return {name: _one(values) for name, values in posted}


def _rows(component: Component, posted: Posted) -> list[dict[str, Any]]:
    """The rows in the order of their numbers; gaps close, so that row 0 and 7 become 0 and 1."""
    rows: dict[int, list[tuple[str, list[str]]]] = {}
    for name, values in posted:
        number, _, inner = name.partition("-")
        if number.isdecimal() and len(number) < 5 and inner:
            rows.setdefault(int(number), []).append((inner, values))
        else:
            # A name without a usable number makes a row of its own, for the check to refuse.
            rows.setdefault(10_000, []).append((name, values))
    return [_level(component.components, rows[place]) for place in sorted(rows)]


def _levels(component: Component, posted: Posted) -> dict[str, Any]:
    table: dict[str, dict[str, Any]] = {}
    for name, values in posted:
        row, _, part = name.partition("-")
        table.setdefault(row, {})[part] = _one(values)
    return table


def _one(values: Sequence[str]) -> Any:
    return values[0] if len(values) == 1 else list(values)


_NESTED: Mapping[str, Any] = {
    "moment": _parts,
    "birth": _parts,
    "agency": _parts,
    "rows": _rows,
    "levels": _levels,
}
