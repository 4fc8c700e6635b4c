"""Deadlines of cases with their proofs, and limits reckoned on request."""

from __future__ import annotations

from service.api.schemas.words import (
    DATE,
    FREE_CODE,
    MOMENT,
    TEXT,
    WHOLE,
    YES_OR_NO,
    list_of,
    one_of,
    or_null,
    ref,
    shape,
)

_DEADLINE = {
    "limit": TEXT,
    "name": ref("Text"),
    "clause": or_null(TEXT),
    "anchor": TEXT,
    "anchor_at": MOMENT,
    "unit": one_of("hours", "days"),
    "amount": WHOLE,
    "due_at": MOMENT,
    "due_on": or_null(DATE),
    "state": one_of("open", "met", "missed", "not_applicable"),
    "alarmed_at": or_null(MOMENT),
    "act_at": or_null(MOMENT),
    "recorded_at": or_null(MOMENT),
    "recorded_late": YES_OR_NO,
    "reason": or_null(TEXT),
}
_PROOF = {"proof": list_of(ref("Interval")), "sum": ref("Text")}
_START = {
    "school": FREE_CODE,
    "from": TEXT | {"description": "ISO 8601, with an offset or in Vietnam's time."},
}
_LIMIT = {
    "working_hours": {"type": "number", "exclusiveMinimum": 0, "maximum": 10_000},
    "working_days": {"type": "integer", "minimum": 1, "maximum": 10_000},
}

SCHEMAS = {
    "Deadline": shape(_DEADLINE),
    "ProvedDeadline": shape(_DEADLINE | _PROOF | {"later_change": or_null(ref("LaterChange"))}),
    "LaterChange": shape(
        {"due_at": MOMENT, "due_on": or_null(DATE), "noted_at": MOMENT},
        says="Where a closed limit would end by a calendar that was entered afterwards.",
    ),
    "Deadlines": shape({"code": TEXT, "deadlines": list_of(ref("ProvedDeadline"))}),
    "Interval": shape(
        {"date": DATE, "counted": YES_OR_NO, "reason": or_null(ref("Reason"))},
        {
            "opens": or_null(TEXT),
            "closes": or_null(TEXT),
            "minutes": WHOLE,
            "seconds": WHOLE,
        },
        says="A part of a date that was counted in hours, or a whole date, counted or skipped.",
    ),
    "Reason": shape({"kind": TEXT, "vi": TEXT, "en": TEXT, "source": or_null(TEXT)}),
    "LimitAsked": shape(_START, _LIMIT)
    | {"oneOf": [{"required": ["working_hours"]}, {"required": ["working_days"]}]},
    "LimitReckoned": shape(
        {"school": TEXT, "from": MOMENT, "due_at": MOMENT} | _PROOF,
        {
            "due_on": DATE,
            "closes_at": MOMENT | {"description": "When the last day's working hours end."},
        },
        says="In days, due_at is 24:00 of due_on.",
    ),
}
