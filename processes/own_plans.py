"""A plan approved by its own author, where nobody else can: the managing body is told [design]."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from models import notices
from models.held import HeldCase, HeldTask
from models.notices import Grade
from processes import outbox
from processes.bundle import Bundle
from processes.ladders import MANAGING_BODY
from processes.notices import path_of
from processes.recipients import Circle, Staff
from processes.working_time.local_time import today
from processes.workplace import Workplace

TEXT = "own_plan_approved"


def tell_the_body(
    session: Session,
    workplace: Workplace,
    case: HeldCase,
    bundle: Bundle,
    task: HeldTask,
    *,
    now: datetime,
) -> None:
    """A notice for everybody of the managing body, in the transaction of the approval.

    A process version without the text, published before there was one, tells nobody.
    """
    if path_of(TEXT, "vi") not in bundle.files:
        return
    staff = Staff.of(session, case.school_id, on=today(now))
    rows = [
        {
            "case_id": case.id,
            "school_id": case.school_id,
            "watch_id": None,
            "ladder": TEXT,
            "rung": task.key,
            "round": 0,
            "recipient_id": one.person_id,
            "instead_of_id": one.instead_of_id,
            "grade": Grade.ESCALATION,
            "name": TEXT,
            "awaited": task.element,
            "started_at": now,
            "due_at": None,
            "due_on": None,
            "urgent": False,
            "decided_at": now,
        }
        for one in Circle(staff, case, (task,), task.element).told((MANAGING_BODY,))
    ]
    told = notices.insert(session, rows)
    outbox.enqueue(session, workplace, told, calendar=workplace.calendar_of(session, case), now=now)
