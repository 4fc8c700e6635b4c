"""Tasks as rows of a list: what is to be done, in which case, until when."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from models import deadlines
from models.cases import Case
from models.deadlines import Deadline
from models.tasks import Task
from processes.working_time.calendar import Calendar
from processes.workplace import Workplace
from service.pages import lefts, titles
from service.pages.lefts import Left
from service.pages.tags import Tag
from service.speech import gettext as _


@dataclass(frozen=True)
class Row:
    """A task as `macros/parts.html` draws it."""

    href: str
    title: str
    tag: Tag | None
    about: str
    lefts: tuple[Left, ...]
    waits: str
    tone: str
    group: str
    draft: str = ""


@dataclass(frozen=True)
class TaskRows:
    """Draws tasks; what they need is read once for all of them."""

    session: Session
    workplace: Workplace
    calendars: dict[int, Calendar]
    limits: dict[int, list[Deadline]]
    now: datetime
    drafts: Collection[int] = ()

    @classmethod
    def of(
        cls,
        session: Session,
        workplace: Workplace,
        found: Sequence[tuple[Task, Case]],
        now: datetime,
        *,
        drafts: Collection[int] = (),
    ) -> TaskRows:
        """For these tasks with their cases; of those in `drafts` the person has a draft."""
        school_ids = [case.school_id for _task, case in found]
        known = workplace.calendars_of(session, school_ids, now=now)
        limits = deadlines.running_of_cases(session, [case.id for _task, case in found])
        return cls(session, workplace, known, limits, now, drafts)

    def row(self, task: Task, case: Case, *, open_here: bool, waits: str = "") -> Row:
        """A row that leads to the form of the task, or else to its case."""
        bundle = self.workplace.bundle(self.session, case.process_version_id)
        wording = self.workplace.wording(self.session, case.school_id)
        decided = lefts.is_decided([task])
        urgent = task.form == lefts.AT_ONCE or (case.emergency and not decided)
        shown = lefts.in_case(
            task,
            case,
            self.limits.get(case.id, []),
            self.calendars[case.school_id],
            now=self.now,
            decided=decided,
        )
        group = _group_of(task, shown[-1], urgent=urgent)
        groups = titles.of_groups(bundle, case.category, wording)
        href = (
            url_for("tasks.show", task_id=task.id)
            if open_here
            else url_for("cases.show", code=case.code)
        )
        return Row(
            href=href,
            title=titles.of_task(bundle, task),
            tag=_tag(group, emergency=case.emergency),
            about=f"{case.code}, {groups}" if groups else case.code,
            lefts=shown,
            waits=waits,
            tone="urgent" if urgent else "",
            group=group,
            draft=_("Có nháp") if open_here and task.id in self.drafts else "",
        )


def _group_of(task: Task, left: Left, *, urgent: bool) -> str:
    if urgent:
        return "urgent"
    if left.tone in ("late", "today"):
        return left.tone
    return "later" if task.due_at is not None else "unlimited"


def _tag(group: str, *, emergency: bool) -> Tag | None:
    if group == "urgent" or emergency:
        return Tag(_("Khẩn cấp"), "urgent")
    if group == "late":
        return Tag(_("Quá hạn"), "late")
    return None
