"""A form as JSON, in the shape in which its owner wrote it; what says nothing is left out."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any

from processes.agencies import Offered
from processes.forms.component import Choice, Component, Condition
from processes.forms.definition import FormDefinition
from processes.forms.wording import Wording

KEPT = frozenset({"required"})


def form(definition: FormDefinition, wording: Wording, offered: Offered) -> dict[str, Any]:
    """The form in the words of a kind of school, with the agencies that it offers now."""
    document = _document(definition.worded(wording))
    for piece in document["components"]:
        if piece["type"] == "agency":
            kinds = {choice["value"] for choice in piece["values"]}
            piece["agencies"] = [
                {"id": one.id, "name": one.name, "kind": one.kind, "area": one.area}
                for _near, one in offered.agencies
                if one.kind in kinds
            ]
    return document


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
