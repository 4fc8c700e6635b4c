"""The reports of a case: one as it came in, joined to another case, or opening another case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from processes import gathering
from processes.forms.answers import AnswersRejected, check
from processes.forms.definition import FormDefinition
from processes.forms.refusals import FieldError
from processes.forms.wording import GENERAL, Text
from processes.gathering import NAME, OtherSchool, SameCase
from processes.journal import CaseEnded, CaseNotFound
from processes.permissions import Act, Caller
from service import posting
from service.here import now, workplace
from service.languages import language
from service.pages import codes, made_forms, reports_of_case
from service.pages.forms import FormPage, parse, rearranged
from service.refused import at_field
from service.security.access import demands
from service.seen import record_access
from service.speech import gettext as _

page = Blueprint("gathering", __name__)

TO = "to"
JOIN = made_forms.made(
    "join",
    Text(vi="Gộp vào hồ sơ đã có", en="Join to a case"),
    made_forms.line(
        TO,
        Text(vi="Mã hồ sơ đang mở của em ấy", en="Code of the open case about the child"),
        hint=Text(vi="Ví dụ HS-2026-0012.", en="For example HS-2026-0012."),
        missing=Text(vi="Ghi mã hồ sơ", en="Enter the code of the case"),
    ),
    submit=Text(vi="Gộp tin báo", en="Join the report"),
)
ANOTHER = made_forms.made(
    "another",
    Text(vi="Mở thêm hồ sơ từ tin này", en="Open another case"),
    made_forms.line(
        NAME,
        Text(vi="Hồ sơ mới về em nào?", en="Whom is the new case about?"),
        hint=Text(
            vi="Họ và tên; chưa biết tên thì tả, ví dụ: em áo xanh, lớp 7A2.",
            en="The name; where it is not known yet, a description.",
        ),
        missing=Text(vi="Ghi hồ sơ mới về em nào", en="Say whom the new case is about"),
    ),
    submit=Text(vi="Mở thêm hồ sơ", en="Open the case"),
)


@page.get("/ho-so/<code>/tin-bao/<report>")
@demands(Act.SEE_CASE)
def show(who: Caller, code: str, report: str) -> str:
    """One report of a case, and what the person may do with it."""
    return _render(who, code, report)


@page.post("/ho-so/<code>/tin-bao/<report>/gop")
@demands(Act.LINK_CASES)
def join(who: Caller, code: str, report: str) -> Response | tuple[str, int]:
    """Join the report to a case that was open before."""
    raw = parse(JOIN, request.form)
    if rearranged(JOIN, request.form) is not None:
        return _render(who, code, report, join=raw), 200
    try:
        to = codes.whole(check(JOIN, raw, now=now()).values[TO])
        _joined(who, code, report, to)
    except AnswersRejected as rejected:
        return _render(who, code, report, join=raw, errors=rejected.errors), 422
    flash(_("Đã gộp tin báo %(report)s vào hồ sơ %(code)s.", report=report, code=to), "met")
    return redirect(url_for("cases.show", code=to), 303)


def _joined(who: Caller, code: str, report: str, to: str) -> None:
    with workplace().database.reading() as session:
        gathering.gathered(session, code, report, by=who, now=now())
    try:
        gathering.add_to_case(workplace(), code, report, to, by=who, now=now())
    except (CaseNotFound, CaseEnded, SameCase, OtherSchool) as refused:
        raise AnswersRejected((at_field(TO, refused),)) from refused


@page.post("/ho-so/<code>/tin-bao/<report>/mo-them")
@demands(Act.LINK_CASES)
def another(who: Caller, code: str, report: str) -> Response | tuple[str, int]:
    """Open another case from the report."""
    raw = parse(ANOTHER, request.form)
    if rearranged(ANOTHER, request.form) is not None:
        return _render(who, code, report, another=raw), 200
    try:
        student = check(ANOTHER, raw, now=now()).values[NAME]
    except AnswersRejected as rejected:
        return _render(who, code, report, another=raw, errors=rejected.errors), 422
    opened = gathering.open_another(
        workplace(), code, report, student, by=who, now=now(), once=posting.once(who)
    )
    flash(_("Đã mở hồ sơ %(code)s từ cùng tin báo.", code=opened.case_code), "met")
    return redirect(url_for("cases.show", code=opened.case_code), 303)


def _render(
    who: Caller,
    code: str,
    report: str,
    *,
    join: Mapping[str, Any] | None = None,
    another: Mapping[str, Any] | None = None,
    errors: Iterable[FieldError] = (),
) -> str:
    place = workplace()
    with place.database.reading() as session:
        of = gathering.gathered(session, code, report, by=who, now=now())
        built = reports_of_case.build(
            session,
            place,
            of,
            who,
            join=_form(JOIN, join, errors),
            another=_form(ANOTHER, another, errors),
        )
    record_access(who, of.case, element="report")
    return render_template("report_of_case.html", page=built)


def _form(
    definition: FormDefinition, values: Mapping[str, Any] | None, errors: Iterable[FieldError]
) -> FormPage:
    """The form, with what is wrong where it is the one that was posted."""
    return FormPage.build(
        definition,
        values or {},
        errors if values is not None else (),
        language=language(),
        wording=GENERAL,
        once=request.form.get(posting.KEY) if values is not None else None,
    )
