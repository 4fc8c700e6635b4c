"""The one way of an act into the journal of a case.

Read the case; decide whether the act may be, on what was read; count anew by a calendar that came
to be known, and fire the timers due before the act; take the step; write all of it in one
transaction, if nobody else was faster. No transaction is open while the engine runs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from models import advance, held
from models.advance import Advance, Advanced, Change
from models.cases import CaseMoved, CaseState
from models.held import HeldCase
from models.refusals import Refusal
from processes.bundle import Bundle
from processes.calendar_change import CalendarChange, progress_by
from processes.changes import change_of
from processes.deadlines import Reckoning
from processes.deeds import Deed
from processes.engine import ArmedTimer, load
from processes.old_limits import with_old_limits
from processes.once import Answer, Once
from processes.progress import Applied, Standing
from processes.working_time.calendar import Calendar
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
class Written:
    """What came of an act: the case as it was, its last entry, its open tasks and the steps."""

    case: HeldCase
    deed: Deed
    advanced: Advanced
    applied: tuple[Applied, ...]

    @property
    def told(self) -> Answer:
        """The case, the entry that the act became, and how the case stands after it."""
        seq = seq_of(self.case, self.deed, self.applied)
        return {
            "code": self.case.code,
            "seq": self.advanced.last_seq if seq is None else seq,
            "version": self.advanced.version,
            "tasks": dict(self.advanced.task_ids),
        }


Find = Callable[[Session], HeldCase | None]
Decide = Callable[[Session, HeldCase, Bundle], Deed | None]


@dataclass(frozen=True)
class Asked:
    """An act that is asked of a case as it was read."""

    case: HeldCase
    deed: Deed
    bundle: Bundle
    calendar: Calendar

    def step(self, workplace: Workplace, *, now: datetime) -> Ready | None:
        """Take the steps of the act; None when nothing comes of it. No transaction is open."""
        case, deed = self.case, self.deed
        reckoning = Reckoning(self.calendar, case.calendar_version_id or 0)
        applied = tuple(
            progress_by(
                self.bundle,
                reckoning,
                standing_of(case),
                deed.entry,
                until=until(case, deed, now),
                changed=CalendarChange.of(case),
            )
        )
        if not applied:
            return None
        case = with_old_limits(workplace, case, load(self.bundle), applied)
        change = change_of(case, self.bundle, deed, applied, reckoning, now=now)
        return Ready(case, deed, applied, change)


@dataclass(frozen=True)
class Ready:
    """An act with all that it comes to, worked out on the case as it was read; not written yet."""

    case: HeldCase
    deed: Deed
    applied: tuple[Applied, ...]
    change: Change

    def write(self, session: Session, workplace: Workplace, *, now: datetime) -> Written:
        """Write it; CaseMoved, with nothing written, when somebody was faster."""
        data_key = self.case.data_key(workplace.keys)
        change = self.whole_change(session)
        advanced = advance.advance(session, self.case, change, data_key=data_key, now=now)
        return self.written(session, advanced)

    def written(self, session: Session, advanced: Advanced) -> Written:
        """Do what the act does beside its entry, in the same transaction."""
        if self.deed.also is not None:
            self.deed.also(session, advanced)
        return Written(self.case, self.deed, advanced, self.applied)

    def whole_change(self, session: Session) -> Change:
        """The change with what only this transaction can know, before the case is written to."""
        seq = seq_of(self.case, self.deed, self.applied)
        if self.deed.content_at is None or seq is None:
            return self.change
        entries = list(self.change.entries)
        place = seq - self.case.last_seq - 1
        entries[place] = replace(entries[place], content=self.deed.content_at(session, seq))
        return replace(self.change, entries=entries)


def write_together(
    session: Session, workplace: Workplace, acts: Sequence[Ready], *, now: datetime
) -> list[Written]:
    """Write acts on several cases, each table once; without those where somebody was faster."""
    advances = [
        Advance(one.case, one.whole_change(session), one.case.data_key(workplace.keys))
        for one in acts
    ]
    all_advanced = advance.advance_all(session, advances, now=now)
    return [
        act.written(session, advanced)
        for act, advanced in zip(acts, all_advanced, strict=True)
        if advanced is not None
    ]


def write(
    workplace: Workplace, find: Find, decide: Decide, *, now: datetime, once: Once | None = None
) -> Written | None:
    """Do what `decide` answers to the case that `find` reads; None when there is nothing to do.

    Raises what `read` and the engine raise, and CaseMoved when others were faster `TRIES` times in
    a row.
    """
    for attempt in range(TRIES):
        with workplace.database.looking() as session:
            asked = read(session, workplace, find, decide)
        ready = None if asked is None else asked.step(workplace, now=now)
        if ready is None:
            return None
        try:
            with workplace.database.transaction() as session:
                written = ready.write(session, workplace, now=now)
                if once is not None:
                    once.keep(session, written.told)
        except CaseMoved:
            if attempt + 1 == TRIES:
                raise
            continue
        return written
    raise AssertionError("the loop returns or raises")


def read(session: Session, workplace: Workplace, find: Find, decide: Decide) -> Asked | None:
    """The case that `find` reads and what `decide` answers to it; None for nothing to do.

    Raises CaseNotFound, CaseEnded, NoCalendar and whatever `decide` raises.
    """
    case = find(session)
    if case is None:
        raise CaseNotFound
    return asked(session, workplace, case, decide)


def asked(session: Session, workplace: Workplace, case: HeldCase, decide: Decide) -> Asked | None:
    """What `decide` answers to the case; None for nothing to do. Raises as `read`."""
    bundle = workplace.bundle(session, case.process_version_id)
    deed = decide(session, case, bundle)
    if deed is None:
        return None
    if case.state is CaseState.ENDED:
        raise CaseEnded
    return Asked(case, deed, bundle, workplace.calendar_of(session, case))


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


def seq_of(case: HeldCase, deed: Deed, applied: tuple[Applied, ...]) -> int | None:
    """The seq of the deed's own entry; None where only the clock acts."""
    seqs = (seq for seq, one in enumerate(applied, case.last_seq + 1) if one.entry is deed.entry)
    return next(seqs, None)


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
