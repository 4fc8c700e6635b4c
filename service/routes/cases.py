"""Hồ sơ: the list of a school's cases, and one case."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from models import accesses, held
from models.accesses import AccessKind
from models.cases import CaseState, LinkReason
from models.held import HeldCase
from processes import cases, policies
from processes.journal import CaseNotFound
from processes.permissions import Act, Caller
from service.here import now, workplace
from service.pages import case as case_pages
from service.pages import case_list
from service.security.access import demands

page = Blueprint("cases", __name__)


def seen_case(who: Caller, code: str) -> HeldCase:
    """The case, if the person may open it; raises CaseNotFound. The look is recorded."""
    place = workplace()
    with place.database.reading() as session:
        case = held.by_code(session, code, now=now())
    if case is None or not policies.sees(who, case):
        raise CaseNotFound
    return case


def note_access(who: Caller, case: HeldCase, element: str | None = None) -> None:
    """Record that the person opened the case's content."""
    with workplace().database.transaction() as session:
        accesses.record(
            session,
            case.id,
            who.person_id,
            kind=AccessKind.VIEWED,
            now=now(),
            element=element,
        )


@page.get("/ho-so")
@demands(Act.LIST_CASES)
def listed(who: Caller) -> str:
    """The cases of the person's school, the latest first, or those that a search finds."""
    place = workplace()
    with place.database.reading() as session:
        built = case_list.build(
            session,
            place,
            who,
            now=now(),
            state=CaseState.ENDED if request.args.get("state") == "ended" else CaseState.OPEN,
            search=request.args.get("q", "")[:200].strip(),
            before=case_list.position_of(request.args.get("before", "")),
        )
    return render_template("cases.html", page=built)


@page.get("/ho-so/<code>")
@demands(Act.SEE_CASE)
def show(who: Caller, code: str) -> str:
    """One case."""
    case = seen_case(who, code)
    place = workplace()
    with place.database.reading() as session:
        built = case_pages.build(
            session, place, case, who, now=now(), before=request.args.get("before", type=int)
        )
    note_access(who, case)
    return render_template("case.html", page=built)


@page.post("/ho-so/<code>/lien-ket")
@demands(Act.LINK_CASES)
def link(who: Caller, code: str) -> Response:
    """Note that the case follows an earlier one."""
    cases.link_earlier(
        workplace(),
        code,
        request.form.get("earlier", "").strip().upper(),
        LinkReason.RELATED,
        by=who,
        now=now(),
    )
    return redirect(url_for("cases.show", code=code), 303)
