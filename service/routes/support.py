"""Đề nghị hỗ trợ: support that somebody asks for where nothing has happened, without a report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from processes import cases
from processes.forms.answers import AnswersRejected
from processes.forms.refusals import FieldError
from processes.permissions import Act, Caller, permitted
from service import posting
from service.here import now, workplace
from service.languages import language
from service.pages.forms import FormPage, parse, rearranged
from service.pages.one_form import OneFormPage
from service.pages.opening_forms import form_in_force, school_of
from service.security.access import demands
from service.speech import gettext as _
from service.ways import Way

page = Blueprint("support", __name__)


@page.get("/de-nghi-ho-tro")
@demands(Act.ENTER_REPORT)
def empty(who: Caller) -> str:
    """An empty request."""
    return _render(school_of(who), {})


@page.post("/de-nghi-ho-tro")
@demands(Act.ENTER_REPORT)
def send(who: Caller) -> Response | str | tuple[str, int]:
    """Open the case, or show the request again with what to mend."""
    school_id = school_of(who)
    definition, _wording = form_in_force(school_id, cases.SUPPORT_REQUEST)
    again = rearranged(definition, request.form)
    if again is not None:
        return _render(school_id, again)
    raw = parse(definition, request.form)
    try:
        opened = cases.open_by_request(
            workplace(), school_id, raw, by=who, now=now(), once=posting.once(who)
        )
    except AnswersRejected as rejected:
        return _render(school_id, raw, rejected.errors), 422
    flash(_("Đã gửi đề nghị. Việc đã vào danh sách của đầu mối công tác xã hội."), "met")
    if permitted(who, Act.SEE_CASE, school_id=school_id):
        return redirect(url_for("cases.show", code=opened.case_code), 303)
    return redirect(url_for("tasks.mine"), 303)


def _render(school_id: int, values: Mapping[str, object], errors: Iterable[FieldError] = ()) -> str:
    definition, wording = form_in_force(school_id, cases.SUPPORT_REQUEST)
    form = FormPage.build(
        definition,
        values,
        errors,
        language=language(),
        wording=wording,
        once=request.form.get(posting.KEY),
    )
    return render_template(
        "one_form.html",
        page=OneFormPage(
            title=form.title,
            back=Way(url_for("reports.empty", school=school_id), _("Báo tin")),
            form=form,
            action=url_for("support.send", school=school_id),
        ),
    )
