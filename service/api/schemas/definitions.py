"""Findings in the definition of a process."""

from __future__ import annotations

from service.api.schemas.words import TEXT, WHOLE, YES_OR_NO, list_of, ref, shape

SCHEMAS = {
    "Finding": shape(
        {
            "file": TEXT,
            "line": WHOLE | {"description": "From 1; 0 where there is none."},
            "element": TEXT,
            "rule": TEXT,
            "message": ref("Text"),
        }
    ),
    "Findings": shape({"sound": YES_OR_NO, "findings": list_of(ref("Finding"))}),
}
