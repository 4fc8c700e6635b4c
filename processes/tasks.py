"""User tasks: completing them; who has one is the business of `processes.assignments`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from models import case_names, participants
from models.advance import Advanced
from models.held import HeldCase, HeldTask
from models.journal import canonical
from models.refusals import Refusal
from processes import (
    agencies,
    concerned,
    definitions,
    drafts,
    journal,
    known_moments,
    letter_numbers,
    named_people,
    own_plans,
    policies,
)
from processes.bundle import Bundle
from processes.deeds import Deed
from processes.engine import Entry
from processes.forms.answers import Answers, check
from processes.history import authors_of
from processes.journal import CaseNotFound, Written
from processes.once import Answer, Done, Once, answered_once
from processes.permissions import Caller
from processes.policies import TaskGone
from processes.standing_in import ReasonNeeded, others_who_decide, stood_in_for
from processes.working_time.local_time import today
from processes.workplace import Workplace

PLAN = "plan_intervention"
APPROVAL = "approve_plan"
NAME = "student_name"
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
) -> bool:
    """Raise unless the caller may complete the task now.

    True where the caller would approve the own plan because nobody else can: that wants a reason.
    """
    authors: frozenset[int] = frozenset()
    if task.element == APPROVAL:
        authors = authors_of(session, case.id, PLAN)
    is_author = caller.person_id in authors
    others = is_author and others_who_decide(session, case, authors, on=today(now))
    policies.demand_task(caller, case, task, authors=authors, others=others)
    return is_author


def content_of(form_id: str, answers: Answers, **more: str) -> bytes:
    """What the journal keeps, encrypted, of a filled form."""
    return canonical({"form": form_id, "answers": answers.values, **more}).encode()


def columns_of(answers: Answers) -> dict[str, object]:
    """What lists may know of the answers: columns that identify nobody."""
    columns: dict[str, object] = {}
    if answers.routing.get("emergency") in EMERGENCY:
        columns["emergency"] = EMERGENCY[answers.routing["emergency"]]
    if isinstance(answers.values.get("groups"), list):
        columns["category"] = ",".join(answers.values["groups"])
    return columns


def findable(session: Session, workplace: Workplace, case_id: int, answers: Answers) -> None:
    """From now on the case is found by the student's name that a form holds."""
    name = answers.values.get(NAME)
    if isinstance(name, str):
        case_names.note(session, workplace.index_key(session), case_id, [name])


def complete(
    workplace: Workplace,
    task_id: int,
    raw: Mapping[str, object],
    *,
    by: Caller,
    now: datetime,
    own_plan_reason: str = "",
    revision: int | None = None,
    once: Once | None = None,
    read: HeldCase | None = None,
) -> Done:
    """Complete a task with the answers of its form.

    `read`: the case, where this request has read it already. `own_plan_reason`: why the author
    approves, where nobody else can. `revision`: the version of the case that the answers were given
    to (None: whichever it is).

    Raises CaseNotFound (also for what the caller may not know of), TaskGone, RevisionStale,
    RoleNeeded, TaskOfAnother, OwnPlan, ReasonNeeded, AnswersRejected, and what `journal.write`
    raises. Nothing is kept then.
    """

    def decide(session: Session, case: HeldCase, bundle: Bundle) -> Deed:
        if not policies.sees(by, case):
            raise CaseNotFound
        task = open_task(case, task_id)
        if revision not in (None, case.version):
            raise RevisionStale
        own_plan = demand_task(session, by, case, task, now=now)
        if own_plan and not own_plan_reason.strip():
            raise ReasonNeeded
        form = definitions.form(bundle, task.form)
        answers = check(
            form,
            raw,
            now=now,
            wording=workplace.wording(session, case.school_id),
            agencies=agencies.listed(session, form),
            known=known_moments.before(bundle, case, task.key, form),
        )
        reason = {"own_plan_reason": own_plan_reason.strip()} if own_plan else {}

        def numbered(session: Session, seq: int) -> bytes:
            return content_of(task.form, letter_numbers.numbered(session, case, seq, answers))

        def also(session: Session, advanced: Advanced) -> None:
            del advanced
            drafts.sent(session, case, by.person_id, drafts.task_key(task.id))
            findable(session, workplace, case.id, answers)
            concerned.shut_out(
                session, case.id, case.school_id, answers.values, by=by.person_id, now=now
            )
            if own_plan and answers.routing["approved"] == "yes":
                own_plans.tell_the_body(session, workplace, case, bundle, task, now=now)
            if task.element == PLAN:
                people = named_people.who_take_part(
                    session, case, form, answers.values, on=today(now)
                )
                participants.replace(session, case.id, people, before=case.participants, now=now)

        return Deed(
            Entry(
                kind="completed",
                at=journal.moment(case, now),
                element=task.element,
                task_key=task.key,
                routing=answers.routing,
            ),
            actor_id=by.person_id,
            on_behalf_of=stood_in_for(session, by, case, task.roles, on=today(now)),
            content=content_of(task.form, answers, **reason),
            content_at=numbered if letter_numbers.signs(task.element, answers.values) else None,
            columns=columns_of(answers),
            also=also,
        )

    return done(workplace, task_id, decide, now, once, read)


def done(
    workplace: Workplace,
    task_id: int,
    decide: journal.Decide,
    now: datetime,
    once: Once | None,
    read: HeldCase | None = None,
) -> Done:
    """Do what `decide` answers to the case of the task, once."""

    def act() -> Answer:
        return written(workplace, task_id, decide, now, once, read).told

    return Done.of(answered_once(workplace, once, act))


def written(
    workplace: Workplace,
    task_id: int,
    decide: journal.Decide,
    now: datetime,
    once: Once | None = None,
    read: HeldCase | None = None,
) -> Written:
    """As `done`, with all that was written; raises TaskGone where there is nothing to do."""
    find = journal.by_task(task_id, now)
    if read is not None:
        find = journal.as_read(read, find)
    written = journal.write(workplace, find, decide, now=now, once=once)
    if written is None:
        raise TaskGone
    return written
