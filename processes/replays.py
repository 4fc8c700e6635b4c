"""Replays: a case as it stood after one of its entries, from the journal alone.

Nothing of today's rows enters: tasks, limits and path come out of the entries up to that one, each
with the calendar version that it names.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from models.cases import CaseState
from models.held import HeldCase, HeldTask
from models.journal import JournalEntry
from models.path_steps import Passage, PathStep
from models.refusals import Refusal
from processes import dues
from processes.deadlines import Reckoning, Rows, settle
from processes.engine import Diagrams, EntryRefused, OpenTask, Step, load
from processes.history import entry_of, replayed
from processes.progress import Applied
from processes.working_time.calendar import Calendar
from processes.workplace import Workplace


class CannotBeReplayed(Refusal):
    """The journal was altered, so that the engine does not take one of its entries."""

    vi = "Lần ghi {seq} của hồ sơ này không chạy lại được. Bấm kiểm chứng hồ sơ để xem sai ở đâu."
    en = "Entry {seq} of this case cannot be replayed. Verify the case to see where it parts."


@dataclass(frozen=True)
class AsOf:
    """A case after the entry `row`.

    `case` is the case as it was held then: its tasks, limits and state are those of that moment.
    `as_recorded` is whether the state is the one whose digest the entry keeps.
    """

    row: JournalEntry
    case: HeldCase
    step: Step
    path: tuple[PathStep, ...]
    calendar: Calendar

    @property
    def as_recorded(self) -> bool:
        """Whether replay gives the state that was recorded."""
        return self.step.state_digest == self.row.state_digest


def as_of(session: Session, workplace: Workplace, case: HeldCase, seq: int) -> AsOf:
    """The case after its entry `seq`; nothing that follows is replayed.

    Raises CannotBeReplayed.
    """
    replay = _Replay(load(workplace.bundle(session, case.process_version_id)))
    reached = 0
    try:
        for row, step in replayed(session, workplace, case, until=seq):
            calendar = workplace.calendar(session, row.calendar_version_id or 0)
            replay.follow(row, step, calendar)
            reached = row.seq
    except (EntryRefused, KeyError, ValueError) as error:
        raise CannotBeReplayed(seq=reached + 1) from error
    if reached != seq:
        raise CannotBeReplayed(seq=reached + 1)
    return replay.standing(case)


class _Replay:
    """What adds up over the entries."""

    def __init__(self, diagrams: Diagrams) -> None:
        self.diagrams = diagrams
        self.deadlines: Rows = {}
        self.due: dict[str, datetime | None] = {}
        self.opened: dict[str, JournalEntry] = {}
        self.path: list[PathStep] = []
        self.last: tuple[JournalEntry, Step, Calendar]

    def follow(self, row: JournalEntry, step: Step, calendar: Calendar) -> None:
        """Take in the next entry."""
        self.last = row, step, calendar
        self.deadlines = settle(
            self.deadlines,
            Applied(entry_of(row), step),
            self.diagrams,
            Reckoning(calendar, row.calendar_version_id or 0),
            seq=row.seq,
            recorded_at=row.recorded_at,
        )
        self.due |= dues.of_tasks(
            step, self.diagrams, self.deadlines, known=set(self.opened), at=row.at
        )
        self.opened = {task.key: self.opened.get(task.key, row) for task in step.tasks}
        self.path.extend(
            PathStep(seq=row.seq, n=n, what=Passage(visit.what), element=visit.element)
            for n, visit in enumerate(step.path)
        )

    def standing(self, case: HeldCase) -> AsOf:
        """Where the case stood after the last entry taken in."""
        row, step, calendar = self.last
        then = replace(
            case,
            state=CaseState.ENDED if step.ended else CaseState.OPEN,
            end_element=step.end,
            last_seq=row.seq,
            last_at=row.at,
            tasks=tuple(self._task(task) for task in step.tasks),
            deadlines=tuple(self.deadlines.values()),
            messages=(),
            timers=(),
            watches=(),
            snapshot=step.snapshot,
        )
        return AsOf(row, then, step, tuple(self.path), calendar)

    def _task(self, task: OpenTask) -> HeldTask:
        opened = self.opened[task.key]
        return HeldTask(
            id=0,
            key=task.key,
            element=task.element,
            process=task.process,
            roles=task.roles,
            form=task.form,
            assignee_id=None,
            due_at=self.due[task.key],
            opened_at=opened.at,
            opened_seq=opened.seq,
        )
