"""Phát lại: a case walked step by step, and its content opened with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from models import journal
from models.accesses import AccessKind
from processes import audits
from processes.forms.answers import AnswersRejected, FieldError
from processes.forms.wording import GENERAL
from processes.permissions import Act, Caller, NotPermitted
from processes.working_time.local_time import ZONE
from service.here import now, workplace
from service.languages import language
from service.pages import replay
from service.pages.audit_filters import day_typed
from service.pages.fields import Field
from service.pages.forms import FormPage
from service.routes.audit import without_mandate
from service.security.access import demands
from service.security.unfit import whole
from service.seen import record_access
from service.speech import gettext as _

page = Blueprint("replays", __name__)
page.register_error_handler(NotPermitted, without_mandate)


@page.get("/kiem-tra/<code>/phat-lai")
@demands(Act.AUDIT)
def show(who: Caller, code: str) -> str:
    """The case after one of its entries; the last one, or that of a day, where none is named."""
    place = workplace()
    typed = request.args.get("ngay", "")[:40]
    with place.database.reading() as session:
        case = audits.audited(session, who, code, now=now())
        seq = request.args.get("buoc", type=whole) or case.last_seq
        problem = ""
        try:
            day = day_typed(typed, now=now())
        except AnswersRejected as rejected:
            day, problem = None, rejected.errors[0].message[language()]
        if day is not None:
            midnight = datetime.combine(day, time.min, tzinfo=ZONE) + timedelta(days=1)
            reached = journal.last_before(session, case.id, midnight)
            seq = reached or 1
            problem = "" if reached else _("Hồ sơ mở sau ngày này; đây là lần ghi đầu tiên.")
        if not 1 <= seq <= case.last_seq:
            abort(404)
        built = replay.build(
            session,
            place,
            who,
            case,
            seq=seq,
            now=now(),
            day=replay.day_field(typed, problem),
            reason=_reason("", ()),
        )
    opened = built.content.written is not None
    record_access(who, case, kind=AccessKind.VIEWED if opened else AccessKind.HISTORY_READ)
    return render_template("replay.html", page=built)


@page.post("/kiem-tra/<code>/noi-dung/<int:buoc>")
@demands(Act.OPEN_CONTENT)
def open_content(who: Caller, code: str, buoc: int) -> Response | tuple[str, int]:
    """Open what people wrote in the case, until the end of the day."""
    place = workplace()
    typed = request.form.get("reason", "")
    try:
        with place.database.transaction() as session:
            case = audits.open_content(session, place, who, code, {"reason": typed}, now=now())
            if not 1 <= buoc <= case.last_seq:
                abort(404)
    except AnswersRejected as rejected:
        with place.database.reading() as session:
            case = audits.audited(session, who, code, now=now())
            if not 1 <= buoc <= case.last_seq:
                abort(404)
            built = replay.build(
                session,
                place,
                who,
                case,
                seq=buoc,
                now=now(),
                day=replay.day_field("", ""),
                reason=_reason(typed, rejected.errors),
            )
        return render_template("replay.html", page=built), 422
    return redirect(url_for("replays.show", code=code, buoc=buoc, _anchor="written"), 303)


def _reason(typed: str, errors: Iterable[FieldError]) -> Field:
    """The field for the reason, with what was typed."""
    form = FormPage.build(
        audits.reason_form(),
        {"reason": typed},
        errors,
        language=language(),
        wording=GENERAL,
    )
    return form.cards[0].fields[0]
