"""What stands first on the page of a case: what, now, who, until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.cases import CaseState
from models.deadlines import DeadlineState
from processes.papers import Paper
from service.pages import lefts, titles
from service.pages.case_view import View
from service.pages.lefts import Left
from service.pages.tags import Tag
from service.speech import gettext as _


@dataclass(frozen=True)
class Notice:
    """A line to notice."""

    words: str
    tone: str


def title(view: View, filed: Sequence[Paper]) -> str:
    """The code, and the student's name once a form has told it."""
    name = next(
        (str(paper.values["student_name"]) for paper in filed if paper.values.get("student_name")),
        "",
    )
    if not name:
        return view.case.code
    return _("%(code)s: %(name)s", code=view.case.code, name=name)


def marks(view: View) -> list[Tag]:
    """States in a few words."""
    found = []
    if view.case.emergency:
        found.append(Tag(_("Khẩn cấp"), "urgent"))
    if view.case.state is CaseState.ENDED:
        found.append(Tag(_("Đã kết thúc"), "met"))
    if any(row.state is DeadlineState.MISSED for row in view.case.deadlines):
        found.append(Tag(_("Có hạn đã quá"), "late"))
    return found


def what(view: View, filed: Sequence[Paper]) -> str:
    """The groups of the case, or before they are known the beginning of the story."""
    groups = titles.of_groups(view.bundle, view.case.category, view.wording)
    if groups:
        return groups[:1].upper() + groups[1:]
    story = next((str(p.values["story"]) for p in filed if p.values.get("story")), "")
    return story if len(story) <= 160 else story[:157].rsplit(" ", 1)[0] + "…"


def now(view: View) -> str:
    """What the case waits for."""
    if view.case.state is CaseState.ENDED:
        return _("Hồ sơ đã kết thúc")
    names = [titles.of_task(view.bundle, task) for task in view.case.tasks]
    return "; ".join(dict.fromkeys(names))


def who(view: View) -> str:
    """Who is to do it."""
    if not view.case.tasks:
        return _("Không ai phải làm gì thêm")
    return ", ".join(dict.fromkeys(view.doer(task) for task in view.case.tasks))


def left(view: View) -> Left | None:
    """Until when the most urgent of it waits."""
    due = [task for task in view.case.tasks if task.due_at is not None]
    if not due:
        return None
    first = min(due, key=lambda task: task.due_at or task.opened_at)
    return view.task_left(first)


def notice(view: View) -> Notice | None:
    """What must be done at once."""
    if all(task.form != lefts.AT_ONCE for task in view.case.tasks):
        return None
    since = lefts.since(lefts.received(view.case, view.case.deadlines), now=view.now)
    return Notice(
        _("Phải báo ngay 111, công an xã hoặc UBND xã. %(since)s.", since=since.words), "late"
    )
