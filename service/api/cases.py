"""Cases: opened by a report or a request; how one stands."""

from __future__ import annotations

from flask import Response, jsonify
from sqlalchemy.orm import Session

from models import people, schools
from models.cases import CaseState
from models.held import HeldCase
from models.schools import School
from processes import cases, policies
from processes.forms.wording import Text
from processes.permissions import Act, Caller, permitted
from service.api import shapes
from service.api.bodies import body
from service.api.operations import Operation, api, described
from service.api.problems import Problem
from service.api.repeats import once
from service.api.shapes import Json, TaskShapes
from service.here import now, workplace
from service.security.access import demands
from service.seen import record_access, seen_case

NO_SCHOOL = Text(
    vi="Không có trường nào có mã này, hoặc thầy cô không làm việc ở đó.",
    en="No school has this code, or you do not work there.",
)


def school_of(session: Session, code: str) -> School:
    """The school with this code; raises Problem."""
    school = schools.by_code(session, code)
    if school is None:
        raise Problem(404, "school_not_found", NO_SCHOOL)
    return school


@api.post("/cases")
@demands(Act.ENTER_REPORT)
@described(
    Operation(
        summary="Open a case",
        says="school_social_work: by a report; development_support: by a request for help, "
        "without a report. The clock of the referral runs from the moment of receipt.",
        body="NewCase",
        answer="Opened",
        status=201,
        once=True,
        may_be_gone=True,
        conflicts=True,
    )
)
def open_case(who: Caller) -> tuple[Response, int]:
    """Open a case by the answers to its first form."""
    asked = body("NewCase")
    with workplace().database.reading() as session:
        school = school_of(session, asked["school"])
    if not permitted(who, Act.ENTER_REPORT, school_id=school.id):
        raise Problem(404, "school_not_found", NO_SCHOOL)
    is_request = asked["process"] == "development_support"
    opened = (cases.open_by_request if is_request else cases.open_by_report)(
        workplace(), school.id, asked["answers"], by=who, now=now(), once=once(who, asked)
    )
    document = {
        "code": opened.case_code,
        "report": opened.report_code,
        "received_at": shapes.moment(opened.received_at),
        "version": opened.version,
        "tasks": shapes.open_tasks(opened.tasks),
    }
    return jsonify(document), 201


@api.get("/cases/<code>")
@demands(Act.SEE_CASE)
@described(
    Operation(
        summary="How a case stands",
        says="Its open tasks, the events that it waits for, and its deadlines.",
        answer="Case",
        may_be_gone=True,
    )
)
def show_case(who: Caller, code: str) -> Response:
    """A case, without what is written in its forms."""
    place = workplace()
    with place.database.reading() as session:
        case = seen_case(session, who, code)
        document = _case(session, who, case)
    record_access(who, case)
    return jsonify(document)


def _case(session: Session, who: Caller, case: HeldCase) -> Json:
    place = workplace()
    bundle = place.bundle(session, case.process_version_id)
    wording = place.wording(session, case.school_id)
    school = schools.by_ids(session, {case.school_id})[case.school_id]
    involved = {case.focal_point_id, *(task.assignee_id for task in case.tasks)}
    names = people.by_ids(session, {one for one in involved if one is not None})
    tasks = TaskShapes(who, case, bundle, wording, names)
    return {
        "code": case.code,
        "version": case.version,
        "state": case.state.value,
        "end": case.end_element if case.state is CaseState.ENDED else None,
        "emergency": case.emergency,
        "groups": case.category.split(",") if case.category else [],
        "opened_at": shapes.moment(case.opened_at),
        "school": {"code": school.code, "name": school.name},
        "process": {"id": bundle.process, "digest": bundle.digest},
        "focal_point": shapes.person(case.focal_point_id, names),
        "tasks": [tasks.of(task) for task in case.tasks],
        "events": [
            shapes.event(bundle, wording, one, yours=policies.may_send(who, case, one))
            for one in case.messages
        ],
        "deadlines": [shapes.deadline(row, bundle) for row in case.deadlines],
    }
