"""Việc của tôi: what waits for the person, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from flask import url_for
from sqlalchemy.orm import Session

from models import drafts, named_activities, tasks
from models.cases import Case
from models.tasks import Position, Task
from processes.desk import assigned, audiences
from processes.permissions import Act, Caller, permitted
from processes.workplace import Workplace
from service.pages import duties, moments, places, titles, unsent_drafts
from service.pages.pager import Pager
from service.pages.task_rows import Row, TaskRows
from service.pages.unsent_drafts import UnsentDraft
from service.speech import gettext as _

PAGE = 50
OTHERS = 10


@dataclass(frozen=True)
class Group:
    """Tasks that are equally pressing."""

    id: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Count:
    """A number that leads to its group."""

    number: int
    label: str
    href: str
    tone: str


@dataclass(frozen=True)
class MyTasksPage:
    """See `templates/my_tasks.html`."""

    title: str
    now: str
    intro: str
    counts: tuple[Count, ...]
    groups: tuple[Group, ...]
    waiting: tuple[Row, ...]
    drafts: tuple[UnsentDraft, ...]
    done: str
    duties: tuple[str, ...]
    report: str
    pager: Pager


def build(
    session: Session, workplace: Workplace, who: Caller, *, now: datetime, after: Position | None
) -> MyTasksPage:
    """The page, in a number of queries that does not grow with the number of tasks."""
    mine = tasks.page(
        session,
        who.person_id,
        audiences(who),
        assigned=assigned(who),
        after=after,
        limit=PAGE,
    )
    others: Sequence[tuple[Task, Case]] = ()
    if after is None and (elsewhere := audiences(who, others=True)):
        others = tasks.page(session, who.person_id, elsewhere, limit=OTHERS).tasks
    known = {task.id for task, _case in mine.tasks}
    others = [
        (task, case)
        for task, case in others
        if task.assignee_id != who.person_id and task.id not in known
    ]
    begun = drafts.unsent(session, who.person_id)
    draw = TaskRows.of(
        session,
        workplace,
        [*mine.tasks, *others],
        now,
        drafts={one.draft.task_id for one in begun if one.draft.task_id is not None},
    )
    rows = [draw.row(task, case, open_here=True) for task, case in mine.tasks]
    if after is None:
        rows += _named(session, workplace, who)
    groups = tuple(_groups(rows))
    return MyTasksPage(
        title=_("Việc của tôi"),
        now=f"{moments.title_of_day(moments.local(now).date())}, {moments.time_of(now)}",
        intro=_("Việc gấp nhất đứng trên cùng."),
        counts=tuple(_counts(groups)),
        groups=groups,
        waiting=tuple(draw.row(task, case, open_here=False) for task, case in others),
        drafts=unsent_drafts.listed(session, workplace, who, begun) if after is None else (),
        done="",
        duties=duties.of_roles(one.role for one in who.held),
        report=url_for("reports.empty") if permitted(who, Act.ENTER_REPORT) else "",
        pager=Pager(
            previous=url_for("tasks.mine") if after is not None else "",
            next=_address_after(mine.next) if mine.next else "",
            words=_("%(number)d việc trên trang này", number=len(rows)),
        ),
    )


def _named(session: Session, workplace: Workplace, who: Caller) -> list[Row]:
    """Running plans in which the person is named and may write the log, without seeing the case."""
    return [
        Row(
            href=url_for("messages.show", code=case.code, element=message.element),
            title=titles.of_form(
                workplace.bundle(session, case.process_version_id),
                message.form or "",
                workplace.wording(session, case.school_id),
            ),
            tag=None,
            about=case.code,
            lefts=(),
            waits=_("Thầy cô có tên trong kế hoạch đang thực hiện."),
            tone="",
            group="named",
        )
        for case, message in named_activities.of_person(session, who.person_id)
        if permitted(who, Act.SEND_MESSAGE, school_id=case.school_id)
        and not permitted(who, Act.SEE_CASE, school_id=case.school_id)
    ]


def _address_after(position: Position) -> str:
    return url_for("tasks.mine", after=places.words_of(position.sorts_at, position.task_id))


def _titles() -> dict[str, str]:
    return {
        "urgent": _("Khẩn cấp"),
        "late": _("Quá hạn"),
        "today": _("Đến hạn hôm nay"),
        "later": _("Sau hôm nay"),
        "unlimited": _("Không đặt thời hạn"),
        "named": _("Hoạt động thầy cô cùng thực hiện"),
    }


def _groups(rows: Iterable[Row]) -> Iterable[Group]:
    order = list(_titles())
    ordered = sorted(rows, key=lambda row: order.index(row.group))
    for name, found in groupby(ordered, key=lambda row: row.group):
        yield Group(name, _titles()[name], tuple(found))


def _counts(groups: Iterable[Group]) -> Iterable[Count]:
    for group in groups:
        tone = {"urgent": "late", "late": "late", "today": "today"}.get(group.id, "")
        label = group.title[:1].lower() + group.title[1:]
        yield Count(len(group.rows), label, f"#{group.id}", tone)
