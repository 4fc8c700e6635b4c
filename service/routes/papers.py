"""Giấy tờ: a filed form as it reads now."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, render_template, url_for

from processes.permissions import Act, Caller, permitted
from service.filed import Filed
from service.languages import language
from service.pages import answers, moments, prints
from service.pages.answers import AnswerCard
from service.pages.earlier import hidden_from, signed
from service.pages.happened import LATE
from service.security.access import demands
from service.seen import record_access
from service.speech import gettext as _
from service.ways import CaseWay, Way

page = Blueprint("papers", __name__)


@dataclass(frozen=True)
class Correction:
    """Who corrected the paper last, when and why."""

    by: str
    reason: str


@dataclass(frozen=True)
class PaperPage:
    """See `templates/filed_form.html`."""

    title: str
    back: Way
    case: CaseWay
    by: str
    late: str
    basis: str
    version: str
    cards: tuple[AnswerCard, ...]
    correction: Correction | None
    correct: str
    prints: tuple[Way, ...]


@page.get("/ho-so/<code>/giay-to/<int:seq>")
@demands(Act.SEE_CASE)
def show(who: Caller, code: str, seq: int) -> str:
    """A filed form, with every correction since."""
    filed = Filed.of(who, code, seq)
    first, last = filed.versions[0], filed.versions[-1]
    record_access(who, filed.case, element=first.element)
    may = permitted(who, Act.CORRECT_ANSWER, school_id=filed.case.school_id)
    return render_template(
        "filed_form.html",
        page=PaperPage(
            title=filed.definition.worded(filed.wording).title[language()],
            back=filed.back,
            case=filed.case_way,
            by=signed(first, filed.names),
            late=_("Ghi muộn, lúc %(moment)s.", moment=moments.moment(first.recorded_at))
            if (first.recorded_at - first.at).total_seconds() > LATE
            else "",
            basis=filed.definition.basis,
            version=filed.version,
            cards=answers.read(
                filed.definition,
                last.values,
                language=language(),
                wording=filed.wording,
                hidden=hidden_from(who, filed.case),
                before=first.values if last is not first else None,
            ),
            correction=Correction(signed(last, filed.names), last.reason)
            if last is not first
            else None,
            correct=url_for("corrections.show", code=code, seq=seq) if may else "",
            prints=prints.of(filed.case, filed.bundle, replace(first, values=last.values)),
        ),
    )
