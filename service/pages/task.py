"""The page of one task: its form, until when, and what earlier forms say beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from models import appointments, held, people, tasks
from models.appointments import Role
from models.held import HeldCase, HeldTask
from models.people import Person
from processes import definitions, papers, policies
from processes.bundle import Bundle
from processes.forms.answers import FieldError
from processes.forms.component import Private
from processes.forms.definition import FormDefinition
from processes.forms.wording import Wording
from processes.journal import CaseNotFound
from processes.papers import Paper
from processes.permissions import Caller
from processes.policies import lanes_in_case
from processes.sign_in import today
from processes.tasks import PLAN
from processes.workplace import Workplace
from service.languages import language
from service.pages import answers, lefts, moments, titles
from service.pages.answers import AnswerCard
from service.pages.forms import FormPage
from service.pages.lefts import Left
from service.site import ROLE_NAMES
from service.speech import gettext as _

BESIDE = 4
# Where a head who sends something back writes what is wanted.
ASKED_FOR = ("changes_wanted", "verify_what", "review_what", "reason")
# A decision is taken anew each time: nothing is filled in before.
DECISIONS = frozenset({"approve_plan", "decide_route", "confirm_end", "sign_letter"})
# What an intake may take over from the report.
TAKEN_OVER = {"record_intake": "report"}


@dataclass(frozen=True)
class Way:
    """A link with its words."""

    href: str
    label: str


@dataclass(frozen=True)
class CaseWay:
    """The case that a page belongs to."""

    href: str
    code: str
    about: str


@dataclass(frozen=True)
class Staff:
    """Somebody of the school with an account, who may take part in a plan."""

    id: int
    name: str
    role: str
    checked: bool


@dataclass(frozen=True)
class Beside:
    """What comes with the form of a task beside its answers."""

    named: frozenset[int] | None = None
    own_plan: bool = False
    own_plan_reason: str = ""
    own_plan_problem: str = ""


@dataclass(frozen=True)
class Earlier:
    """A form filed before, to be read beside the task."""

    title: str
    by: str
    href: str
    cards: tuple[AnswerCard, ...]


@dataclass(frozen=True)
class TaskPage:
    """See `templates/task.html`."""

    title: str
    back: Way
    case: CaseWay
    lefts: tuple[Left, ...]
    form: FormPage
    action: str
    note: str
    signature: str
    earlier: tuple[Earlier, ...]
    staff: tuple[Staff, ...]
    own_plan: bool
    own_plan_reason: str
    own_plan_problem: str
    then: tuple[object, ...] = ()


@dataclass(frozen=True)
class GonePage:
    """See `templates/task_gone.html`."""

    title: str
    words: str
    filed: Way | None
    case: CaseWay
    text: str


@dataclass(frozen=True)
class Desk:
    """A task with everything around it; `task` is None once it is no longer open."""

    who: Caller
    workplace: Workplace
    case: HeldCase
    task: HeldTask | None
    element: str
    bundle: Bundle
    definition: FormDefinition
    wording: Wording
    now: datetime

    @classmethod
    def of_task(
        cls, session: Session, workplace: Workplace, who: Caller, task_id: int, *, now: datetime
    ) -> Desk:
        """Raises CaseNotFound for a task that is none, or that the person may not know of."""
        case = held.by_task(session, task_id, now=now)
        if case is None or not policies.sees(who, case):
            raise CaseNotFound
        task = next((task for task in case.tasks if task.id == task_id), None)
        row = task if task is not None else tasks.get_one(session, task_id)
        bundle = workplace.bundle(session, case.process_version_id)
        return cls(
            who=who,
            workplace=workplace,
            case=case,
            task=task,
            element=row.element,
            bundle=bundle,
            definition=definitions.form(bundle, row.form),
            wording=workplace.wording(session, case.school_id),
            now=now,
        )

    @property
    def case_way(self) -> CaseWay:
        about = titles.of_groups(self.bundle, self.case.category, self.wording)
        return CaseWay(url_for("cases.show", code=self.case.code), self.case.code, about)


def first_values(session: Session, desk: Desk) -> Mapping[str, Any]:
    """What the form shows when it is first opened: what was said before, never a decision."""
    if desk.definition.id in DECISIONS:
        return {}
    filed = papers.filed(session, desk.case, desk.workplace.keys)
    again = papers.latest_of(filed, desk.definition.id)
    if again is not None:
        return again.values
    source = papers.latest_of(filed, TAKEN_OVER.get(desk.definition.id, ""))
    if source is None:
        return {}
    asked = {field.key for field in desk.definition.fields()}
    return {key: value for key, value in source.values.items() if key in asked}


def build(
    session: Session,
    desk: Desk,
    values: Mapping[str, Any],
    errors: Iterable[FieldError] = (),
    *,
    beside: Beside,
    once: str | None = None,
) -> TaskPage:
    """The page of an open task, with what was typed and what to mend."""
    form = FormPage.build(
        desk.definition,
        values,
        errors,
        language=language(),
        wording=desk.wording,
        once=once,
    )
    filed = papers.filed(session, desk.case, desk.workplace.keys)
    return TaskPage(
        title=form.title,
        back=Way(url_for("tasks.mine"), _("Việc của tôi")),
        case=desk.case_way,
        lefts=_lefts(session, desk),
        form=form,
        action="",
        note=_note(desk, filed),
        signature=_(
            "Hệ thống ghi tên %(name)s và giờ phút nộp (xác nhận trên hệ thống, không phải "
            "chữ ký số).",
            name=desk.who.name,
        ),
        earlier=earlier(session, desk.case, desk.bundle, desk.wording, filed, desk.who),
        staff=_staff(session, desk, beside.named),
        own_plan=beside.own_plan,
        own_plan_reason=beside.own_plan_reason,
        own_plan_problem=beside.own_plan_problem,
    )


def _staff(session: Session, desk: Desk, named: frozenset[int] | None) -> tuple[Staff, ...]:
    """Who may be named in a plan: staff of the school without another part in the case."""
    if desk.element != PLAN:
        return ()
    checked = desk.case.participants if named is None else named
    return tuple(
        Staff(
            holder.person.id,
            holder.person.name,
            str(ROLE_NAMES[holder.appointment.role]),
            holder.person.id in checked,
        )
        for holder in appointments.at_school(session, desk.case.school_id, on=today(desk.now))
        if holder.appointment.role is Role.STAFF and holder.person.id not in desk.case.concerned
    )


def gone(desk: Desk, raw: Mapping[str, Any]) -> GonePage:
    """The page when somebody was faster: what was typed can be read and copied."""
    return GonePage(
        title=_("Việc này đã có người làm xong"),
        filed=None,
        case=desk.case_way,
        words=_(
            "Trong lúc thầy cô viết, việc này đã được nộp hoặc hồ sơ đã chuyển bước. Những gì thầy "
            "cô đã viết vẫn còn ở dưới để đọc và chép lại; chưa có gì được ghi vào hồ sơ."
        ),
        text=answers.typed(desk.definition, raw, language=language(), wording=desk.wording),
    )


def earlier(
    session: Session,
    case: HeldCase,
    bundle: Bundle,
    wording: Wording,
    filed: Sequence[Paper],
    who: Caller,
) -> tuple[Earlier, ...]:
    """The latest paper of each form, the last filed first."""
    latest = {paper.form: paper for paper in reversed(filed)}
    shown = sorted(latest.values(), key=lambda paper: paper.seq, reverse=True)[:BESIDE]
    names = people.by_ids(session, {paper.actor_id for paper in shown if paper.actor_id})
    return tuple(
        Earlier(
            title=titles.of_form(bundle, paper.form, wording),
            by=signed(paper, names),
            href=url_for("papers.show", code=case.code, seq=paper.seq),
            cards=answers.read(
                definitions.form(bundle, paper.form),
                paper.values,
                language=language(),
                wording=wording,
                hidden=hidden_from(who, case),
            ),
        )
        for paper in shown
    )


def signed(paper: Paper, names: Mapping[int, Person]) -> str:
    """`Lê Thị An, 16:05 thứ Sáu, 21/8/2026`"""
    person = names.get(paper.actor_id or 0)
    name = person.name if person is not None else _("hệ thống")
    return f"{name}, {moments.moment(paper.at)}"


def hidden_from(who: Caller, case: HeldCase) -> frozenset[Private]:
    """The informant is known to the focal point and the head only."""
    if {"focal_point", "head"}.isdisjoint(lanes_in_case(who, case)):
        return frozenset({"informant"})
    return frozenset()


def _lefts(session: Session, desk: Desk) -> tuple[Left, ...]:
    task, case = desk.task, desk.case
    if task is None:
        return ()
    if task.form == lefts.AT_ONCE:
        return (lefts.since(case.opened_at, now=desk.now),)
    calendar = desk.workplace.calendar_of(session, case)
    decided = all(one.process != "intake_and_decision" for one in case.tasks)
    left = lefts.of_task(
        task.due_at, task.opened_at, case.deadlines, calendar, now=desk.now, decided=decided
    )
    if case.emergency and not decided:
        return (lefts.since(case.opened_at, now=desk.now), left)
    return (left,)


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
