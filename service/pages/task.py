"""The page of one task: its form, until when, and what earlier forms say beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from processes import agencies, named_people, papers, policies
from processes.beside import read_beside
from processes.desk import Desk
from processes.engine import load
from processes.forms.answers import FieldError
from processes.papers import Paper
from processes.tasks import APPROVAL, PLAN
from processes.working_time.local_time import today
from service.languages import language
from service.pages import answers, lefts, moments, titles, unnamed
from service.pages.drafts import DraftPart
from service.pages.earlier import Earlier, earlier
from service.pages.forms import FormPage
from service.pages.lefts import Left
from service.speech import gettext as _
from service.ways import CaseWay, Way

# Where a head who sends something back writes what is wanted.
ASKED_FOR = ("changes_wanted", "verify_what", "review_what", "reason")


@dataclass(frozen=True)
class Beside:
    """What comes with the form of a task beside its answers."""

    own_plan: bool = False
    own_plan_reason: str = ""
    own_plan_problem: str = ""


@dataclass(frozen=True)
class TaskPage:
    """See `templates/task.html`."""

    title: str
    task: str
    back: Way
    case: CaseWay
    lefts: tuple[Left, ...]
    form: FormPage
    action: str
    note: str
    signature: str
    earlier: tuple[Earlier, ...]
    own_plan: bool
    own_plan_reason: str
    own_plan_problem: str
    meanwhile: tuple[Way, ...] = ()
    then: tuple[object, ...] = ()


@dataclass(frozen=True)
class GonePage:
    """See `templates/task_gone.html`."""

    title: str
    words: str
    filed: Way | None
    case: CaseWay | None
    text: str
    draft: DraftPart | None


def build(
    session: Session,
    desk: Desk,
    values: Mapping[str, Any],
    errors: Iterable[FieldError] = (),
    *,
    beside: Beside,
    draft: DraftPart,
    once: str | None = None,
) -> TaskPage:
    """The page of an open task, with what was typed and what to mend."""
    on = today(desk.now)
    filed = papers.filed(session, desk.case, desk.workplace.keys)
    form = FormPage.build(
        desk.definition,
        values,
        errors,
        language=language(),
        wording=desk.wording,
        once=once,
        staff=named_people.suggested(session, desk.case, desk.definition, on=on),
        agencies=agencies.offered(session, desk.case, desk.definition, filed, on=on),
        draft=draft,
    )
    return TaskPage(
        title=form.title,
        task=titles.of_element(desk.bundle, desk.element),
        back=Way(url_for("tasks.mine"), _("Việc của tôi")),
        case=_case_way(desk),
        lefts=_lefts(session, desk),
        form=form,
        action="",
        note=_note(desk, filed) or _unnamed(session, desk, filed),
        signature=_(
            "Hệ thống ghi tên %(name)s và giờ phút nộp (xác nhận trên hệ thống, không phải "
            "chữ ký số).",
            name=desk.who.name,
        ),
        earlier=_earlier(session, desk, filed),
        own_plan=beside.own_plan,
        own_plan_reason=beside.own_plan_reason,
        own_plan_problem=beside.own_plan_problem,
        meanwhile=tuple(_meanwhile(desk)),
    )


def _meanwhile(desk: Desk) -> Iterator[Way]:
    """What the person may tell the case while the task goes on, without ending it."""
    drawn = load(desk.bundle).elements
    for message in policies.sendable(desk.who, desk.case):
        if drawn[message.element].host == desk.element:
            yield Way(
                url_for("messages.show", code=desk.case.code, element=message.element),
                titles.of_message(desk.bundle, message, desk.wording),
            )


def _earlier(session: Session, desk: Desk, filed: Sequence[Paper]) -> tuple[Earlier, ...]:
    """What the task decides about, then the other papers of the case."""
    shown = read_beside(
        session,
        desk.case,
        desk.workplace.keys,
        desk.bundle,
        desk.definition,
        filed,
        opened_seq=desk.task.opened_seq if desk.task is not None else None,
    )
    return earlier(session, desk.case, desk.bundle, desk.wording, shown, desk.who)


def gone(desk: Desk, raw: Mapping[str, Any], draft: DraftPart | None = None) -> GonePage:
    """The page when somebody was faster: what was typed can be read and copied.

    `draft`: what was typed is kept, until its writer throws it away.
    """
    return GonePage(
        title=_("Việc này đã có người làm xong"),
        filed=None,
        case=_case_way(desk),
        words=_(
            "Trong lúc thầy cô viết, việc này đã được nộp hoặc hồ sơ đã chuyển bước. Những gì thầy "
            "cô đã viết vẫn còn ở dưới để đọc và chép lại; chưa có gì được ghi vào hồ sơ."
        ),
        text=answers.typed(desk.definition, raw, language=language(), wording=desk.wording),
        draft=draft,
    )


def _case_way(desk: Desk) -> CaseWay:
    about = titles.of_groups(desk.bundle, desk.case.category, desk.wording)
    return CaseWay(url_for("cases.show", code=desk.case.code), desk.case.code, about)


def _lefts(session: Session, desk: Desk) -> tuple[Left, ...]:
    task, case = desk.task, desk.case
    if task is None:
        return ()
    calendar = desk.workplace.calendar_of(session, case)
    return lefts.in_case(
        task, case, case.deadlines, calendar, now=desk.now, decided=lefts.is_decided(case.tasks)
    )


def _unnamed(session: Session, desk: Desk, filed: Sequence[Paper]) -> str:
    """Who in the plan to be approved has no account."""
    plan = papers.latest_of(filed, PLAN) if desk.element == APPROVAL else None
    if plan is None:
        return ""
    return unnamed.sentence(session, desk.case, desk.bundle, plan, on=today(desk.now))


def _note(desk: Desk, filed: Sequence[Paper]) -> str:
    """Why the form comes again: the plan was sent back, the head wants more verified."""
    if desk.task is None:
        return ""
    sent_back = {
        "plan_intervention": ("approve_plan", "approved", "no"),
        "prepare_referral": ("sign_letter", "signed", "no"),
        "assess_risk": ("decide_route", "route", "verify_more"),
        "review_student": ("confirm_end", "end_confirmed", "no"),
    }.get(desk.element)
    if sent_back is None or not filed:
        return ""
    form, routing, value = sent_back
    last = filed[0]
    if last.form != form or last.routing.get(routing) != value:
        return ""
    reason = next((last.values[key] for key in ASKED_FOR if key in last.values), "")
    return _("Được trả lại %(moment)s: %(reason)s", moment=moments.moment(last.at), reason=reason)
