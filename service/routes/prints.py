"""Giấy tờ to be printed: a filed form as PDF or DOCX."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response

from models.accesses import AccessKind
from processes import papers
from processes.journal import CaseNotFound
from processes.permissions import Act, Caller
from processes.printing import contents
from processes.printing.press import PRESS, Kind
from processes.printing.wanted import Print
from service.files import sent
from service.here import now, workplace
from service.pages.earlier import hidden_from
from service.security.access import demands
from service.seen import record_access, seen_case

page = Blueprint("prints", __name__)

MEDIA: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@page.get("/ho-so/<code>/giay-to/<int:seq>.<any(pdf, docx):kind>")
@demands(Act.SEE_CASE)
def download(who: Caller, code: str, seq: int, kind: Kind) -> Response:
    """The paper as it reads now; no transaction is open while it is made."""
    place = workplace()
    with place.database.reading() as session:
        case = seen_case(session, who, code)
        versions = papers.one(session, case, place.keys, seq)
        if not versions:
            raise CaseNotFound
        wanted = Print(
            workplace=place,
            case=case,
            bundle=place.bundle(session, case.process_version_id),
            versions=versions,
            hidden=hidden_from(who, case),
            by=who.name,
        )
        order = contents.order(session, wanted, now=now())
    made = PRESS.make(order, kind)
    record_access(who, case, kind=AccessKind.EXPORTED, element=versions[0].element)
    return sent(made, MEDIA[kind], contents.file_name(wanted, kind))
