"""Messages from outside."""

from __future__ import annotations

from service.api.schemas.words import ANY_OBJECT, FREE_CODE, MOMENT, TEXT, WHOLE, shape

SCHEMAS = {
    "NewMessage": shape(
        {
            "correlation": FREE_CODE | {"description": "The code of the case."},
            "payload": ANY_OBJECT,
        }
    ),
    "Received": shape({"message": WHOLE, "name": TEXT, "correlation": TEXT, "received_at": MOMENT}),
}
