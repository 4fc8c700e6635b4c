"""Events on the whole case that a person sends: new information, an early end, a log entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from models import held
from models.held import HeldCase, HeldMessage
from processes import agencies, definitions, drafts, messages, named_people, papers, policies
from processes.beside import opened_by, read_beside
from processes.drafts import Subject
from processes.forms.answers import AnswersRejected, FieldError
from processes.forms.definition import FormDefinition
from processes.forms.wording import Wording
from processes.journal import CaseNotFound
from processes.messages import NotAwaited
from processes.papers import Paper
from processes.permissions import Act, Caller
from processes.working_time.local_time import today
from service import drafting, posting
from service.here import now, workplace
from service.languages import language
from service.pages import moments, own_part, titles
from service.pages.case import ENDS
from service.pages.drafts import DraftPart
from service.pages.earlier import Earlier, earlier
from service.pages.forms import FormPage, parse, rearranged
from service.pages.over import over
from service.security.access import demands
from service.seen import record_access
from service.speech import gettext as _
from service.ways import CaseWay, Way

page = Blueprint("messages", __name__)


@dataclass(frozen=True)
class ActionPage:
    """See `templates/action.html`."""

    title: str
    back: Way
    case: CaseWay
    form: FormPage
    action: str
    warning: str
    signature: str
    earlier: tuple[Earlier, ...]


@dataclass(frozen=True)
class _Desk:
    who: Caller
    case: HeldCase
    message: HeldMessage
    definition: FormDefinition
    wording: Wording

    @classmethod
    def of(cls, who: Caller, code: str, element: str) -> _Desk:
        place = workplace()
        with place.database.reading() as session:
            case = held.by_code(session, code, now=now())
            if case is None or not policies.knows_of(who, case):
                raise CaseNotFound
            message = messages.awaited(who, case, element)
            bundle = place.bundle(session, case.process_version_id)
            return cls(
                who,
                case,
                message,
                definitions.form(bundle, message.form or ""),
                place.wording(session, case.school_id),
            )

    @property
    def subject(self) -> Subject:
        """What a draft of this form is of."""
        return Subject.of_message(self.case, self.message.element, self.definition.id)

    def render(
        self,
        values: Mapping[str, Any],
        errors: Iterable[FieldError] = (),
        *,
        draft: DraftPart,
        once: str | None = None,
    ) -> str:
        place = workplace()
        case, sees = self.case, policies.sees(self.who, self.case)
        with place.database.reading() as session:
            filed = papers.filed(session, case, place.keys)
            form = FormPage.build(
                self.definition,
                values,
                errors,
                language=language(),
                wording=self.wording,
                once=once,
                staff=named_people.suggested(session, case, self.definition, on=today(now())),
                draft=draft,
                agencies=agencies.offered(
                    session, case, self.definition, filed if sees else (), on=today(now())
                ),
            )
            about, beside = self._beside(session, filed, sees=sees)
        home = url_for("cases.show", code=case.code) if sees else url_for("tasks.mine")
        return render_template(
            "action.html",
            page=ActionPage(
                title=form.title,
                back=Way(home, case.code if sees else _("Việc của tôi")),
                case=CaseWay(home, case.code, about),
                form=form,
                action="",
                warning=_("Gửi xong, hồ sơ kết thúc và mọi việc đang mở dừng lại.")
                if self.message.element in ENDS
                else "",
                signature=_(
                    "Hệ thống ghi tên %(name)s và giờ phút nộp (xác nhận trên hệ thống, không phải "
                    "chữ ký số).",
                    name=self.who.name,
                ),
                earlier=beside,
            ),
        )

    def _beside(
        self, session: Session, filed: Sequence[Paper], *, sees: bool
    ) -> tuple[str, tuple[Earlier, ...]]:
        """Whom the case is about, and the papers beside: of who is only named, their own part."""
        place, case = workplace(), self.case
        bundle = place.bundle(session, case.process_version_id)
        shown = read_beside(
            session,
            case,
            place.keys,
            bundle,
            self.definition,
            filed,
            opened_seq=opened_by(bundle, case, self.message.element),
        )
        if sees:
            about = titles.of_groups(bundle, case.category, self.wording)
            return about, earlier(session, case, bundle, self.wording, shown, self.who)
        own = own_part.own_part(session, case, bundle, self.wording, shown, self.who, now=now())
        return own_part.student(shown), own


@page.get("/ho-so/<code>/bao/<element>")
@demands(Act.SEND_MESSAGE)
def show(who: Caller, code: str, element: str) -> str | tuple[str, int]:
    """The form of an event that the case waits for, as its draft holds it."""
    place = workplace()
    try:
        desk = _Desk.of(who, code, element)
    except NotAwaited:
        return _over(who, code, element), 409
    record_access(who, desk.case, element=element)
    with place.database.reading() as session:
        kept = drafts.kept(session, place, who, desk.subject)
    raw = {} if kept is None else parse(desk.definition, drafting.fields_of(kept))
    return desk.render(raw, draft=DraftPart.opened(kept))


@page.post("/ho-so/<code>/bao/<element>")
@demands(Act.SEND_MESSAGE)
def send(who: Caller, code: str, element: str) -> Response | str | tuple[str | Response, int]:
    """Send it, or show the form again with what to mend."""
    try:
        desk = _Desk.of(who, code, element)
    except NotAwaited:
        if not drafting.is_thrown_away():
            raise
        return _thrown_away(who, code, element)
    kept = request.form.get(posting.KEY)
    again = rearranged(desk.definition, request.form)
    if again is not None:
        return desk.render(again, draft=drafting.posted(), once=kept)
    raw = parse(desk.definition, request.form)
    if drafting.is_asked():
        return drafting.answer(
            who, desk.subject, lambda part: desk.render(raw, draft=part, once=kept)
        )
    try:
        done = messages.send(
            workplace(), code, element, raw, by=who, now=now(), once=posting.once(who)
        )
    except AnswersRejected as rejected:
        return desk.render(raw, rejected.errors, draft=drafting.posted(), once=kept), 422
    if policies.sees(who, desk.case):
        return redirect(url_for("tasks.done", code=done.code, seq=done.seq), 303)
    title = desk.definition.worded(desk.wording).title[language()]
    kept = _(
        "Đã ghi lúc %(moment)s: %(title)s, %(code)s.",
        moment=moments.moment(now()),
        title=title,
        code=done.code,
    )
    flash(kept, "met")
    return redirect(url_for("tasks.mine"), 303)


def _over(who: Caller, code: str, element: str) -> str:
    """The draft of what the case no longer waits for, to be copied; raises NotAwaited."""
    place = workplace()
    with place.database.reading() as session:
        found = over(session, place, who, code, element, now=now())
    record_access(who, found.case, element=element)
    return render_template("task_gone.html", page=found.page)


def _thrown_away(who: Caller, code: str, element: str) -> Response | tuple[str | Response, int]:
    place = workplace()
    with place.database.reading() as session:
        found = over(session, place, who, code, element, now=now())
    return drafting.answer(
        who, found.subject, lambda part: _over(who, code, element), after=url_for("tasks.mine")
    )
