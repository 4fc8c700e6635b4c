"""The small pieces that other schemas are made of."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

# Control characters are in no code, and PostgreSQL refuses some of them.
CODE = "^[^\\x00-\\x1f\\x7f]{1,60}$"


def shape(required: Schema, optional: Schema | None = None, *, says: str = "") -> Schema:
    """An object of exactly these fields."""
    found: Schema = {
        "type": "object",
        "properties": required | (optional or {}),
        "additionalProperties": False,
    }
    if required:
        found["required"] = list(required)
    return found | ({"description": says} if says else {})


def ref(name: str) -> Schema:
    """Another schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def list_of(items: Schema) -> Schema:
    """An array."""
    return {"type": "array", "items": items}


def or_null(schema: Schema) -> Schema:
    """The same, or null."""
    if "type" in schema:
        return schema | {"type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def one_of(*values: str) -> Schema:
    """One of these words."""
    return {"type": "string", "enum": list(values)}


TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
YES_OR_NO: Schema = {"type": "boolean"}
ANY_OBJECT: Schema = {"type": "object"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
DATE: Schema = {"type": "string", "format": "date"}
FREE_CODE: Schema = {"type": "string", "pattern": CODE}

SCHEMAS = {
    "Text": shape({"vi": TEXT, "en": TEXT}, says="The same in Vietnamese and English."),
    "Error": shape(
        {
            "error": TEXT | {"description": "A code for programs, such as task_gone."},
            "reason": TEXT | {"description": "A sentence in the language of the token's holder."},
        },
        {
            "fields": {
                "type": "object",
                "additionalProperties": ref("Text"),
                "description": "By the path of each field that must be mended.",
            }
        },
    ),
    "Person": shape({"id": WHOLE, "name": TEXT}),
    "School": shape({"code": TEXT, "name": TEXT}),
    "OpenTask": shape({"id": WHOLE, "key": TEXT, "element": TEXT}),
    "Done": shape(
        {
            "code": TEXT,
            "seq": WHOLE | {"description": "The entry of the journal that the act became."},
            "version": WHOLE | {"description": "The version of the case after the act."},
            "tasks": list_of(ref("OpenTask")) | {"description": "The tasks open after the act."},
        }
    ),
}
