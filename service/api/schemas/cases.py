"""Cases: what opens one, and how one stands."""

from __future__ import annotations

from service.api.schemas.words import (
    ANY_OBJECT,
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

SCHEMAS = {
    "NewCase": shape(
        {
            "process": one_of("school_social_work", "development_support"),
            "school": FREE_CODE,
            "answers": ANY_OBJECT
            | {"description": "To the form report, or to open_development_support."},
        }
    ),
    "Opened": shape(
        {
            "code": TEXT,
            "report": or_null(TEXT),
            "received_at": MOMENT,
            "version": WHOLE,
            "tasks": list_of(ref("OpenTask")),
        }
    ),
    "Process": shape({"id": TEXT, "digest": TEXT}),
    "Event": shape(
        {
            "element": TEXT,
            "name": ref("Text"),
            "form": or_null(TEXT),
            "yours": YES_OR_NO
            | {"description": "Whether the caller may send it: POST .../events/{element}."},
        }
    ),
    "Case": shape(
        {
            "code": TEXT,
            "version": WHOLE,
            "state": one_of("open", "ended"),
            "end": or_null(TEXT) | {"description": "The end event at which the case ended."},
            "emergency": YES_OR_NO,
            "groups": list_of(TEXT),
            "opened_at": MOMENT,
            "school": ref("School"),
            "process": ref("Process"),
            "focal_point": or_null(ref("Person")),
            "tasks": list_of(ref("Task")),
            "events": list_of(ref("Event")),
            "deadlines": list_of(ref("Deadline")),
        }
    ),
    "NewEvent": shape({"answers": ANY_OBJECT}),
}
