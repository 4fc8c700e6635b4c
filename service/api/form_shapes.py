"""A form as JSON, in the shape in which its owner wrote it; what says nothing is left out."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any

from processes.forms.component import Choice, Component, Condition
from processes.forms.definition import FormDefinition
from processes.forms.wording import Wording

KEPT = frozenset({"required"})


def form(definition: FormDefinition, wording: Wording) -> dict[str, Any]:
    """The form in the words of a kind of school."""
    return _document(definition.worded(wording))


def _document(piece: FormDefinition | Component | Choice | Condition) -> dict[str, Any]:
    document: dict[str, Any] = {}
    for field in fields(piece):
        value = getattr(piece, field.name)
        if field.name in KEPT or field.default is MISSING or value != field.default:
            document[field.name] = _value(value)
    return document


def _value(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_value(one) for one in value]
    if isinstance(value, Component | Choice | Condition):
        return _document(value)
    return value
