"""What somebody named in a plan reads beside the log: whom it is about, and their own part in it.

They see nothing else of the case: no grounds, no assessment, no activity of others.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from models.held import HeldCase
from processes import definitions, papers
from processes.bundle import Bundle
from processes.forms.wording import Wording
from processes.named_people import named, staff_of
from processes.papers import Paper
from processes.permissions import Caller
from processes.tasks import PLAN
from processes.working_time.local_time import today
from service.languages import language
from service.pages import answers, moments, titles
from service.pages.earlier import Earlier
from service.speech import gettext as _

LOG = "activity_logged"
ACTIVITIES = "activities"


def student(shown: Sequence[Paper]) -> str:
    """The name and the class of the student, as the intake has them."""
    intake = papers.latest_of(shown, titles.INTAKE)
    values = intake.values if intake is not None else {}
    return ", ".join(
        str(values[key]) for key in ("student_name", "student_class") if values.get(key)
    )


def own_part(
    session: Session,
    case: HeldCase,
    bundle: Bundle,
    wording: Wording,
    shown: Sequence[Paper],
    who: Caller,
    *,
    now: datetime,
) -> tuple[Earlier, ...]:
    """The person's activities in the plan that runs, then what the person has logged so far."""
    plan = papers.latest_of(shown, PLAN)
    if plan is None:
        return ()
    staff = staff_of(session, case.school_id, on=today(now))
    form = definitions.form(bundle, PLAN)
    rows = [
        row
        for row in plan.values.get(ACTIVITIES, ())
        if who.person_id in named(form, {ACTIVITIES: [row]}, staff).people
    ]
    own = Earlier(
        title=_("Hoạt động của thầy cô trong kế hoạch"),
        by="" if rows else _("Kế hoạch chưa ghi tên thầy cô ở hoạt động nào; thầy cô hỏi đầu mối."),
        href="",
        cards=answers.read(form, {ACTIVITIES: rows}, language=language(), wording=wording),
    )
    logged = [paper for paper in shown if paper.form == LOG and paper.actor_id == who.person_id]
    return (own, *(_log(paper, bundle, wording) for paper in logged))


def _log(paper: Paper, bundle: Bundle, wording: Wording) -> Earlier:
    return Earlier(
        title=titles.of_form(bundle, paper.form, wording),
        by=_("Thầy cô đã ghi lúc %(moment)s", moment=moments.moment(paper.at)),
        href="",
        cards=answers.read(
            definitions.form(bundle, paper.form),
            paper.values,
            language=language(),
            wording=wording,
        ),
    )
