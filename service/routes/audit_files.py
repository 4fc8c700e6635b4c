"""Tài liệu kèm theo for an auditor: as the opening of content goes, and noted."""

from __future__ import annotations

from flask import Blueprint
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from models.held import HeldCase
from processes import audits
from processes.attachments import downloads
from processes.journal import CaseNotFound
from processes.permissions import Act, Caller, NotPermitted
from service.here import now, workplace
from service.pages.saved_files import saved
from service.routes.audit import without_mandate
from service.security.access import demands

page = Blueprint("audit_files", __name__)
page.register_error_handler(NotPermitted, without_mandate)


@page.get("/kiem-tra/<code>/tai-lieu/<int:seq>/<int:number>")
@demands(Act.OPEN_CONTENT)
def download(who: Caller, code: str, seq: int, number: int) -> Response:
    """One file of a case whose content the auditor has opened today, for a reason."""
    place = workplace()

    def find(session: Session) -> HeldCase:
        case = audits.audited(session, who, code, now=now())
        if audits.opening(session, place, who, case, now=now()) is None:
            raise CaseNotFound
        return case

    return saved(*downloads.take(place, find, seq, number, by=who, now=now()))
