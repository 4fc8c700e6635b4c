"""After a form was sent: what was kept, when, and who goes on."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from models.cases import CaseState
from models.deadlines import DeadlineRow
from models.held import HeldCase
from processes import policies
from processes.bundle import Bundle
from processes.forms.wording import Wording
from processes.letter_numbers import signs
from processes.papers import Paper
from processes.permissions import Caller
from service.languages import language
from service.pages import limits, moments, prints, titles
from service.speech import gettext as _
from service.ways import Way


@dataclass(frozen=True)
class CaseLink:
    """The case."""

    href: str
    code: str


@dataclass(frozen=True)
class Kept:
    """The filed form."""

    title: str
    at: str
    href: str
    number: str
    prints: tuple[Way, ...]


@dataclass(frozen=True)
class DonePage:
    """See `templates/task_done.html`."""

    title: str
    case: CaseLink
    kept: Kept
    results: tuple[str, ...]
    next: tuple[str, ...]
    mine: Way | None
    home: str


def build(
    case: HeldCase,
    paper: Paper,
    bundle: Bundle,
    wording: Wording,
    who: Caller,
    *,
    unnamed: str = "",
) -> DonePage:
    """The page for the person who has just sent the paper; `unnamed`: see unnamed.py."""
    title = titles.of_form(bundle, paper.form, wording)
    mine = next((task for task in case.tasks if policies.is_for(who, case, task)), None)
    return DonePage(
        title=_("Đã nộp: %(title)s", title=title),
        case=CaseLink(url_for("cases.show", code=case.code), case.code),
        kept=Kept(
            title,
            moments.moment(paper.at),
            url_for("papers.show", code=case.code, seq=paper.seq),
            str(paper.values["number"]) if signs(paper.element, paper.values) else "",
            prints.of(case, bundle, paper),
        ),
        results=(
            *(
                _result(row)
                for row in case.deadlines
                if row.closed_seq is not None and row.closed_seq >= paper.seq
            ),
            *filter(None, [unnamed]),
        ),
        next=tuple(_next(case, bundle)),
        mine=Way(url_for("tasks.show", task_id=mine.id), titles.of_task(bundle, mine))
        if mine is not None
        else None,
        home=url_for("tasks.mine"),
    )


def _result(row: DeadlineRow) -> str:
    limit = {
        "referral": _("Hạn 12 giờ làm việc để chuyển, gửi"),
        "plan_approval": _("Hạn 03 ngày làm việc để phê duyệt kế hoạch"),
    }.get(row.limit_name, row.limit_name)
    return _("%(limit)s: %(result)s.", limit=limit, result=limits.result(row.state))


def _next(case: HeldCase, bundle: Bundle) -> list[str]:
    if case.state is CaseState.ENDED:
        return [_("Hồ sơ đã kết thúc. Mọi thứ được giữ lại để xem và kiểm tra.")]
    roles = bundle.description["roles"]
    return [
        _(
            "%(who)s: %(what)s.",
            who=" / ".join(str(roles[role][language()]) for role in task.roles),
            what=titles.of_task(bundle, task),
        )
        for task in case.tasks
    ]
