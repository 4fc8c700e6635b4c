"""The reports of a case: in its list, and one of them as it came in."""

from __future__ import annotations

import json
from dataclasses import dataclass

from flask import url_for
from sqlalchemy.orm import Session

from models import concerned_people, people, reports
from models.data_keys import ContentErased
from models.reports import Report
from processes import definitions
from processes.bundle import Bundle
from processes.cases import REPORT
from processes.forms.wording import Wording
from processes.gathering import Gathered
from processes.permissions import Act, Caller, permitted
from processes.workplace import Workplace
from service.languages import language
from service.pages import answers, moments
from service.pages.answers import AnswerCard
from service.pages.case_view import View
from service.pages.earlier import hidden_from
from service.pages.forms import FormPage
from service.pages.tags import Tag
from service.speech import gettext as _
from service.ways import Way


@dataclass(frozen=True)
class ReportLine:
    """A report in the list of a case."""

    href: str
    code: str
    about: str
    mark: Tag | None


@dataclass(frozen=True)
class ReportOfCasePage:
    """See `templates/report_of_case.html`."""

    title: str
    back: Way
    received: str
    channel: str
    entered: str
    by: str
    erased: str
    cards: tuple[AnswerCard, ...]
    others: tuple[Way, ...]
    join: FormPage | None
    join_action: str
    another: FormPage | None
    another_action: str


def lines(view: View) -> tuple[ReportLine, ...]:
    """The reports that the case gathers, in the order of their receipt."""
    return tuple(
        ReportLine(
            href=url_for("gathering.show", code=view.case.code, report=one.code),
            code=one.code,
            about=_(
                "%(channel)s, nhận lúc %(moment)s",
                channel=_channel(view.bundle, view.wording, one),
                moment=moments.moment(one.received_at),
            ),
            mark=Tag(_("Khẩn cấp"), "urgent") if one.emergency else None,
        )
        for one in reports.of_case(view.session, view.case.id)
    )


def build(
    session: Session,
    workplace: Workplace,
    of: Gathered,
    who: Caller,
    *,
    join: FormPage,
    another: FormPage,
) -> ReportOfCasePage:
    """One report of a case, as the person may read it, and what they may do with it."""
    case, report = of.case, of.report
    bundle = workplace.bundle(session, case.process_version_id)
    wording = workplace.wording(session, case.school_id)
    may = permitted(who, Act.LINK_CASES, school_id=case.school_id)
    entered_by = people.by_ids(session, {report.entered_by_id})[report.entered_by_id]
    cards: tuple[AnswerCard, ...] = ()
    erased = ""
    try:
        told = json.loads(reports.content_of(session, workplace.keys, report))
        cards = answers.read(
            definitions.form(bundle, REPORT),
            told,
            language=language(),
            wording=wording,
            hidden=hidden_from(who, case),
        )
    except ContentErased:
        erased = _("Nội dung của tin báo này đã được xóa.")
    return ReportOfCasePage(
        title=_("Tin báo %(code)s", code=report.code),
        back=Way(url_for("cases.show", code=case.code), case.code),
        received=moments.moment(report.received_at),
        channel=_channel(bundle, wording, report),
        entered=moments.moment(report.entered_at),
        by=entered_by.name,
        erased=erased,
        cards=cards,
        others=_others(session, of, who),
        join=join if may else None,
        join_action=url_for("gathering.join", code=case.code, report=report.code),
        another=another if may and not erased else None,
        another_action=url_for("gathering.another", code=case.code, report=report.code),
    )


def _others(session: Session, of: Gathered, who: Caller) -> tuple[Way, ...]:
    """The other cases of the report that the person may open."""
    found = [one for one in reports.cases_of(session, of.report.id) if one.id != of.case.id]
    hidden = concerned_people.among(session, [one.id for one in found], who.person_id)
    return tuple(
        Way(url_for("cases.show", code=one.code), one.code)
        for one in found
        if one.id not in hidden and permitted(who, Act.SEE_CASE, school_id=one.school_id)
    )


def _channel(bundle: Bundle, wording: Wording, report: Report) -> str:
    """The channel in the words of the form, or as it was kept."""
    for field in definitions.form(bundle, REPORT).worded(wording).components:
        if field.key == "channel":
            for choice in field.values:
                if choice.value == report.channel:
                    return choice.label[language()]
    return report.channel
