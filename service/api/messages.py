"""Messages from agencies."""

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


@api.post("/messages/<name>")
@demands(Act.SEND_MESSAGE)
@described(
    Operation(
        summary="Hand in a message for a case",
        says="From an agency, by the token of a service that has a role at the school, or by "
        "whoever may open the case. It is kept until the case waits for it, such as "
        "agency_answered.",
        body="NewMessage",
        answer="Received",
        status=202,
        once=True,
        may_be_gone=True,
        conflicts=True,
    )
)
def receive_message(who: Caller, name: str) -> tuple[Response, int]:
    """Keep a message in the inbox."""
    asked = body("NewMessage")
    received = messages.receive(
        workplace(),
        name,
        asked["correlation"],
        asked["payload"],
        sender=who,
        now=now(),
        once=once(who, asked),
    )
    document = {
        "message": received.message_id,
        "name": name,
        "correlation": asked["correlation"],
        "received_at": shapes.moment(received.received_at),
    }
    return jsonify(document), 202
