"""Báo tin: any staff member enters a report and gets its code and moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from models import concerned_people, reports
from processes import cases, drafts
from processes.drafts import Subject
from processes.forms.answers import AnswersRejected, FieldError
from processes.permissions import Act, Caller, permitted
from service import drafting, posting
from service.here import now, workplace
from service.languages import language
from service.pages import moments, own_reports
from service.pages.drafts import DraftPart
from service.pages.forms import FormPage, parse, rearranged
from service.pages.opening_forms import form_in_force, school_of
from service.security.access import demands
from service.speech import gettext as _
from service.ways import Way

page = Blueprint("reports", __name__)

ANOTHER = "_another"  # the person knows of the report that says the same


@dataclass(frozen=True)
class ReportPage:
    """See `templates/report.html`."""

    title: str
    intro: str
    form: FormPage
    action: str
    back: Way
    sent: tuple[Way, ...]
    same: Way | None
    support: str


@dataclass(frozen=True)
class ReceiptPage:
    """See `templates/report_received.html`."""

    title: str
    code: str
    received: str
    entered: str
    by: str
    next: str
    urgent: str
    case: Way | None
    again: str


def _render(who: Caller, school_id: int, form: FormPage, same: Way | None = None) -> str:
    with workplace().database.reading() as session:
        sent = own_reports.listed(session, who)
    return render_template(
        "report.html",
        page=ReportPage(
            title=form.title,
            intro=form.intro,
            form=form,
            action=url_for("reports.send", school=school_id),
            back=Way(url_for("tasks.mine"), _("Việc của tôi")),
            sent=sent,
            same=same,
            support=url_for("support.empty", school=school_id),
        ),
    )


@page.get("/bao-tin")
@demands(Act.ENTER_REPORT)
def empty(who: Caller) -> str:
    """An empty report, or what its draft holds."""
    school_id, place = school_of(who), workplace()
    definition, wording = form_in_force(school_id, cases.REPORT)
    with place.database.reading() as session:
        kept = drafts.kept(session, place, who, Subject.of_report(school_id, definition.id))
    raw = {} if kept is None else parse(definition, drafting.fields_of(kept))
    form = FormPage.build(
        definition, raw, language=language(), wording=wording, draft=DraftPart.opened(kept)
    )
    return _render(who, school_id, form)


@page.post("/bao-tin")
@demands(Act.ENTER_REPORT)
def send(who: Caller) -> Response | str | tuple[str | Response, int]:
    """Enter the report, or show it again with what to mend."""
    school_id = school_of(who)
    definition, wording = form_in_force(school_id, cases.REPORT)
    subject = Subject.of_report(school_id, definition.id)

    def drawn(
        values: Mapping[str, object],
        errors: Iterable[FieldError] = (),
        *,
        draft: DraftPart | None = None,
        same: Way | None = None,
    ) -> str:
        form = FormPage.build(
            definition,
            values,
            errors,
            language=language(),
            wording=wording,
            once=request.form.get(posting.KEY),
            draft=draft or drafting.posted(),
        )
        return _render(who, school_id, form, same)

    again = rearranged(definition, request.form)
    if again is not None:
        return drawn(again)
    raw = parse(definition, request.form)
    if drafting.is_asked():
        return drafting.answer(who, subject, lambda part: drawn(raw, draft=part))
    if (same := _same(who, raw)) is not None:
        return drawn(raw, same=same), 409
    try:
        opened = cases.open_by_report(
            workplace(),
            school_id,
            raw,
            by=who,
            now=now(),
            once=posting.once(who),
            draft=subject.key,
        )
    except AnswersRejected as rejected:
        return drawn(raw, rejected.errors), 422
    return redirect(url_for("reports.receipt", code=opened.report_code), 303)


def _same(who: Caller, raw: Mapping[str, object]) -> Way | None:
    """The report that says the same, unless this is the same form again or it is meant so."""
    place, once = workplace(), posting.once(who)
    if ANOTHER in request.form or (once is not None and once.earlier(place) is not None):
        return None
    with place.database.reading() as session:
        return own_reports.sent_before(session, place, who, raw, now=now())


@page.get("/bao-tin/<code>")
@demands(Act.ENTER_REPORT)
def receipt(who: Caller, code: str) -> str:
    """The receipt, for the person who entered the report."""
    with workplace().database.reading() as session:
        report = reports.by_code(session, code)
        if report is None or report.entered_by_id != who.person_id:
            abort(404)
        opened = reports.cases_of(session, report.id)
        hidden = concerned_people.among(session, [case.id for case in opened], who.person_id)
        seen = [
            case
            for case in opened
            if permitted(who, Act.SEE_CASE, school_id=case.school_id) and case.id not in hidden
        ]
    return render_template(
        "report_received.html",
        page=ReceiptPage(
            title=_("Đã nhận tin báo"),
            code=report.code,
            received=moments.moment(report.received_at),
            entered=moments.moment(report.entered_at),
            by=who.name,
            next=_("Tin đã vào danh sách việc của đầu mối công tác xã hội của trường."),
            urgent=_(
                "Tin được đánh dấu khẩn cấp. Nếu em đang gặp nguy hiểm, thầy cô gọi ngay 111 "
                "hoặc 113, không chờ ai."
            )
            if report.emergency
            else "",
            case=Way(
                url_for("cases.show", code=seen[0].code), _("Mở hồ sơ %(code)s", code=seen[0].code)
            )
            if seen
            else None,
            again=url_for("reports.empty"),
        ),
    )
