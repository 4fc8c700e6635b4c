"""History: the entries of a case's journal."""

from __future__ import annotations

from service.api.schemas.words import (
    ANY_OBJECT,
    MOMENT,
    TEXT,
    WHOLE,
    list_of,
    or_null,
    ref,
    shape,
)

SCHEMAS = {
    "Entry": shape(
        {
            "seq": WHOLE,
            "at": MOMENT,
            "recorded_at": MOMENT,
            "kind": TEXT,
            "element": or_null(TEXT),
            "name": or_null(ref("Text")),
            "task_key": or_null(TEXT),
            "actor": or_null(ref("Person")) | {"description": "Null: the clock."},
            "on_behalf_of": or_null(ref("Person")),
            "routing": ANY_OBJECT,
            "replaced": or_null(ANY_OBJECT),
            "answers_to": or_null(WHOLE),
            "state_digest": TEXT,
            "previous_digest": TEXT,
            "digest": TEXT,
            "content": or_null(ANY_OBJECT)
            | {
                "description": "What was written down. Null: nothing, or it has been erased, or "
                "the caller may not open it."
            },
        }
    ),
    "History": shape(
        {
            "code": TEXT,
            "entries": list_of(ref("Entry")),
            "next": or_null(TEXT) | {"description": "The parameter page of the page that follows."},
        }
    ),
    "HistoryQuery": shape(
        {}, {"page": TEXT | {"description": "What next said on the page before."}}
    ),
}
