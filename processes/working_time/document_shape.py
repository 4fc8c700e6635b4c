"""The shape of a calendar document, so that a misspelt key is an error and not a lost holiday."""

from collections.abc import Mapping
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

from processes.working_time.refusals import DocumentMisshapen
from processes.working_time.sessions import WEEKDAY_KEYS

_TEXT = {"type": "string"}
_SESSIONS = {"type": "array", "items": _TEXT}


def _object(required: Mapping[str, Any], **optional: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {**required, **optional},
        "required": list(required),
        "additionalProperties": False,
    }


def _list(*shapes: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": shapes[0] if len(shapes) == 1 else {"oneOf": list(shapes)}}


_NAME = _object({"vi": {"type": "string", "minLength": 1}}, en={"type": "string", "minLength": 1})
_WEEK = _object({}, **dict.fromkeys(WEEKDAY_KEYS, _SESSIONS))
_SPAN = {"from": _TEXT, "to": _TEXT, "name": _NAME}
# `source` is not required here: its absence has a sentence of its own.
_SHAPE = _object(
    {"zone": _TEXT, "week": _WEEK},
    format={"const": 1},
    seasons=_list(_object({**_SPAN, "week": _WEEK}, source=_TEXT)),
    holidays=_list(_object({"date": _TEXT, "name": _NAME}, source=_TEXT)),
    exceptions=_list(
        _object({"kind": {"const": "day_off"}, "date": _TEXT}, name=_NAME, source=_TEXT),
        _object(
            {"kind": {"const": "make_up"}, "date": _TEXT, "for": _TEXT},
            sessions=_SESSIONS,
            source=_TEXT,
        ),
    ),
    closures=_list(_object(_SPAN, source=_TEXT)),
)
_VALIDATOR = Draft202012Validator(_SHAPE)


def check_shape(document: object) -> None:
    """Raises DocumentMisshapen with the place of the first entry that is not as it must be."""
    finding = next(_VALIDATOR.iter_errors(document), None)
    if finding is not None:
        raise DocumentMisshapen(where=_place(finding))


def _place(finding: ValidationError) -> str:
    """Where a key is missing or unknown, that key itself: `week`, `holidays[3].sorce`."""
    place = finding.json_path
    found: Any = finding.instance
    asked: Any = finding.validator_value
    if finding.validator == "required":
        place += f".{next(key for key in asked if key not in found)}"
    if finding.validator == "additionalProperties":
        known: Any = finding.schema
        place += f".{min(set(found) - set(known['properties']))}"
    return place.removeprefix("$").removeprefix(".") or "$"
