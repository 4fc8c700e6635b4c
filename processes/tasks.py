"""User tasks: completing, claiming, releasing and reassigning them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from models import appointments, participants
from models.advance import Advanced
from models.appointments import Role
from models.held import HeldCase, HeldTask
from models.journal import canonical
from models.people import Person
from models.refusals import Refusal
from processes import concerned, definitions, journal, policies
from processes.bundle import Bundle
from processes.engine import Entry
from processes.forms.answers import Answers, check
from processes.history import authors_of
from processes.journal import CaseNotFound, Deed, Written
from processes.once import Answer, Done, Once, answered_once
from processes.permissions import Act, Caller, demand
from processes.policies import TaskGone
from processes.sign_in import today
from processes.workplace import Workplace

PLAN = "plan_intervention"
APPROVAL = "approve_plan"
EMERGENCY = {"yes": True, "no": False}


class RevisionStale(Refusal):
    """The answers were given to an earlier version of the case."""

    vi = "Hồ sơ đã thay đổi sau lần đọc trước. Đọc lại việc này rồi gửi lần nữa."
    en = "The case has changed since it was read. Read the task again, then send again."


def open_task(case: HeldCase, task_id: int) -> HeldTask:
    """The open task of the case with this id; raises TaskGone."""
    for task in case.tasks:
        if task.id == task_id:
            return task
    raise TaskGone


def demand_task(
    session: Session, caller: Caller, case: HeldCase, task: HeldTask, *, now: datetime
) -> None:
    """Raise unless the caller may complete the task now."""
    authors: frozenset[int] = frozenset()
    others = False
    if task.element == APPROVAL:
        authors = authors_of(session, case.id, PLAN)
        others = caller.person_id in authors and any(
            holder.person.id not in authors | case.concerned
            for role in (Role.HEAD, Role.DEPUTY_HEAD)
            for holder in appointments.holders(session, case.school_id, role, on=today(now))
        )
    policies.demand_task(caller, case, task, authors=authors, others=others)


def content_of(form_id: str, answers: Answers) -> bytes:
    """What the journal keeps, encrypted, of a filled form."""
    return canonical({"form": form_id, "answers": answers.values}).encode()


def columns_of(answers: Answers) -> dict[str, object]:
    """What lists may know of the answers: columns that identify nobody."""
    columns: dict[str, object] = {}
    if answers.routing.get("emergency") in EMERGENCY:
        columns["emergency"] = EMERGENCY[answers.routing["emergency"]]
    if isinstance(answers.values.get("groups"), list):
        columns["category"] = ",".join(answers.values["groups"])
    return columns


def complete(
    workplace: Workplace,
    task_id: int,
    raw: Mapping[str, object],
    *,
    by: Caller,
    now: datetime,
    named: frozenset[int] | None = None,
    revision: int | None = None,
    once: Once | None = None,
) -> Done:
    """Complete a task with the answers of its form.

    `named`: people with an account who take part in the plan (None: as before). `revision`: the
    version of the case that the answers were given to (None: whichever it is). Raises
    CaseNotFound (also for what the caller may not know of), TaskGone, RevisionStale, RoleNeeded,
    TaskOfAnother, OwnPlan, AnswersRejected, and what `journal.write` raises. Nothing is kept then.
    """

    def decide(session: Session, case: HeldCase, bundle: Bundle) -> Deed:
        if not policies.sees(by, case):
            raise CaseNotFound
        task = open_task(case, task_id)
        if revision not in (None, case.version):
            raise RevisionStale
        demand_task(session, by, case, task, now=now)
        form = definitions.form(bundle, task.form)
        answers = check(
            form,
            raw,
            now=now,
            wording=workplace.wording(session, case.school_id),
            routing_declared=definitions.declared(bundle),
        )

        def also(session: Session, advanced: Advanced) -> None:
            del advanced
            concerned.shut_out(
                session, case.id, case.school_id, answers.values, by=by.person_id, now=now
            )
            if named is not None:
                participants.set_for(session, case.id, set(named), now=now)

        return Deed(
            Entry(
                kind="completed",
                at=journal.moment(case, now),
                element=task.element,
                task_key=task.key,
                routing=answers.routing,
            ),
            actor_id=by.person_id,
            content=content_of(task.form, answers),
            columns=columns_of(answers),
            also=also,
        )

    return _done(workplace, task_id, decide, now, once)


def assign(
    workplace: Workplace, task_id: int, to: Person | None, *, by: Caller, now: datetime
) -> Written:
    """An administrator gives a task to a person, or back to its role; a journal entry keeps it."""

    def decide(session: Session, case: HeldCase, bundle: Bundle) -> Deed:
        del session, bundle
        demand(by, Act.REASSIGN, school_id=case.school_id)
        return _assigned(case, open_task(case, task_id), None if to is None else to.id, by, now)

    return _written(workplace, task_id, decide, now)


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

    return _done(workplace, task_id, decide, now, once)


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

    return _done(workplace, task_id, decide, now, once)


def _assigned(
    case: HeldCase, task: HeldTask, person_id: int | None, by: Caller, now: datetime
) -> Deed:
    return Deed(
        Entry(
            kind="assigned",
            at=journal.moment(case, now),
            element=task.element,
            task_key=task.key,
        ),
        actor_id=by.person_id,
        content=canonical({"assignee": person_id}).encode(),
        assignees={task.key: person_id},
    )


def _done(
    workplace: Workplace,
    task_id: int,
    decide: journal.Decide,
    now: datetime,
    once: Once | None,
) -> Done:
    def act() -> Answer:
        written = _written(workplace, task_id, decide, now, once)
        return written.told

    return Done.of(answered_once(workplace, once, act))


def _written(
    workplace: Workplace,
    task_id: int,
    decide: journal.Decide,
    now: datetime,
    once: Once | None = None,
) -> Written:
    written = journal.write(workplace, journal.by_task(task_id, now), decide, now=now, once=once)
    if written is None:
        raise TaskGone
    return written
