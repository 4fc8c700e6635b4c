"""Hồ sơ: the list of a school's cases, and one case."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from models.cases import CaseState, LinkReason
from processes import cases
from processes.permissions import Act, Caller
from service.here import now, workplace
from service.pages import case as case_pages
from service.pages import case_list, codes, places
from service.security.access import demands
from service.security.unfit import whole
from service.seen import record_access, seen_case

page = Blueprint("cases", __name__)


@page.get("/ho-so")
@demands(Act.LIST_CASES)
def listed(who: Caller) -> str:
    """The cases of one of the person's schools, the latest first."""
    place = workplace()
    with place.database.reading() as session:
        built = case_list.of_school(
            session,
            place,
            who,
            now=now(),
            state=CaseState.ENDED if request.args.get("state") == "ended" else CaseState.OPEN,
            school=request.args.get("school", ""),
            before=places.place_of(request.args.get("before", "")),
        )
    return render_template("cases.html", page=built)


@page.post("/ho-so/tim")
@demands(Act.LIST_CASES)
def find(who: Caller) -> str:
    """The cases that a code or a name finds; sent as a form, so that no address keeps a name."""
    place = workplace()
    search = request.form.get("q", "")[:200].strip()
    with place.database.reading() as session:
        built = case_list.found(session, place, who, search, now=now())
    return render_template("cases.html", page=built)


@page.get("/ho-so/<code>")
@demands(Act.SEE_CASE)
def show(who: Caller, code: str) -> str:
    """One case."""
    place = workplace()
    with place.database.reading() as session:
        case = seen_case(session, who, code)
        built = case_pages.build(
            session, place, case, who, now=now(), before=request.args.get("before", type=whole)
        )
    record_access(who, case)
    return render_template("case.html", page=built)


@page.post("/ho-so/<code>/lien-ket")
@demands(Act.LINK_CASES)
def link(who: Caller, code: str) -> Response:
    """Note that the case follows an earlier one."""
    cases.link_earlier(
        workplace(),
        code,
        codes.whole(request.form.get("earlier", "").replace("\0", "")),
        LinkReason.RELATED,
        by=who,
        now=now(),
    )
    return redirect(url_for("cases.show", code=code), 303)
