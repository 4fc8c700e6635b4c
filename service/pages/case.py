"""The page of a case: what, now, who, until when; its limits, its papers, its way, its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from models import cases, concerned_people, journal, later_changes, path_steps, people
from models.cases import Case, CaseLink, CaseState
from models.held import HeldCase, HeldTask
from models.journal import JournalEntry
from models.tasks import NEVER
from processes import definitions, handing_over, papers, policies
from processes.attachments import listing
from processes.papers import Paper
from processes.permissions import Act, Caller, permitted
from processes.workplace import Workplace
from service.languages import language
from service.pages import (
    accesses,
    attachments,
    case_heading,
    case_papers,
    happened,
    limits,
    path,
    reports_of_case,
    titles,
)
from service.pages.accesses import Accesses
from service.pages.attachments import CaseFiles
from service.pages.case_heading import Notice
from service.pages.case_papers import PaperLine
from service.pages.case_view import View
from service.pages.happened import Day
from service.pages.lefts import Left
from service.pages.limits import Limit
from service.pages.path import Diagram, Step
from service.pages.reports_of_case import ReportLine
from service.pages.tags import Tag
from service.speech import gettext as _
from service.ways import Way

ENTRIES = 60
RECENT = 10
ENDS = frozenset({"close_early"})
Linked = Sequence[tuple[CaseLink, Case]]


@dataclass(frozen=True)
class Task:
    """An open task; `href` is empty where somebody else does it."""

    href: str
    title: str
    tag: Tag | None
    about: str
    lefts: tuple[Left, ...]
    waits: str
    tone: str


@dataclass(frozen=True)
class Action:
    """An event that the person may send now."""

    href: str
    label: str
    hint: str
    grave: bool


@dataclass(frozen=True)
class LinkedCase:
    """A case before or after this one."""

    href: str
    title: str
    about: str


@dataclass(frozen=True)
class CasePage:
    """See `templates/case.html`."""

    title: str
    back: Way
    marks: tuple[Tag, ...]
    what: str
    now: str
    who: str
    left: Left | None
    notice: Notice | None
    main: tuple[Way, ...]
    limits: tuple[Limit, ...]
    tasks: tuple[Task, ...]
    actions: tuple[Action, ...]
    steps: tuple[Step, ...]
    diagrams: tuple[Diagram, ...]
    papers: tuple[PaperLine, ...]
    earlier_papers: tuple[PaperLine, ...]
    attached: CaseFiles
    reports: tuple[ReportLine, ...]
    links: tuple[LinkedCase, ...]
    hand_over: str
    link: str
    concerned: str
    happened: tuple[Day, ...]
    before: tuple[Day, ...]
    older: str
    accesses: Accesses | None
    version: str


def build(
    session: Session,
    workplace: Workplace,
    case: HeldCase,
    who: Caller,
    *,
    now: datetime,
    before: int | None = None,
) -> CasePage:
    """The page, in a number of queries that grows neither with the case's age nor its content."""
    entries = journal.latest(session, case.id, before=before, limit=ENTRIES)
    filed = papers.filed(session, case, workplace.keys)
    data_key = case.data_key(workplace.keys)
    attached = listing.of_case(session, case.id, data_key)
    wanted = happened.people_of(entries) | listing.people_of(attached)
    wanted |= {
        person
        for person in (case.focal_point_id, *(task.assignee_id for task in case.tasks))
        if person is not None
    }
    found = people.by_ids(session, wanted | {p.actor_id for p in filed if p.actor_id})
    view = View(
        session=session,
        workplace=workplace,
        case=case,
        who=who,
        now=now,
        bundle=workplace.bundle(session, case.process_version_id),
        wording=workplace.wording(session, case.school_id),
        names={key: person.name for key, person in found.items()},
        calendar=workplace.calendar_of(session, case),
    )
    linked = cases.linked(session, case.id)
    waiting = sorted(case.tasks, key=lambda task: task.due_at or NEVER)
    mine = [task for task in waiting if policies.is_for(who, case, task)]
    return CasePage(
        title=case_heading.title(view, filed),
        back=Way(url_for("tasks.mine"), _("Việc của tôi")),
        marks=tuple(case_heading.marks(view)),
        what=case_heading.what(view, filed),
        now=case_heading.now(view),
        who=case_heading.who(view),
        left=case_heading.left(view),
        notice=case_heading.notice(view),
        main=tuple(
            Way(url_for("tasks.show", task_id=task.id), titles.of_task(view.bundle, task))
            for task in mine[:2]
        ),
        limits=_limits(view),
        tasks=tuple(_task(view, task, is_mine=task in mine) for task in waiting),
        actions=tuple(_actions(view)),
        steps=path.steps(view.bundle, case, list(reversed(entries)), view.names),
        diagrams=path.diagrams(view.bundle, case, path_steps.of_case(session, case.id)),
        papers=case_papers.latest(view, filed),
        earlier_papers=case_papers.earlier(view, filed),
        attached=attachments.of_case(case, who, attached, view.names),
        reports=reports_of_case.lines(view),
        links=_links(view, linked),
        hand_over=_hand_over(view, filed, linked),
        link=url_for("cases.link", code=case.code) if _may(view, Act.LINK_CASES) else "",
        concerned=url_for("concerned.show", code=case.code)
        if _may(view, Act.NAME_CONCERNED)
        else "",
        happened=happened.days(view.bundle, case, entries[:RECENT], view.names, data_key),
        before=happened.days(view.bundle, case, entries[RECENT:], view.names, data_key),
        older=_older(case, entries),
        accesses=accesses.lately(session, workplace, case)
        if _may(view, Act.SEE_ACCESSES)
        else None,
        version=titles.of_version(view.bundle),
    )


def _may(view: View, act: Act) -> bool:
    return permitted(view.who, act, school_id=view.case.school_id)


def _limits(view: View) -> tuple[Limit, ...]:
    later = later_changes.beside(view.session, view.case.deadlines)
    return limits.build(
        view.case.deadlines, view.calendar, view.bundle, later, now=view.now, decided=view.decided
    )


def _task(view: View, task: HeldTask, *, is_mine: bool) -> Task:
    return Task(
        href=url_for("tasks.show", task_id=task.id) if is_mine else "",
        title=titles.of_task(view.bundle, task),
        tag=None,
        about=view.doer(task),
        lefts=(view.task_left(task),),
        waits="",
        tone="",
    )


def _actions(view: View) -> list[Action]:
    """What the person may tell the case now; what ends it stands last."""
    if view.case.state is CaseState.ENDED:
        return []
    actions = [
        Action(
            href=url_for("messages.show", code=view.case.code, element=message.element),
            label=titles.of_message(view.bundle, message, view.wording),
            hint=_hint(view, message.form or ""),
            grave=message.element in ENDS,
        )
        for message in policies.sendable(view.who, view.case)
    ]
    return sorted(actions, key=lambda action: action.grave)


def _hint(view: View, form_id: str) -> str:
    intro = definitions.form(view.bundle, form_id).worded(view.wording).intro
    return intro[language()] if intro is not None else ""


def _links(view: View, linked: Linked) -> tuple[LinkedCase, ...]:
    ids = [case.id for _link, case in linked]
    hidden = concerned_people.among(view.session, ids, view.who.person_id) if ids else set()
    return tuple(
        LinkedCase(
            href=url_for("cases.show", code=case.code),
            title=case.code,
            about=_("hồ sơ trước") if link.earlier_case_id == case.id else _("hồ sơ sau"),
        )
        for link, case in linked
        if permitted(view.who, Act.SEE_CASE, school_id=case.school_id) and case.id not in hidden
    )


def _hand_over(view: View, filed: Sequence[Paper], linked: Linked) -> str:
    """Where a case that ended because the student moved is handed to the new school, once."""
    may = (
        _may(view, Act.LINK_CASES)
        and handing_over.minutes_of(view.case, filed) is not None
        and not handing_over.is_handed_over(view.case, linked)
    )
    return url_for("handing_over.show", code=view.case.code) if may else ""


def _older(case: HeldCase, entries: Sequence[JournalEntry]) -> str:
    if not entries or entries[-1].seq == 1:
        return ""
    return url_for("cases.show", code=case.code, before=entries[-1].seq, _anchor="happened")
