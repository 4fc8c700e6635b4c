"""Events of a case: what people tell it beside its tasks."""

from __future__ import annotations

from flask import Response, jsonify

from processes import messages
from processes.permissions import Act, Caller
from service.api import shapes
from service.api.bodies import body
from service.api.operations import Operation, api, described
from service.api.repeats import once
from service.here import now, workplace
from service.security.access import demands


@api.post("/cases/<code>/events/<element>")
@demands(Act.SEND_MESSAGE)
@described(
    Operation(
        summary="Tell a case what it waits for",
        says="GET /cases/{code} lists the events with their forms: new_information, close_early "
        "and others.",
        body="NewEvent",
        answer="Done",
        once=True,
        may_be_gone=True,
        conflicts=True,
    )
)
def send_event(who: Caller, code: str, element: str) -> Response:
    """Send the form of a message event."""
    asked = body("NewEvent")
    done = messages.send(
        workplace(), code, element, asked["answers"], by=who, now=now(), once=once(who, asked)
    )
    return jsonify(shapes.done(done))
