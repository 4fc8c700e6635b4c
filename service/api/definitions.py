"""Definitions: a diagram or a whole bundle is checked, and nothing is kept."""

from __future__ import annotations

from flask import Response, jsonify, request

from models import definitions
from models.definitions import NoProcessInForce
from processes import checks
from processes.bundle import Bundle, catalogue
from processes.bundle_refusals import BundleRefused
from processes.cases import PROCESS
from processes.forms.wording import Text
from processes.permissions import Act, Caller
from processes.working_time.local_time import today
from service.api.operations import Operation, api, described
from service.api.problems import Problem
from service.here import now, workplace
from service.refused import words_of
from service.security.access import demands

DIAGRAM = ("application/xml", "text/xml", "application/bpmn+xml")
BUNDLE = ("application/zip",)
_WRONG_TYPE = Text(
    vi="Gửi một tệp BPMN (application/xml) hoặc một bộ quy trình nén (application/zip).",
    en="Send a BPMN file (application/xml) or a bundle of a process (application/zip).",
)


@api.post("/definitions/check")
@demands(Act.CHECK_DEFINITION)
@described(
    Operation(
        summary="Check a diagram or a bundle",
        says="A single BPMN file is checked among the other files of the version in force, where "
        "it takes the place of the one with the same process. Nothing is published.",
        takes=(*DIAGRAM, *BUNDLE),
        answer="Findings",
    )
)
def check_definition(who: Caller) -> Response:
    """Every finding, with the element and its line."""
    del who
    raw = request.get_data()
    if request.mimetype in DIAGRAM:
        findings = checks.of_diagram(raw, _in_force())
    elif request.mimetype in BUNDLE:
        try:
            findings = checks.of_archive(raw)
        except BundleRefused as refused:
            raise Problem(422, "not_a_bundle", words_of(refused)) from refused
    else:
        raise Problem(415, "wrong_content_type", _WRONG_TYPE)
    return jsonify({"sound": not findings, "findings": [one.document for one in findings]})


def _in_force() -> Bundle:
    """The version in force; before the first is published, the one of this release."""
    place = workplace()
    with place.database.reading() as session:
        try:
            version = definitions.in_force(session, PROCESS, on=today(now()))
        except NoProcessInForce:
            return catalogue(PROCESS)
        return place.bundle(session, version.id)
