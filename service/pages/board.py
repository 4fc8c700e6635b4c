"""Theo dõi: what is due today or overdue; tasks for a head, figures for a managing body."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models import schools, task_lists
from models.appointments import Role
from models.cases import Case
from models.people import Person
from models.schools import School
from models.tasks import Task
from processes.permissions import Caller
from processes.workplace import Workplace
from service.languages import language
from service.pages import lefts, moments, titles
from service.pages.my_tasks import Count, Group
from service.pages.task_rows import Row, TaskRows
from service.speech import gettext as _
from service.speech import ngettext

MOST = 300  # tasks of a head's schools
MOST_OF_A_BODY = 2000
CODES = 12

Found = tuple[Task, Case, Person | None]


@dataclass(frozen=True)
class Figures:
    """One step at one school: how many tasks press, and of which cases; nobody's name."""

    school: str
    step: str
    urgent: int
    late: int
    today: int
    codes: tuple[str, ...]
    more: str  # how many cases are not named, or ""


@dataclass(frozen=True)
class BoardPage:
    """See `templates/board.html`."""

    title: str
    now: str
    intro: str
    counts: tuple[Count, ...]
    groups: tuple[Group, ...]
    figures: tuple[Figures, ...]
    more: str
    nothing: str


def build(session: Session, workplace: Workplace, who: Caller, *, now: datetime) -> BoardPage:
    """The board of the person's first office: their school's, or that of the schools below."""
    here = [one.school_id for one in who.held if one.role in _HEADS and one.school_id is not None]
    if here:
        return _of_head(session, workplace, who, here, now)
    return _of_body(session, workplace, who, now)


_HEADS = frozenset({Role.HEAD, Role.DEPUTY_HEAD})


def _of_head(
    session: Session, workplace: Workplace, who: Caller, here: Sequence[int], now: datetime
) -> BoardPage:
    found = _pressing(session, who, here, now, limit=MOST)
    draw = TaskRows.of(session, workplace, [(task, case) for task, case, _by in found], now)
    rows = [
        draw.row(task, case, open_here=False, waits=_who(session, workplace, task, case, by))
        for task, case, by in found
    ]
    steps = [row.title for row in rows]
    rows = [_under_its_step(row, case) for row, (_task, case, _by) in zip(rows, found, strict=True)]
    counts = [_pressure(task, case, now) for task, case, _by in found]
    return _page(
        now,
        intro=_("Việc của cả trường đến hạn hôm nay và đã quá hạn, theo từng bước."),
        counts=_counts(counts, ids=True),
        groups=tuple(_groups(counts, steps, rows)),
        figures=(),
        more=_more(len(found), MOST),
    )


def _of_body(session: Session, workplace: Workplace, who: Caller, now: datetime) -> BoardPage:
    bodies = {one.managing_body_id for one in who.held if one.role is Role.MANAGING_BODY}
    below = {
        school.id: school
        for school in schools.of_bodies(session, [one for one in bodies if one is not None])
    }
    found = _pressing(session, who, list(below), now, limit=MOST_OF_A_BODY)
    return _page(
        now,
        intro=_("Con số của các trường trực thuộc, theo trường và bước; chỉ ghi mã hồ sơ."),
        counts=_counts([_pressure(task, case, now) for task, case, _by in found], ids=False),
        groups=(),
        figures=tuple(_figures(session, workplace, found, below, now)),
        more=_more(len(found), MOST_OF_A_BODY),
    )


def _page(
    now: datetime,
    *,
    intro: str,
    counts: tuple[Count, ...],
    groups: tuple[Group, ...],
    figures: tuple[Figures, ...],
    more: str,
) -> BoardPage:
    return BoardPage(
        title=_("Theo dõi thời hạn"),
        now=f"{moments.title_of_day(moments.local(now).date())}, {moments.time_of(now)}",
        intro=intro,
        counts=counts,
        groups=groups,
        figures=figures,
        more=more,
        nothing=_("Không có việc nào quá hạn hay đến hạn hôm nay"),
    )


def _pressing(
    session: Session, who: Caller, school_ids: Sequence[int], now: datetime, *, limit: int
) -> Sequence[Found]:
    """Due by the end of today: a limit in days that ends today ends at the next midnight."""
    midnight = moments.local(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return task_lists.pressing(
        session,
        school_ids,
        until=midnight + timedelta(days=1),
        hidden_from=who.person_id,
        limit=limit,
    )


def _pressure(task: Task, case: Case, now: datetime) -> str:
    if task.form == lefts.AT_ONCE or (case.emergency and not lefts.is_decided([task])):
        return "urgent"
    return "late" if task.sorts_at < now else "today"


def _titles() -> dict[str, str]:
    return {
        "urgent": _("Khẩn cấp"),
        "late": _("Quá hạn"),
        "today": _("Đến hạn hôm nay"),
    }


def _counts(pressures: Sequence[str], *, ids: bool) -> tuple[Count, ...]:
    tones = {"urgent": "late", "late": "late", "today": "today"}
    return tuple(
        Count(
            number=pressures.count(name),
            label=title[:1].lower() + title[1:],
            href=f"#{name}" if ids else "#figures",
            tone=tones[name],
        )
        for name, title in _titles().items()
        if name in pressures
    )


def _under_its_step(row: Row, case: Case) -> Row:
    """The heading names the step already, so the row is called by its case."""
    groups = row.about.removeprefix(case.code).removeprefix(", ")
    return replace(row, title=case.code, about=groups or _("Chưa có Mẫu số 01"))


def _groups(pressures: Sequence[str], steps: Sequence[str], rows: Sequence[Row]) -> Iterable[Group]:
    """By step within each pressure; the first group of one is where its count leads."""
    by_step: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for pressure, step, row in zip(pressures, steps, rows, strict=True):
        by_step[pressure, step].append(row)
    for name, title in _titles().items():
        kept = [(step, found) for (kind, step), found in by_step.items() if kind == name]
        for number, (step, found) in enumerate(kept):
            words = _("%(pressure)s: %(step)s", pressure=title, step=step)
            yield Group(name if number == 0 else f"{name}-{number}", words, tuple(found))


def _who(session: Session, workplace: Workplace, task: Task, case: Case, by: Person | None) -> str:
    if by is not None:
        return _("Đang giao cho %(name)s", name=by.name)
    roles = workplace.bundle(session, case.process_version_id).description["roles"]
    words = ", ".join(str(roles[role][language()]) for role in task.roles.split(","))
    return _("Chờ %(role)s", role=words[:1].lower() + words[1:])


def _figures(
    session: Session,
    workplace: Workplace,
    found: Sequence[Found],
    below: dict[int, School],
    now: datetime,
) -> Iterable[Figures]:
    by_step: dict[tuple[int, str], list[Found]] = defaultdict(list)
    for one in found:
        by_step[one[0].school_id, one[0].element].append(one)
    ordered = sorted(
        by_step.items(), key=lambda item: (below[item[0][0]].sort_key, -len(item[1]), item[0][1])
    )
    for (school_id, _element), tasks in ordered:
        first, case, _by = tasks[-1]
        pressures = [_pressure(task, its_case, now) for task, its_case, _by in tasks]
        codes = tuple(dict.fromkeys(one.code for _task, one, _assignee in tasks))
        yield Figures(
            school=below[school_id].name,
            step=titles.of_task(workplace.bundle(session, case.process_version_id), first),
            urgent=pressures.count("urgent"),
            late=pressures.count("late"),
            today=pressures.count("today"),
            codes=codes[:CODES],
            more=ngettext("và %(num)d hồ sơ khác", "và %(num)d hồ sơ khác", len(codes) - CODES)
            if len(codes) > CODES
            else "",
        )


def _more(found: int, most: int) -> str:
    if found < most:
        return ""
    return _("Trang này chỉ ghi %(number)d việc đến hạn sớm nhất.", number=most)
