"""The cases of a school, without names: what, now, who, until when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from flask import url_for
from sqlalchemy.orm import Session

from models import (
    case_lists,
    case_names,
    concerned_people,
    deadlines,
    reports,
    schools,
    task_lists,
)
from models import cases as case_rows
from models.cases import Case, CaseState
from models.deadlines import Deadline
from models.schools import School
from models.tasks import Task
from processes.permissions import Act, Caller, permitted
from processes.working_time.calendar import Calendar
from processes.workplace import Workplace
from service.languages import language
from service.pages import codes, lefts, places, titles
from service.pages.lefts import Left
from service.pages.pager import Pager
from service.pages.tags import Tag
from service.speech import gettext as _

PAGE = 30


@dataclass(frozen=True)
class Choice:
    """A state or a school whose cases are listed."""

    href: str
    label: str
    current: bool


@dataclass(frozen=True)
class Row:
    """A case in the list."""

    href: str
    code: str
    about: str
    now: str
    who: str
    left: Left | None
    tag: Tag | None


@dataclass(frozen=True)
class CasesPage:
    """See `templates/cases.html`."""

    title: str
    intro: str
    search: str
    schools: tuple[Choice, ...]
    states: tuple[Choice, ...]
    rows: tuple[Row, ...]
    nothing: str
    pager: Pager


def of_school(
    session: Session,
    workplace: Workplace,
    who: Caller,
    *,
    now: datetime,
    state: CaseState,
    school: str,
    before: tuple[datetime, int] | None,
) -> CasesPage:
    """A page of the cases of the school with this code; the person's first one when it is none.

    In a bounded number of queries.
    """
    mine = schools.by_ids(session, set(who.schools_for(Act.LIST_CASES)))
    chosen = next((one for one in mine.values() if one.code == school), mine[min(mine)])
    listed = case_lists.page(
        session,
        chosen.id,
        state=state,
        hidden_from=who.person_id,
        before=before,
        limit=PAGE + 1,
    )
    cases = listed[:PAGE]
    here = partial(url_for, "cases.listed", school=chosen.code if len(mine) > 1 else None)
    more = places.words_of(cases[-1].opened_at, cases[-1].id) if len(listed) > PAGE else ""
    return CasesPage(
        title=_("Hồ sơ"),
        intro=_("Danh sách không ghi tên học sinh. Mỗi lượt mở một hồ sơ đều được ghi lại."),
        search="",
        schools=_schools(mine.values(), chosen, state) if len(mine) > 1 else (),
        states=(
            Choice(here(state="open"), _("Đang mở"), state is CaseState.OPEN),
            Choice(here(state="ended"), _("Đã kết thúc"), state is CaseState.ENDED),
        ),
        rows=_rows(session, workplace, cases, now),
        nothing=_("Chưa có hồ sơ nào ở đây."),
        pager=Pager(
            previous=here(state=state.value) if before else "",
            next=here(state=state.value, before=more) if more else "",
            words="",
        ),
    )


def found(
    session: Session, workplace: Workplace, who: Caller, search: str, *, now: datetime
) -> CasesPage:
    """The cases of all the person's schools that a code or a name finds."""
    cases = _search(session, workplace, who, search) if search else ()
    return CasesPage(
        title=_("Tìm hồ sơ"),
        intro=_("Danh sách không ghi tên học sinh. Mỗi lượt mở một hồ sơ đều được ghi lại."),
        search=search,
        schools=(),
        states=(Choice(url_for("cases.listed"), _("Mọi hồ sơ"), current=False),),
        rows=_rows(session, workplace, cases, now),
        nothing=_("Không tìm thấy hồ sơ nào."),
        pager=Pager(previous="", next="", words=""),
    )


def _schools(mine: Iterable[School], chosen: School, state: CaseState) -> tuple[Choice, ...]:
    return tuple(
        Choice(url_for("cases.listed", school=one.code, state=state.value), one.name, one is chosen)
        for one in sorted(mine, key=lambda one: one.sort_key)
    )


def _search(session: Session, workplace: Workplace, who: Caller, search: str) -> Sequence[Case]:
    """By the code of a case or of a report, else by the words of a student's name."""
    code = codes.whole(search)
    case = case_rows.by_code(session, code)
    report = reports.by_code(session, code)
    cases = [case] if case is not None else []
    if report is not None:
        cases = list(reports.cases_of(session, report.id))
    if not cases:
        return case_names.search(
            session,
            workplace.index_key(session),
            search,
            school_ids=who.schools_for(Act.LIST_CASES),
            hidden_from=who.person_id,
            limit=PAGE,
        )
    hidden = concerned_people.among(session, [one.id for one in cases], who.person_id)
    return [
        case
        for case in cases
        if permitted(who, Act.SEE_CASE, school_id=case.school_id) and case.id not in hidden
    ]


def _rows(
    session: Session, workplace: Workplace, found: Sequence[Case], now: datetime
) -> tuple[Row, ...]:
    ids = [case.id for case in found]
    open_tasks = task_lists.open_of_cases(session, ids)
    limits = deadlines.running_of_cases(session, ids)
    reported = reports.reported(session, ids)
    known = workplace.calendars_of(session, [case.school_id for case in found], now=now)
    rows = []
    for case in found:
        tasks = open_tasks.get(case.id, [])
        left = _left(case, tasks, limits.get(case.id, []), known.get(case.school_id), now)
        row = _row(session, workplace, case, tasks, left)
        if case.id not in reported and not case.category:
            row = replace(row, about=_("Đề nghị hỗ trợ phát triển"))
        rows.append(row)
    return tuple(rows)


def _row(
    session: Session, workplace: Workplace, case: Case, tasks: Sequence[Task], left: Left | None
) -> Row:
    bundle = workplace.bundle(session, case.process_version_id)
    wording = workplace.wording(session, case.school_id)
    roles = bundle.description["roles"]
    lanes = dict.fromkeys(role for task in tasks for role in task.roles.split(","))
    return Row(
        href=url_for("cases.show", code=case.code),
        code=case.code,
        about=titles.of_groups(bundle, case.category, wording) or _("Chưa có Mẫu số 01"),
        now="; ".join(dict.fromkeys(titles.of_task(bundle, task) for task in tasks)),
        who=", ".join(str(roles[role][language()]) for role in lanes),
        left=left,
        tag=_tag(case),
    )


def _left(
    case: Case,
    tasks: Sequence[Task],
    limits: Sequence[Deadline],
    calendar: Calendar | None,
    now: datetime,
) -> Left | None:
    due = [task for task in tasks if task.due_at is not None]
    if not due or calendar is None:
        return None
    first = min(due, key=lambda task: task.sorts_at)
    return lefts.of_task(
        first,
        lefts.received(case, limits),
        limits,
        calendar,
        now=now,
        decided=lefts.is_decided(tasks),
    )


def _tag(case: Case) -> Tag | None:
    if case.state is CaseState.ENDED:
        return Tag(_("Đã kết thúc"), "met")
    return Tag(_("Khẩn cấp"), "urgent") if case.emergency else None
