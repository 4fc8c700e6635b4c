"""The JSON schemas of a form definition: one for the form, one for each kind of component."""

from __future__ import annotations

from typing import Any, Final

Schema = dict[str, Any]

TEXT: Final[Schema] = {
    "type": "object",
    "properties": {
        "vi": {"type": "string", "minLength": 1, "maxLength": 2000},
        "en": {"type": "string", "minLength": 1, "maxLength": 2000},
    },
    "required": ["vi", "en"],
    "additionalProperties": False,
}
# No hyphen: pages join keys with hyphens to name the inputs of a nested field.
KEY: Final[Schema] = {"type": "string", "pattern": r"^[a-z][a-z0-9_]{0,59}\Z"}
VALUE: Final[Schema] = {"type": "string", "pattern": r"^[a-z0-9][a-z0-9_]{0,59}\Z"}
CHOICES: Final[Schema] = {
    "type": "array",
    "minItems": 1,
    "maxItems": 100,
    "items": {
        "type": "object",
        "properties": {"value": VALUE, "label": TEXT, "hint": TEXT},
        "required": ["value", "label"],
        "additionalProperties": False,
    },
}
WHEN: Final[Schema] = {
    "type": "object",
    "properties": {
        "field": KEY,
        "op": {"enum": ["eq", "ne", "in", "contains", "filled"]},
        "value": {
            "type": ["string", "array"],
            "minItems": 1,
            "maxItems": 100,
            "items": {"type": "string"},
        },
    },
    "required": ["field", "op"],
    "additionalProperties": False,
}
FORM: Final[Schema] = {
    "type": "object",
    "properties": {
        "id": KEY,
        "title": TEXT,
        "basis": {"enum": ["law", "reading", "design"]},
        "intro": TEXT,
        "submit": TEXT,
        # The forms that are read beside this one; what it decides about stands first.
        "beside": {"type": "array", "maxItems": 20, "uniqueItems": True, "items": KEY},
        "components": {
            "type": "array",
            "minItems": 1,
            "maxItems": 200,
            "items": {"type": "object"},
        },
    },
    "required": ["id", "title", "basis", "components"],
    "additionalProperties": False,
}

_LENGTH: Final[Schema] = {"type": "integer", "minimum": 1, "maximum": 20_000}
_WHOLE: Final[Schema] = {"type": "integer", "minimum": -1_000_000_000, "maximum": 1_000_000_000}
_FLAG: Final[Schema] = {"type": "boolean"}
_ANY: Final[Schema] = {"type": "string"}
# Routing moments of the case before which the field cannot lie: the latest one known counts.
_MOMENTS: Final[Schema] = {"type": "array", "minItems": 1, "maxItems": 10, "items": KEY}


def _component(*needed: str, **more: Schema) -> Schema:
    return {
        "type": "object",
        "properties": {"type": _ANY, "key": KEY, "label": TEXT, "when": WHEN, **more},
        "required": ["type", "key", "label", *needed],
        "additionalProperties": False,
    }


def _field(*needed: str, **more: Schema) -> Schema:
    """A component that people fill in."""
    return _component(
        "required",
        "private",
        *needed,
        hint=TEXT,
        required=_FLAG,
        private={"enum": ["child", "informant", "none"]},
        # The field as a noun and the sentence for an empty one, where ours would read badly.
        noun=TEXT,
        missing=TEXT,
        **more,
    )


COMPONENTS: Final[dict[str, Schema]] = {
    "heading": _component(hint=TEXT),
    "note": _component(),
    "text": _field(max=_LENGTH, staff=_FLAG),
    "textarea": _field(max=_LENGTH),
    "radio": _field("values", values=CHOICES, routing=KEY),
    "select": _field("values", values=CHOICES, routing=KEY),
    "checkboxes": _field("values", values=CHOICES),
    "number": _field(min=_WHOLE, max=_WHOLE),
    "phone": _field(),
    "date": _field(past=_FLAG, future=_FLAG, not_before=KEY, since=_MOMENTS, routing=KEY),
    "moment": _field(
        past=_FLAG,
        # How many days ago it may lie, and what to do about one that lies further back.
        past_days={"type": "integer", "minimum": 1, "maximum": 36_600},
        too_old=TEXT,
        not_before=KEY,
        since=_MOMENTS,
        routing=KEY,
    ),
    "birth": _field(),
    "levels": _field(
        "rows",
        "levels",
        "direction",
        rows=CHOICES,
        levels=CHOICES,
        direction={"enum": ["high_is_bad", "high_is_good"]},
        reasons={"enum": ["required", "optional"]},
    ),
    # An agency of the list, or one written by hand; `values` are the kinds that may be chosen.
    "agency": _field("values", values=CHOICES),
    "rows": _field(
        "components",
        item=TEXT,
        max={"type": "integer", "minimum": 1, "maximum": 200},
        components={
            "type": "array",
            "minItems": 1,
            "maxItems": 30,
            "items": {"type": "object"},
        },
    ),
    "constant": _component("routing", "value", routing=KEY, value=VALUE),
}
# What one row of a repeatable group may hold: rows do not nest and set no routing value.
ROW_KINDS: Final = frozenset(
    {"text", "textarea", "radio", "select", "checkboxes", "number", "phone", "date", "moment"}
    | {"birth"}
)
