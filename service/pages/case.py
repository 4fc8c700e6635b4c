"""The page of a case: what, now, who, until when; its limits, its papers, its way, its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from models import cases, journal, path_steps, people, reports
from models.cases import CaseState
from models.deadlines import DeadlineState
from models.held import HeldCase, HeldTask
from models.journal import JournalEntry
from processes import definitions, papers, policies
from processes.bundle import Bundle
from processes.forms.wording import Wording
from processes.papers import Paper
from processes.permissions import Act, Caller, permitted
from processes.policies import fills, lanes_in_case
from processes.working_time.calendar import Calendar
from processes.workplace import Workplace
from service.languages import language
from service.pages import happened, lefts, limits, moments, path, titles
from service.pages.happened import Day
from service.pages.lefts import Left
from service.pages.limits import Limit
from service.pages.path import Diagram, Step
from service.pages.tags import Tag
from service.pages.task import Way
from service.speech import gettext as _
from service.speech import ngettext

ENTRIES = 60
BEFORE_DECISION = "intake_and_decision"
ENDS = frozenset({"close_early"})


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
class PaperLine:
    """A filed form."""

    href: str
    title: str
    by: str
    at: str
    mark: Tag | None


@dataclass(frozen=True)
class LinkedCase:
    """A case before or after this one."""

    href: str
    title: str
    about: str


@dataclass(frozen=True)
class Notice:
    """A line to notice."""

    words: str
    tone: str


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
    links: tuple[LinkedCase, ...]
    link: str
    concerned: str
    happened: tuple[Day, ...]
    older: str
    version: str


@dataclass(frozen=True)
class _View:
    session: Session
    workplace: Workplace
    case: HeldCase
    who: Caller
    now: datetime
    bundle: Bundle
    wording: Wording
    names: dict[int, str]
    calendar: Calendar

    @property
    def decided(self) -> bool:
        return all(task.process != BEFORE_DECISION for task in self.case.tasks)


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
    wanted = happened.people_of(entries) | {
        person
        for person in (case.focal_point_id, *(task.assignee_id for task in case.tasks))
        if person is not None
    }
    found = people.by_ids(session, wanted | {p.actor_id for p in filed if p.actor_id})
    view = _View(
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
    mine = [task for task in case.tasks if _is_mine(view, task)]
    return CasePage(
        title=_title(view, filed),
        back=Way(url_for("tasks.mine"), _("Việc của tôi")),
        marks=tuple(_marks(view)),
        what=_what(view, filed),
        now=_now(view),
        who=_who(view),
        left=_left(view),
        notice=_notice(view),
        main=tuple(
            Way(url_for("tasks.show", task_id=task.id), titles.of_task(view.bundle, task))
            for task in mine[:2]
        ),
        limits=_limits(view),
        tasks=tuple(_task(view, task, is_mine=task in mine) for task in case.tasks),
        actions=tuple(_actions(view)),
        steps=path.steps(view.bundle, case, list(reversed(entries)), view.names),
        diagrams=path.diagrams(view.bundle, case, path_steps.of_case(session, case.id)),
        papers=tuple(_papers(view, filed)),
        links=_links(view),
        link=url_for("cases.link", code=case.code) if _may(view, Act.LINK_CASES) else "",
        concerned=url_for("concerned.show", code=case.code)
        if _may(view, Act.NAME_CONCERNED)
        else "",
        happened=happened.days(view.bundle, case, entries, view.names),
        older=_older(case, entries),
        version=titles.of_version(view.bundle),
    )


def _may(view: _View, act: Act) -> bool:
    return permitted(view.who, act, school_id=view.case.school_id)


def _is_mine(view: _View, task: HeldTask) -> bool:
    return fills(task.roles, lanes_in_case(view.who, view.case)) and task.assignee_id in (
        None,
        view.who.person_id,
    )


def _title(view: _View, filed: Sequence[Paper]) -> str:
    name = next(
        (str(paper.values["student_name"]) for paper in filed if paper.values.get("student_name")),
        "",
    )
    if not name:
        return view.case.code
    return _("%(code)s: %(name)s", code=view.case.code, name=name)


def _marks(view: _View) -> list[Tag]:
    marks = []
    if view.case.emergency:
        marks.append(Tag(_("Khẩn cấp"), "urgent"))
    if view.case.state is CaseState.ENDED:
        marks.append(Tag(_("Đã kết thúc"), "met"))
    if any(row.state is DeadlineState.MISSED for row in view.case.deadlines):
        marks.append(Tag(_("Có hạn đã quá"), "late"))
    return marks


def _what(view: _View, filed: Sequence[Paper]) -> str:
    groups = titles.of_groups(view.bundle, view.case.category, view.wording)
    if groups:
        return groups[:1].upper() + groups[1:]
    story = next((str(p.values["story"]) for p in filed if p.values.get("story")), "")
    return story if len(story) <= 160 else story[:157].rsplit(" ", 1)[0] + "…"


def _now(view: _View) -> str:
    if view.case.state is CaseState.ENDED:
        return _("Hồ sơ đã kết thúc")
    names = [titles.of_task(view.bundle, task) for task in view.case.tasks]
    return "; ".join(dict.fromkeys(names))


def _who(view: _View) -> str:
    if not view.case.tasks:
        return _("Không ai phải làm gì thêm")
    return ", ".join(dict.fromkeys(_doer(view, task) for task in view.case.tasks))


def _doer(view: _View, task: HeldTask) -> str:
    if task.assignee_id is not None:
        return view.names.get(task.assignee_id, "")
    roles = view.bundle.description["roles"]
    return " / ".join(str(roles[role][language()]) for role in task.roles)


def _left(view: _View) -> Left | None:
    due = [task for task in view.case.tasks if task.due_at is not None]
    if not due:
        return None
    first = min(due, key=lambda task: task.due_at or task.opened_at)
    return _task_left(view, first)


def _task_left(view: _View, task: HeldTask) -> Left:
    if task.form == lefts.AT_ONCE:
        return lefts.since(view.case.opened_at, now=view.now)
    return lefts.of_task(
        task.due_at,
        task.opened_at,
        view.case.deadlines,
        view.calendar,
        now=view.now,
        decided=view.decided,
    )


def _notice(view: _View) -> Notice | None:
    urgent = [task for task in view.case.tasks if task.form == lefts.AT_ONCE]
    if urgent:
        since = lefts.since(view.case.opened_at, now=view.now)
        return Notice(
            _("Phải báo ngay 111, công an xã hoặc UBND xã. %(since)s.", since=since.words), "late"
        )
    return None


def _limits(view: _View) -> tuple[Limit, ...]:
    return limits.build(
        view.case.deadlines, view.calendar, view.bundle, now=view.now, decided=view.decided
    )


def _task(view: _View, task: HeldTask, *, is_mine: bool) -> Task:
    return Task(
        href=url_for("tasks.show", task_id=task.id) if is_mine else "",
        title=titles.of_task(view.bundle, task),
        tag=None,
        about=_doer(view, task),
        lefts=(_task_left(view, task),),
        waits="",
        tone="",
    )


def _actions(view: _View) -> list[Action]:
    if view.case.state is CaseState.ENDED:
        return []
    return [
        Action(
            href=url_for("messages.show", code=view.case.code, element=message.element),
            label=titles.of_message(view.bundle, message, view.wording),
            hint=_hint(view, message.form or ""),
            grave=message.element in ENDS,
        )
        for message in policies.sendable(view.who, view.case)
    ]


def _hint(view: _View, form_id: str) -> str:

    intro = definitions.form(view.bundle, form_id).worded(view.wording).intro
    return intro[language()] if intro is not None else ""


def _papers(view: _View, filed: Sequence[Paper]) -> list[PaperLine]:
    return [
        PaperLine(
            href=url_for("papers.show", code=view.case.code, seq=paper.seq),
            title=titles.of_form(view.bundle, paper.form, view.wording),
            by=view.names.get(paper.actor_id or 0, _("Hệ thống")),
            at=moments.moment(paper.at),
            mark=Tag(_("Đã sửa"), "today") if paper.corrected_by is not None else None,
        )
        for paper in filed
    ]


def _links(view: _View) -> tuple[LinkedCase, ...]:
    linked = [
        LinkedCase(
            href=url_for("cases.show", code=case.code),
            title=case.code,
            about=_("hồ sơ trước") if link.earlier_case_id == case.id else _("hồ sơ sau"),
        )
        for link, case in cases.linked(view.session, view.case.id)
        if permitted(view.who, Act.SEE_CASE, school_id=case.school_id)
    ]
    gathered = reports.of_case(view.session, view.case.id)
    if len(gathered) > 1:
        words = ngettext("%(num)d tin báo", "%(num)d tin báo", len(gathered))
        linked.append(LinkedCase("#papers", words, ", ".join(one.code for one in gathered)))
    return tuple(linked)


def _older(case: HeldCase, entries: Sequence[JournalEntry]) -> str:
    if not entries or entries[-1].seq == 1:
        return ""
    return url_for("cases.show", code=case.code, before=entries[-1].seq, _anchor="happened")
