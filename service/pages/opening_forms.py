"""The forms that open a case: for which school somebody fills one in, and as it is in force."""

from __future__ import annotations

from flask import abort, request

from models import definitions as versions
from processes import cases, definitions
from processes.forms.definition import FormDefinition
from processes.forms.wording import Wording
from processes.permissions import Act, Caller
from processes.working_time.local_time import today
from service.here import now, workplace


def school_of(who: Caller) -> int:
    """The school for which the person reports: the one asked for, else the first of theirs."""
    schools = who.schools_for(Act.ENTER_REPORT)
    asked = request.args.get("school", type=int)
    if asked in schools:
        return int(asked or 0)
    if not schools:
        abort(403)
    return schools[0]


def form_in_force(school_id: int, form_id: str) -> tuple[FormDefinition, Wording]:
    """The form of the version in force today, and the words of the school's kind."""
    place = workplace()
    with place.database.reading() as session:
        version = versions.in_force(session, cases.PROCESS, on=today(now()))
        bundle = place.bundle(session, version.id)
        return definitions.form(bundle, form_id), place.wording(session, school_id)
