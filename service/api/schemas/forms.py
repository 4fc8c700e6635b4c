"""Forms, in the words of the school's kind."""

from __future__ import annotations

from service.api.schemas.words import (
    TEXT,
    WHOLE,
    YES_OR_NO,
    list_of,
    one_of,
    ref,
    shape,
)

_TEXT_OR_LIST = {"anyOf": [TEXT, list_of(TEXT)]}

SCHEMAS = {
    "Form": shape(
        {
            "id": TEXT,
            "title": ref("Text"),
            "basis": one_of("law", "reading", "design"),
            "components": list_of(ref("Component")),
        },
        {"intro": ref("Text"), "submit": ref("Text"), "beside": list_of(TEXT)},
    ),
    "Choice": shape({"value": TEXT, "label": ref("Text")}, {"hint": ref("Text")}),
    "ListedAgency": shape(
        {"id": WHOLE, "name": TEXT, "kind": TEXT, "area": TEXT},
        says="An agency of the list, valid today; the nearest come first. It is answered by its "
        "id, one that is not in the list by name and kind.",
    ),
    "Condition": shape(
        {"field": TEXT, "op": one_of("eq", "ne", "in", "contains", "filled")},
        {"value": _TEXT_OR_LIST},
        says="Asked only when another field, of the same level or above, answers so.",
    ),
    "Component": shape(
        {"type": TEXT, "key": TEXT, "label": ref("Text"), "required": YES_OR_NO},
        {
            "hint": ref("Text"),
            "noun": ref("Text"),
            "missing": ref("Text"),
            "item": ref("Text"),
            "private": one_of("child", "informant"),
            "routing": TEXT,
            "when": ref("Condition"),
            "values": list_of(ref("Choice")),
            "value": TEXT,
            "min": WHOLE,
            "max": WHOLE,
            "past": YES_OR_NO,
            "future": YES_OR_NO,
            "past_days": WHOLE,
            "too_old": ref("Text"),
            "not_before": TEXT,
            "since": list_of(TEXT),
            "staff": YES_OR_NO,
            "rows": list_of(ref("Choice")),
            "levels": list_of(ref("Choice")),
            "direction": one_of("high_is_good"),
            "reasons": one_of("required"),
            "components": list_of(ref("Component")),
            "agencies": list_of(ref("ListedAgency")),
        },
        says="A field, heading or note; what is left out has no meaning for its type.",
    ),
}
