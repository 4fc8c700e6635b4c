"""Giấy tờ: a filed form as it reads now, and its correction with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from models import people
from models.held import HeldCase
from processes import agencies, corrections, definitions, drafts, papers
from processes.bundle import Bundle
from processes.drafts import Subject
from processes.entries import sees_informants, without_informant
from processes.forms.answers import AnswersRejected, FieldError
from processes.forms.definition import FormDefinition
from processes.forms.wording import Wording
from processes.journal import CaseNotFound
from processes.papers import Paper
from processes.permissions import Act, Caller, permitted
from processes.working_time.local_time import today
from service import drafting, posting
from service.here import now, workplace
from service.languages import language
from service.pages import answers, moments, prints, titles
from service.pages.answers import AnswerCard
from service.pages.drafts import DraftPart
from service.pages.earlier import hidden_from, signed
from service.pages.forms import FormPage, parse, rearranged
from service.pages.happened import LATE
from service.security.access import demands
from service.seen import record_access, seen_case
from service.speech import gettext as _
from service.ways import CaseWay, Way

page = Blueprint("papers", __name__)

REASON = "_reason"


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


@dataclass(frozen=True)
class _Filed:
    who: Caller
    case: HeldCase
    versions: tuple[Paper, ...]
    definition: FormDefinition
    wording: Wording
    names: Mapping[int, people.Person]
    about: str
    version: str
    bundle: Bundle

    @classmethod
    def of(cls, who: Caller, code: str, seq: int) -> _Filed:
        place = workplace()
        with place.database.reading() as session:
            case = seen_case(session, who, code)
            versions = papers.one(session, case, place.keys, seq)
            if not versions:
                raise CaseNotFound
            bundle = place.bundle(session, case.process_version_id)
            wording = place.wording(session, case.school_id)
            return cls(
                who=who,
                case=case,
                versions=versions,
                definition=definitions.form(bundle, versions[0].form),
                wording=wording,
                names=people.by_ids(session, {one.actor_id for one in versions if one.actor_id}),
                about=titles.of_groups(bundle, case.category, wording),
                version=titles.of_version(bundle),
                bundle=bundle,
            )

    @property
    def subject(self) -> Subject:
        """What a draft of the correction is of."""
        return Subject.of_paper(self.case, self.versions[0].seq, self.definition.id)

    @property
    def case_way(self) -> CaseWay:
        href = url_for("cases.show", code=self.case.code)
        return CaseWay(href, self.case.code, self.about)

    @property
    def back(self) -> Way:
        return Way(url_for("cases.show", code=self.case.code), self.case.code)


@page.get("/ho-so/<code>/giay-to/<int:seq>")
@demands(Act.SEE_CASE)
def show(who: Caller, code: str, seq: int) -> str:
    """A filed form, with every correction since."""
    filed = _Filed.of(who, code, seq)
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
            correct=url_for("papers.correct", code=code, seq=seq) if may else "",
            prints=prints.of(filed.case, filed.bundle, replace(first, values=last.values)),
        ),
    )


@page.get("/ho-so/<code>/giay-to/<int:seq>/sua")
@demands(Act.CORRECT_ANSWER)
def correct(who: Caller, code: str, seq: int) -> str:
    """The filed form to be mended, as its draft holds it."""
    filed = _Filed.of(who, code, seq)
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
def mend(who: Caller, code: str, seq: int) -> Response | str | tuple[str | Response, int]:
    """File the correction; the old answers stay in the journal."""
    filed = _Filed.of(who, code, seq)
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


def _effects(filed: _Filed) -> tuple[str, ...]:
    """What a change of these answers moves."""
    moves = {field.routing for field in filed.definition.fields()} & corrections.MOVABLE
    if not moves:
        return ()
    return (_("Đổi giờ nhận tin thì hạn chuyển, gửi được tính lại; chỉ thủ trưởng đổi được."),)


def _render(
    filed: _Filed,
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
