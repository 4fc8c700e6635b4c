"""Deadlines: those of a case with their proofs, and limits reckoned by a school's calendar."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from flask import Response, jsonify

from models import calendars, later_changes
from models.deadlines import LimitUnit
from processes.forms.wording import Text
from processes.permissions import Act, Caller
from processes.working_time.calendar import Calendar
from processes.working_time.local_time import ZONE
from processes.working_time.refusals import LimitRefused, MomentRefused, WorkingTimeRefused
from processes.workplace import NoCalendar
from service.api import shapes
from service.api.bodies import body
from service.api.cases import school_of
from service.api.operations import Operation, api, described
from service.api.problems import field_problem
from service.api.shapes import Json
from service.here import now, workplace
from service.security.access import demands
from service.seen import record_access, seen_case

NO_MOMENT = Text(
    vi="Ghi thời điểm theo ISO 8601, ví dụ 2026-08-21T15:00.",
    en="Write the moment in ISO 8601, for example 2026-08-21T15:00.",
)


@api.get("/cases/<code>/deadlines")
@demands(Act.SEE_CASE)
@described(
    Operation(
        summary="The deadlines of a case, with their proofs",
        answer="Deadlines",
        may_be_gone=True,
    )
)
def show_deadlines(who: Caller, code: str) -> Response:
    """Every limit that runs or ran in the case, and how it was reckoned."""
    place = workplace()
    with place.database.reading() as session:
        case = seen_case(session, who, code)
        bundle = place.bundle(session, case.process_version_id)
        later = later_changes.beside(session, case.deadlines)
    record_access(who, case)
    proved = [
        shapes.deadline(row, bundle)
        | shapes.proof_of(row)
        | {"later_change": shapes.later_change(later.get(row.id or 0))}
        for row in case.deadlines
    ]
    return jsonify({"code": case.code, "deadlines": proved})


@api.post("/deadlines/compute")
@demands(Act.COMPUTE_DEADLINE)
@described(
    Operation(
        summary="Reckon a limit by the calendar of a school",
        says="Working hours add up open minutes; working days count dates, and the day of receipt "
        "is not counted.",
        body="LimitAsked",
        answer="LimitReckoned",
        may_be_gone=True,
        conflicts=True,
    )
)
def compute_deadline(who: Caller) -> Response:
    """The end of a limit and its proof."""
    del who
    asked = body("LimitAsked")
    start = _moment(asked["from"])
    place = workplace()
    with place.database.reading() as session:
        school = school_of(session, asked["school"])
        version = calendars.current(session, school.id, now=now())
        if version is None:
            raise NoCalendar
        calendar = place.calendar(session, version.id)
    try:
        reckoned = _reckoned(calendar, start, asked)
    except MomentRefused as refused:
        raise field_problem("from", _words(refused)) from refused
    except LimitRefused as refused:
        limit = "working_hours" if "working_hours" in asked else "working_days"
        raise field_problem(limit, _words(refused)) from refused
    return jsonify({"school": school.code, "from": shapes.moment(start)} | reckoned)


def _reckoned(calendar: Calendar, start: datetime, asked: dict[str, Any]) -> Json:
    if "working_hours" in asked:
        hours = calendar.add_working_hours(start, Decimal(str(asked["working_hours"])))
        proof = shapes.proof(hours.proof, LimitUnit.HOURS)
        return {"due_at": shapes.moment(hours.due_at)} | proof
    days = calendar.add_working_days(start, int(asked["working_days"]))
    return {
        "due_on": days.due_on.isoformat(),
        "due_at": shapes.moment(days.due_at),
        "closes_at": shapes.moment(days.closes_at),
    } | shapes.proof(days.proof, LimitUnit.DAYS)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo is not None else moment.replace(tzinfo=ZONE)
    except ValueError as error:
        raise field_problem("from", NO_MOMENT) from error


def _words(refused: WorkingTimeRefused) -> Text:
    return Text(vi=refused.vi, en=refused.en)
