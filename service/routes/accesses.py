"""Who opened a case, for its head and its focal point."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from processes.permissions import Act, Caller, demand
from service.here import workplace
from service.pages import accesses
from service.security.access import demands
from service.seen import record_access, seen_case

page = Blueprint("accesses", __name__)


@page.get("/ho-so/<code>/luot-mo")
@demands(Act.SEE_ACCESSES)
def listed(who: Caller, code: str) -> str:
    """Every look into the case, the last first."""
    place = workplace()
    with place.database.reading() as session:
        case = seen_case(session, who, code)
        demand(who, Act.SEE_ACCESSES, school_id=case.school_id)
        built = accesses.build(session, place, case, before=request.args.get("before", ""))
    record_access(who, case)
    return render_template("accesses.html", page=built)
