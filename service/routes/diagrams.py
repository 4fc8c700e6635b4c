"""The diagrams of a case's process version, as files for the viewer and for download."""

from __future__ import annotations

from flask import Blueprint, Response

from processes.permissions import Act, Caller
from service.files import drawing
from service.here import workplace
from service.security.access import demands
from service.seen import seen_case

page = Blueprint("diagrams", __name__)


@page.get("/ho-so/<code>/so-do/<name>.bpmn")
@demands(Act.SEE_CASE)
def show(who: Caller, code: str, name: str) -> Response:
    """One BPMN file of the version on which the case runs."""
    place = workplace()
    with place.database.reading() as session:
        case = seen_case(session, who, code)
        return drawing(place.bundle(session, case.process_version_id), name)
