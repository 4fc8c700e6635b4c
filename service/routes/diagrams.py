"""The diagrams of a case's process version, as files for the viewer and for download."""

from __future__ import annotations

from flask import Blueprint, Response, abort

from models import held
from processes import policies
from processes.permissions import Act, Caller
from service.here import now, workplace
from service.security.access import demands

page = Blueprint("diagrams", __name__)


@page.get("/ho-so/<code>/so-do/<name>.bpmn")
@demands(Act.SEE_CASE)
def show(who: Caller, code: str, name: str) -> Response:
    """One BPMN file of the version on which the case runs."""
    place = workplace()
    with place.database.reading() as session:
        case = held.by_code(session, code, now=now())
        if case is None or not policies.sees(who, case):
            abort(404)
        diagrams = place.bundle(session, case.process_version_id).diagrams
    raw = diagrams.get(f"{name}.bpmn")
    if raw is None:
        abort(404)
    return Response(raw, mimetype="application/xml")
