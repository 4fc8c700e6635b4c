"""Forms that the person has begun and not sent, beside the tasks that are listed anyway."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for
from sqlalchemy.orm import Session

from models.drafts import Unsent
from processes.permissions import Act, Caller, permitted
from processes.workplace import Workplace
from service.pages import moments, titles
from service.speech import gettext as _


@dataclass(frozen=True)
class UnsentDraft:
    """A draft as `templates/my_tasks.html` shows it."""

    href: str
    title: str
    about: str
    saved: str


def listed(
    session: Session, workplace: Workplace, who: Caller, begun: Iterable[Unsent]
) -> tuple[UnsentDraft, ...]:
    """What the person may still open; tasks that wait stand in their own list."""
    return tuple(
        _row(session, workplace, one) for one in begun if not one.open and _may_open(who, one)
    )


def _may_open(who: Caller, one: Unsent) -> bool:
    if one.case is None:
        return permitted(who, Act.ENTER_REPORT, school_id=one.draft.school_id)
    if permitted(who, Act.SEE_CASE, school_id=one.case.school_id):
        return True
    return one.named and permitted(who, Act.SEND_MESSAGE, school_id=one.case.school_id)


def _row(session: Session, workplace: Workplace, one: Unsent) -> UnsentDraft:
    draft, case = one.draft, one.case
    code, title = "", _("Báo tin")
    if case is not None:
        code = case.code
        title = titles.of_form(
            workplace.bundle(session, case.process_version_id),
            draft.form,
            workplace.wording(session, draft.school_id),
        )
    kind, _colon, about = draft.subject.partition(":")
    part = about.partition(":")[2]
    match kind:
        case "task":
            href = url_for("tasks.show", task_id=draft.task_id)
            title = _("Việc đã có người làm xong: %(title)s", title=title)
        case "message":
            href = url_for("messages.show", code=code, element=part)
        case "paper":
            href = url_for("corrections.show", code=code, seq=int(part))
            title = _("Sửa: %(title)s", title=title)
        case _report:
            href = url_for("reports.empty", school=draft.school_id)
    return UnsentDraft(
        href=href,
        title=title,
        about=code,
        saved=_("Lưu lúc %(moment)s", moment=moments.moment(draft.saved_at)),
    )
