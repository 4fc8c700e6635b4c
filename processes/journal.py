"""The one way of an act into the journal of a case.

Read the case; decide whether the act may be, on what was read; fire the timers due before it;
take the step; write all of it in one transaction, if nobody else was faster. No transaction is
open while the engine runs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from models import advance, held
from models.advance import Advanced, Change
from models.cases import CaseMoved, CaseState
from models.deadlines import DeadlineRow
from models.held import HeldCase
from models.journal import NewEntry
from models.refusals import Refusal
from models.standing import Standing as NewStanding
from processes import dues
from processes.bundle import Bundle
from processes.deadlines import Key, Reckoning, key_of, settle
from processes.engine import ArmedTimer, Entry, load
from processes.old_limits import with_old_limits
from processes.once import Answer, Once
from processes.progress import Applied, Standing, progress
from processes.workplace import Workplace

TRIES = 12


class CaseNotFound(Refusal):
    """There is no such case."""

    vi = "Không tìm thấy hồ sơ này."
    en = "There is no such case."


class CaseEnded(Refusal):
    """The case has ended."""

    vi = "Hồ sơ đã kết thúc."
    en = "The case has ended."


@dataclass(frozen=True)
class Deed:
    """An act that somebody may do now: the entry for the engine, and who says it, with what.

    `entry` None: only the clock acts. `content` is kept encrypted in the act's own entry. `also`
    runs in the transaction of the act. `columns` and `assignees` as in `models.advance.Change`.
    """

    entry: Entry | None
    actor_id: int | None = None
    on_behalf_of: int | None = None
    content: bytes | None = None
    answers_to: int | None = None
    columns: Mapping[str, object] = field(default_factory=dict)
    assignees: Mapping[str, int | None] = field(default_factory=dict)
    also: Callable[[Session, Advanced], None] | None = None


@dataclass(frozen=True)
class Written:
    """What came of an act: the case as it was, its last entry, its open tasks and the steps."""

    case: HeldCase
    deed: Deed
    advanced: Advanced
    applied: tuple[Applied, ...]

    @property
    def told(self) -> Answer:
        """The case, the entry that the act became, and how the case stands after it."""
        seqs = (
            seq
            for seq, one in enumerate(self.applied, self.case.last_seq + 1)
            if one.entry is self.deed.entry
        )
        return {
            "code": self.case.code,
            "seq": next(seqs, self.advanced.last_seq),
            "version": self.advanced.version,
            "tasks": dict(self.advanced.task_ids),
        }


Find = Callable[[Session], HeldCase | None]
Decide = Callable[[Session, HeldCase, Bundle], Deed | None]


def write(
    workplace: Workplace, find: Find, decide: Decide, *, now: datetime, once: Once | None = None
) -> Written | None:
    """Do what `decide` answers to the case that `find` reads; None when there is nothing to do.

    Raises CaseNotFound, CaseEnded, NoCalendar, whatever `decide` and the engine raise, and
    CaseMoved when others were faster `TRIES` times in a row.
    """
    for attempt in range(TRIES):
        with workplace.database.reading() as session:
            case = find(session)
            if case is None:
                raise CaseNotFound
            bundle = workplace.bundle(session, case.process_version_id)
            deed = decide(session, case, bundle)
            if deed is None:
                return None
            if case.state is CaseState.ENDED:
                raise CaseEnded
            calendar = workplace.calendar_of(session, case)
        reckoning = Reckoning(calendar, case.calendar_version_id or 0)
        applied = tuple(
            progress(bundle, calendar, standing_of(case), deed.entry, until=until(case, deed, now))
        )
        if not applied:
            return None
        case = with_old_limits(workplace, case, load(bundle), applied)
        change = change_of(case, bundle, deed, applied, reckoning, now=now)
        data_key = case.data_key(workplace.keys)
        try:
            with workplace.database.transaction() as session:
                advanced = advance.advance(session, case, change, data_key=data_key, now=now)
                written = Written(case, deed, advanced, applied)
                if deed.also is not None:
                    deed.also(session, advanced)
                if once is not None:
                    once.keep(session, written.told)
        except CaseMoved:
            if attempt + 1 == TRIES:
                raise
            continue
        return written
    raise AssertionError("the loop returns or raises")


def write_first(
    session: Session,
    case: HeldCase,
    data_key: bytes,
    applied: tuple[Applied, ...],
    deed: Deed,
    *,
    bundle: Bundle,
    reckoning: Reckoning,
    now: datetime,
) -> Written:
    """Write the opening of a case that the same transaction created."""
    change = change_of(case, bundle, deed, applied, reckoning, now=now)
    advanced = advance.advance(session, case, change, data_key=data_key, now=now)
    return Written(case, deed, advanced, applied)


def standing_of(case: HeldCase) -> Standing:
    """Where the case stands, as the engine reads it."""
    timers = tuple(ArmedTimer(one.key, one.element, one.due_at) for one in case.timers)
    return Standing(case.snapshot, timers, case.last_at if case.last_seq else None)


def moment(case: HeldCase, now: datetime) -> datetime:
    """The `at` of a new entry: now, but never before the entry that came last."""
    return max(now, case.last_at)


def until(case: HeldCase, deed: Deed, now: datetime) -> datetime:
    """Up to when timers fire: the moment of the act, or now where only the clock acts."""
    return deed.entry.at if deed.entry is not None else moment(case, now)


def change_of(
    case: HeldCase,
    bundle: Bundle,
    deed: Deed,
    applied: tuple[Applied, ...],
    reckoning: Reckoning,
    *,
    now: datetime,
) -> Change:
    """The rows of one transaction: each entry with its path, and what they come to."""
    diagrams = load(bundle)
    entries: list[NewEntry] = []
    known = {key_of(row): row for row in case.deadlines}
    deadlines: Mapping[Key, DeadlineRow] = known
    for seq, one in enumerate(applied, case.last_seq + 1):
        is_deed = one.entry is deed.entry
        entries.append(
            NewEntry(
                kind=one.entry.kind,
                at=one.entry.at,
                state_digest=one.step.state_digest,
                element=one.entry.element,
                task_key=one.entry.task_key,
                actor_id=deed.actor_id if is_deed else None,
                on_behalf_of=deed.on_behalf_of if is_deed else None,
                calendar_version_id=reckoning.calendar_version_id,
                routing=dict(one.entry.routing),
                replaced=one.entry.replaced or None,
                content=deed.content if is_deed else None,
                answers_to=deed.answers_to if is_deed else None,
                path=[(visit.what, visit.element) for visit in one.step.path],
            )
        )
        deadlines = settle(deadlines, one, diagrams, reckoning, seq=seq, recorded_at=now)
    last = applied[-1].step
    return Change(
        entries=entries,
        standing=NewStanding(
            snapshot_format=last.snapshot[0],
            snapshot=last.snapshot,
            tasks=last.tasks,
            messages=last.events,
            timers=last.timers,
            end=last.end if last.ended else None,
        ),
        deadlines=[row for key, row in deadlines.items() if known.get(key) != row],
        due=dues.of_tasks(
            last,
            diagrams,
            deadlines,
            known={task.key for task in case.tasks},
            at=applied[-1].entry.at,
        ),
        columns=deed.columns,
        assignees=deed.assignees,
    )


def as_read(case: HeldCase, find: Find) -> Find:
    """The case as it was read for this request; found anew where somebody was faster."""
    read = [case]
    return lambda session: read.pop() if read else find(session)


def by_id(case_id: int, now: datetime) -> Find:
    """Find the case by its id."""
    return lambda session: held.by_id(session, case_id, now=now)


def by_code(code: str, now: datetime) -> Find:
    """Find the case by its code."""
    return lambda session: held.by_code(session, code, now=now)


def by_task(task_id: int, now: datetime) -> Find:
    """Find the case by the id of one of its tasks."""
    return lambda session: held.by_task(session, task_id, now=now)
