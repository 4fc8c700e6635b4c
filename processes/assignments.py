"""Who has a task or a case: an administrator gives it, a person takes a task or gives it back."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy.orm import Session

from models.held import HeldCase, HeldTask
from models.journal import JournalEntry, canonical, content_of
from models.people import Person
from processes import journal, policies
from processes.bundle import Bundle
from processes.deeds import Deed
from processes.engine import Entry
from processes.journal import CaseNotFound, Written
from processes.once import Done, Once
from processes.permissions import Act, Caller, demand
from processes.tasks import demand_task, done, open_task, written
from processes.workplace import Workplace


def assign(
    workplace: Workplace,
    task_id: int,
    to: Person | None,
    *,
    by: Caller,
    now: datetime,
    reason: str = "",
) -> Written:
    """An administrator gives a task to a person, or back to its role; a journal entry keeps it."""

    def decide(session: Session, case: HeldCase, bundle: Bundle) -> Deed:
        del session, bundle
        demand(by, Act.REASSIGN, school_id=case.school_id)
        person_id = None if to is None else to.id
        return _assigned(case, open_task(case, task_id), person_id, by, now, reason)

    return written(workplace, task_id, decide, now)


def claim(
    workplace: Workplace, task_id: int, *, by: Caller, now: datetime, once: Once | None = None
) -> Done:
    """Take a task of one's role; others then leave it alone. Raises as `complete`."""

    def decide(session: Session, case: HeldCase, bundle: Bundle) -> Deed:
        del bundle
        if not policies.sees(by, case):
            raise CaseNotFound
        task = open_task(case, task_id)
        demand_task(session, by, case, task, now=now)
        return _assigned(case, task, by.person_id, by, now)

    return done(workplace, task_id, decide, now, once)


def release(
    workplace: Workplace, task_id: int, *, by: Caller, now: datetime, once: Once | None = None
) -> Done:
    """Give a task that one took back to its role."""

    def decide(session: Session, case: HeldCase, bundle: Bundle) -> Deed:
        del session, bundle
        if not policies.sees(by, case):
            raise CaseNotFound
        task = open_task(case, task_id)
        if task.assignee_id != by.person_id:
            raise policies.TaskOfAnother
        return _assigned(case, task, None, by, now)

    return done(workplace, task_id, decide, now, once)


def hand_over(
    workplace: Workplace, code: str, to: Person, *, by: Caller, now: datetime, reason: str = ""
) -> Written | None:
    """A case gets another focal point: its open tasks assigned to the last go to the new one."""

    def decide(session: Session, case: HeldCase, bundle: Bundle) -> Deed:
        del session, bundle
        demand(by, Act.REASSIGN, school_id=case.school_id)
        return Deed(
            Entry(kind="handed_over", at=journal.moment(case, now)),
            actor_id=by.person_id,
            content=canonical({"from": case.focal_point_id, "to": to.id} | _with(reason)).encode(),
            columns={"focal_point_id": to.id},
            assignees={
                task.key: to.id
                for task in case.tasks
                if task.assignee_id is not None and task.assignee_id == case.focal_point_id
            },
        )

    return journal.write(workplace, journal.by_code(code, now), decide, now=now)


def reason_of(entry: JournalEntry, data_key: bytes) -> str:
    """Why a task or a case was given to somebody else; "" where nobody said."""
    if entry.kind not in ("assigned", "handed_over"):
        return ""
    reason: str = json.loads(content_of(entry, data_key) or b"{}").get("reason", "")
    return reason


def _with(reason: str) -> dict[str, str]:
    return {"reason": reason} if reason else {}


def _assigned(
    case: HeldCase,
    task: HeldTask,
    person_id: int | None,
    by: Caller,
    now: datetime,
    reason: str = "",
) -> Deed:
    return Deed(
        Entry(
            kind="assigned",
            at=journal.moment(case, now),
            element=task.element,
            task_key=task.key,
        ),
        actor_id=by.person_id,
        content=canonical({"assignee": person_id} | _with(reason)).encode(),
        assignees={task.key: person_id},
    )
