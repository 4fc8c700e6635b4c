"""Kiểm tra: what an auditor may list, verify and take along under a mandate."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as WsgiResponse

from models.accesses import AccessKind
from processes import audits, exports
from processes.exports import Export, NotTheSameFile
from processes.permissions import Act, Caller, NotPermitted
from service import errors
from service.files import ZIP, drawing, sent
from service.here import now, workplace
from service.pages import audit_exported, audit_list, audit_verified
from service.security.access import demands
from service.security.unfit import whole
from service.seen import record_access

page = Blueprint("audit", __name__)


@page.errorhandler(NotPermitted)
def without_mandate(refusal: NotPermitted) -> tuple[str | WsgiResponse, int]:
    """To whoever has no mandate today there is nothing here."""
    del refusal
    return errors.answer(404)


@page.get("/kiem-tra")
@demands(Act.AUDIT)
def listed(who: Caller) -> str:
    """The cases of the schools that the person's mandates name."""
    place = workplace()
    with place.database.reading() as session:
        built = audit_list.build(
            session,
            place,
            who,
            request.args,
            now=now(),
            before=request.args.get("before", type=whole),
        )
    return render_template("audit_list.html", page=built)


@page.get("/kiem-tra/<code>/kiem-chung")
@demands(Act.AUDIT)
def verify(who: Caller, code: str) -> str:
    """Verify one case now, and say in words what was checked."""
    place = workplace()
    with place.database.reading() as session:
        case = audits.audited(session, who, code, now=now())
        built = audit_verified.build(session, place, case)
    record_access(who, case, kind=AccessKind.HISTORY_READ)
    return render_template("audit_verified.html", page=built)


@page.post("/kiem-tra/<code>/xuat")
@demands(Act.AUDIT)
def export(who: Caller, code: str) -> WsgiResponse:
    """Take the case along in one file: recorded before it is given."""
    number = exports.take(workplace(), who, code, now=now())
    return redirect(url_for("audit.exported", code=code, number=number), 303)


@page.get("/kiem-tra/<code>/xuat/<int:number>")
@demands(Act.AUDIT)
def exported(who: Caller, code: str, number: int) -> str:
    """The sha256 of a file that the person took along, and how it is checked elsewhere."""
    one = _export(who, code, number)
    return render_template("audit_exported.html", page=audit_exported.build(one, number))


@page.get("/kiem-tra/<code>/xuat/<int:number>/tep")
@demands(Act.AUDIT)
def download(who: Caller, code: str, number: int) -> Response:
    """That file itself."""
    file = _export(who, code, number).file
    if file is None:
        raise NotTheSameFile
    return sent(file.content, ZIP, file.name)


@page.get("/kiem-tra/<code>/so-do/<name>.bpmn")
@demands(Act.AUDIT)
def diagram(who: Caller, code: str, name: str) -> Response:
    """One BPMN file of the version on which the case runs."""
    place = workplace()
    with place.database.reading() as session:
        case = audits.audited(session, who, code, now=now())
        return drawing(place.bundle(session, case.process_version_id), name)


def _export(who: Caller, code: str, number: int) -> Export:
    place = workplace()
    with place.database.reading() as session:
        one = exports.of_person(session, place, who, code, number, now=now())
    record_access(who, one.case, kind=AccessKind.HISTORY_READ)
    return one
