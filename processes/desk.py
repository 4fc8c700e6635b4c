"""What lies on a person's desk: the lists with their tasks, and one task with all around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from models import held, tasks
from models.held import HeldCase, HeldTask
from models.tasks import Assigned, Audience, Task
from processes import definitions, papers, policies
from processes.bundle import Bundle
from processes.drafts import Subject
from processes.forms.definition import FormDefinition
from processes.forms.wording import Wording
from processes.journal import CaseNotFound
from processes.permissions import Act, Caller, lanes_of
from processes.workplace import Workplace

ROLE_SETS = ("focal_point", "head", "focal_point,head")
# A decision is taken anew each time: nothing is filled in before.
DECISIONS = frozenset({"approve_plan", "decide_route", "confirm_end", "sign_letter"})
# What an intake may take over from the report.
TAKEN_OVER = {"record_intake": "report"}


def audiences(who: Caller, *, others: bool = False) -> list[Audience]:
    """The lists in which the person's tasks are; `others`: those of the same cases that are not."""
    found = []
    for school_id in who.schools_for(Act.SEE_CASE):
        lanes = lanes_of(who.roles_at(school_id))
        for roles in ROLE_SETS:
            if lanes.isdisjoint(roles.split(",")) == others:
                found.append(Audience(school_id, roles))
    return found


def assigned(who: Caller) -> list[Assigned]:
    """Whose own tasks are the person's too: of those for whom they act, in that role."""
    return [
        Assigned(one.person_id, one.school_id, roles)
        for one in sorted(who.acting_for, key=lambda one: (one.school_id, one.person_id, one.lane))
        for roles in ROLE_SETS
        if one.lane in roles.split(",")
    ]


@dataclass(frozen=True)
class Desk:
    """A task with everything around it; `task` is None once it is no longer open.

    `fills`: the caller fills a lane that the task is, or was, for.
    """

    who: Caller
    workplace: Workplace
    case: HeldCase
    task: HeldTask | None
    element: str
    bundle: Bundle
    definition: FormDefinition
    wording: Wording
    subject: Subject
    fills: bool
    now: datetime

    @classmethod
    def of_task(
        cls, session: Session, workplace: Workplace, who: Caller, task_id: int, *, now: datetime
    ) -> Desk:
        """Raises CaseNotFound for a task that is none, or that the person may not know of."""
        case = held.by_task(session, task_id, now=now)
        if case is None or not policies.sees(who, case):
            raise CaseNotFound
        task = next((task for task in case.tasks if task.id == task_id), None)
        row = task if task is not None else tasks.get_one(session, task_id)
        bundle = workplace.bundle(session, case.process_version_id)
        return cls(
            who=who,
            workplace=workplace,
            case=case,
            task=task,
            element=row.element,
            bundle=bundle,
            definition=definitions.form(bundle, row.form),
            wording=workplace.wording(session, case.school_id),
            subject=Subject.of_task(case, row),
            fills=policies.fills(_roles(row), policies.lanes_in_case(who, case)),
            now=now,
        )


def _roles(task: HeldTask | Task) -> Sequence[str]:
    return task.roles.split(",") if isinstance(task, Task) else task.roles


def first_values(session: Session, desk: Desk) -> Mapping[str, Any]:
    """What the form shows when it is first opened: what was said before, never a decision."""
    if desk.definition.id in DECISIONS:
        return {}
    filed = papers.filed(session, desk.case, desk.workplace.keys)
    again = papers.latest_of(filed, desk.definition.id)
    if again is not None:
        return again.values
    source = papers.latest_of(filed, TAKEN_OVER.get(desk.definition.id, ""))
    if source is None:
        return {}
    asked = {field.key for field in desk.definition.fields()}
    return {key: value for key, value in source.values.items() if key in asked}
