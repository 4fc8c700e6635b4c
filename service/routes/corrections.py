"""Sửa giấy tờ: a filed form is corrected with a reason, and the old answers stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from processes import agencies, corrections, drafts, papers
from processes.entries import sees_informants, without_informant
from processes.forms.answers import AnswersRejected, FieldError
from processes.permissions import Act, Caller
from processes.working_time.local_time import today
from service import drafting, posting
from service.filed import Filed
from service.here import now, workplace
from service.languages import language
from service.pages.drafts import DraftPart
from service.pages.forms import FormPage, parse, rearranged
from service.security.access import demands
from service.seen import record_access
from service.speech import gettext as _
from service.ways import CaseWay, Way

page = Blueprint("corrections", __name__)

REASON = "_reason"


@dataclass(frozen=True)
class CorrectPage:
    """See `templates/correct.html`."""

    title: str
    back: Way
    case: CaseWay
    form: FormPage
    action: str
    reason: str
    reason_problem: str
    effects: tuple[str, ...]
    signature: str


@page.get("/ho-so/<code>/giay-to/<int:seq>/sua")
@demands(Act.CORRECT_ANSWER)
def show(who: Caller, code: str, seq: int) -> str:
    """The filed form to be mended, as its draft holds it."""
    filed = Filed.of(who, code, seq)
    record_access(who, filed.case, element=filed.versions[0].element)
    place, values, reason = workplace(), filed.versions[-1].values, ""
    with place.database.reading() as session:
        kept = drafts.kept(session, place, who, filed.subject)
    if kept is not None:
        posted, reason = _typed(drafting.fields_of(kept))
        values = parse(filed.definition, posted)
    if not sees_informants(who, filed.case):
        values = without_informant(filed.definition, values)
    return _render(filed, values, (), reason, None, DraftPart.opened(kept))


@page.post("/ho-so/<code>/giay-to/<int:seq>/sua")
@demands(Act.CORRECT_ANSWER)
def file(who: Caller, code: str, seq: int) -> Response | str | tuple[str | Response, int]:
    """File the correction; the old answers stay in the journal."""
    filed = Filed.of(who, code, seq)
    posted, reason = _typed(request.form)
    kept = request.form.get(posting.KEY)
    again = rearranged(filed.definition, posted)
    if again is not None:
        return _render(filed, again, (), reason, kept)
    raw = parse(filed.definition, posted)
    if drafting.is_asked():
        return drafting.answer(
            who, filed.subject, lambda part: _render(filed, raw, (), reason, kept, part)
        )
    try:
        corrections.correct(
            workplace(),
            code,
            seq,
            raw,
            reason=reason,
            by=who,
            now=now(),
            once=posting.once(who),
        )
    except AnswersRejected as rejected:
        return _render(filed, raw, rejected.errors, reason, kept), 422
    return redirect(url_for("papers.show", code=code, seq=seq), 303)


def _typed(form: MultiDict[str, str]) -> tuple[MultiDict[str, str], str]:
    """The answers in a posted form or a draft, and the reason."""
    answers = MultiDict([item for item in form.items(multi=True) if item[0] != REASON])
    return answers, form.get(REASON, "")


def _effects(filed: Filed) -> tuple[str, ...]:
    """What a change of these answers moves."""
    moves = {field.routing for field in filed.definition.fields()} & corrections.MOVABLE
    if not moves:
        return ()
    return (_("Đổi giờ nhận tin thì hạn chuyển, gửi được tính lại; chỉ thủ trưởng đổi được."),)


def _render(
    filed: Filed,
    values: Mapping[str, Any],
    errors: Iterable[FieldError],
    reason: str,
    once: str | None,
    draft: DraftPart | None = None,
) -> str:
    errors = tuple(errors)
    place = workplace()
    with place.database.reading() as session:
        offered = agencies.offered(
            session,
            filed.case,
            filed.definition,
            papers.filed(session, filed.case, place.keys),
            on=today(now()),
        )
    form = FormPage.build(
        filed.definition,
        values,
        [error for error in errors if error.path != REASON],
        language=language(),
        wording=filed.wording,
        once=once,
        draft=draft or drafting.posted(),
        agencies=offered,
    )
    wrong = next((error.message[language()] for error in errors if error.path == REASON), "")
    return render_template(
        "correct.html",
        page=CorrectPage(
            title=_("Sửa: %(title)s", title=form.title),
            back=Way(
                url_for("papers.show", code=filed.case.code, seq=filed.versions[0].seq), form.title
            ),
            case=filed.case_way,
            form=form,
            action="",
            reason=reason,
            reason_problem=wrong,
            effects=_effects(filed),
            signature=_(
                "Bản cũ vẫn giữ nguyên. Hệ thống ghi tên %(name)s, giờ phút và lý do sửa.",
                name=filed.who.name,
            ),
        ),
    )
