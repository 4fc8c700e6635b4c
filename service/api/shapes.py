"""How the things of the domain look in JSON; `schemas/` says the same for the document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.cases import Case
from models.deadlines import DeadlineRow, LimitUnit
from models.held import HeldCase, HeldMessage, HeldTask
from models.later_changes import LaterChange
from models.people import Person
from models.tasks import Task
from processes import definitions, policies
from processes.bundle import Bundle
from processes.engine import load
from processes.forms.wording import Text, Wording
from processes.once import Done
from processes.permissions import Caller, lanes_of
from processes.working_time import sums
from processes.working_time.local_time import ZONE
from processes.working_time.proof import Proof, read_proof

Json = dict[str, Any]
Names = Mapping[int, Person]


def moment(at: datetime) -> str:
    """In the time of Vietnam: `2026-08-24T10:00:00+07:00`."""
    return at.astimezone(ZONE).isoformat()


def moment_or_null(at: datetime | None) -> str | None:
    """The same, where there may be none."""
    return None if at is None else moment(at)


def person(person_id: int | None, names: Names) -> Json | None:
    """Somebody by id and name."""
    return None if person_id is None else {"id": person_id, "name": names[person_id].name}


def open_tasks(tasks: Mapping[str, int]) -> list[Json]:
    """The ids of open tasks by key, each with its element."""
    return [
        {"id": task_id, "key": key, "element": key.rpartition("#")[0]}
        for key, task_id in sorted(tasks.items())
    ]


def done(one: Done) -> Json:
    """An act that is done."""
    return {
        "code": one.code,
        "seq": one.seq,
        "version": one.version,
        "tasks": open_tasks(one.tasks),
    }


def name_of(bundle: Bundle, element: str, wording: Wording) -> Text:
    """What an element is called: by its drawing, in English by the title of its form."""
    drawn = load(bundle).elements[element]
    english = drawn.name
    if drawn.form is not None:
        english = wording.fill(definitions.form(bundle, drawn.form).title)["en"]
    return Text(vi=drawn.name, en=english)


@dataclass(frozen=True)
class TaskShapes:
    """Tasks of one case as one caller sees them."""

    who: Caller
    case: HeldCase | Case
    bundle: Bundle
    wording: Wording
    names: Names

    def of(self, task: HeldTask | Task) -> Json:
        """A task without its form; one of a HeldCase is open."""
        roles = task.roles.split(",") if isinstance(task.roles, str) else task.roles
        lanes = lanes_of(self.who.roles_at(self.case.school_id))
        free = task.assignee_id in (None, self.who.person_id) or self.who.stands_in_for(
            task.assignee_id, self.case.school_id, roles
        )
        state = task.state.value if isinstance(task, Task) else "open"
        return {
            "id": task.id,
            "case": self.case.code,
            "key": task.key,
            "element": task.element,
            "name": name_of(self.bundle, task.element, self.wording),
            "form": task.form,
            "roles": list(roles),
            "state": state,
            "assignee": person(task.assignee_id, self.names),
            "opened_at": moment(task.opened_at),
            "due_at": moment_or_null(task.due_at),
            "revision": self.case.version,
            "yours": state == "open" and free and policies.fills(roles, lanes),
        }


def event(bundle: Bundle, wording: Wording, one: HeldMessage, *, yours: bool) -> Json:
    """A message that the case waits for."""
    return {
        "element": one.element,
        "name": name_of(bundle, one.element, wording),
        "form": one.form,
        "yours": yours,
    }


def deadline(row: DeadlineRow, bundle: Bundle) -> Json:
    """A limit of a case, without its proof."""
    named = bundle.description.get("limits", {}).get(row.limit_name, {})
    return {
        "limit": row.limit_name,
        "name": {tongue: named.get(tongue, row.limit_name) for tongue in ("vi", "en")},
        "clause": row.clause,
        "anchor": row.anchor_name,
        "anchor_at": moment(row.anchor_at),
        "unit": row.unit.value,
        "amount": row.amount,
        "due_at": moment(row.due_at),
        "due_on": None if row.due_on is None else row.due_on.isoformat(),
        "state": row.state.value,
        "alarmed_at": moment_or_null(row.alarmed_at),
        "act_at": moment_or_null(row.act_at),
        "recorded_at": moment_or_null(row.recorded_at),
        "recorded_late": row.recorded_late,
        "reason": row.reason,
    }


def later_change(change: LaterChange | None) -> Json | None:
    """Where a closed limit would end by a calendar entered afterwards; null: nothing was noted."""
    if change is None:
        return None
    return {
        "due_at": moment(change.due_at),
        "due_on": None if change.due_on is None else change.due_on.isoformat(),
        "noted_at": moment(change.noted_at),
    }


def proof_of(row: DeadlineRow) -> Json:
    """The proof of a limit as it was reckoned and kept."""
    return proof(read_proof(row.proof), row.unit)


def proof(intervals: Proof, unit: LimitUnit) -> Json:
    """Every interval counted or skipped, and the same as a sum to be read."""
    added = sums.hours_sum(intervals) if unit is LimitUnit.HOURS else sums.days_sum(intervals)
    return {
        "proof": [one.to_document() for one in intervals],
        "sum": added.to_document(),
    }
