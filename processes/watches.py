"""What is watched in a case: begun, moved and stopped with the step that does so. Pure.

A task is watched while it is open. A limit is watched while what it spans is open and it has not
been met; its host may change from the intake to the sending of the referral. Another timer of a
ladder, the review day, is watched from its arming until the task it is drawn on closes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from models.deadlines import DeadlineRow, DeadlineState
from models.watches import WatchRow
from processes.climbing import wake_at
from processes.deadlines import RECOUNTING, key_of
from processes.dues import Deadlines
from processes.engine import Diagrams, Step
from processes.ladders import Ladder
from processes.progress import Applied
from processes.working_time.calendar import Calendar

Watches = Mapping[str, WatchRow]


@dataclass(frozen=True)
class Subject:
    """Something that is awaited now: its key in the case, the element with the ladder, the host."""

    key: str
    element: str
    host: str
    started_at: datetime
    due_at: datetime | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class Watching:
    """By what a case is watched: what its version draws and says, and its school's calendar."""

    diagrams: Diagrams
    ladders: Mapping[str, Ladder]
    calendar: Calendar


def settle(
    known: Iterable[WatchRow],
    applied: tuple[Applied, ...],
    deadlines: Deadlines,
    watching: Watching,
    *,
    last_seq: int,
) -> list[WatchRow]:
    """The watches that the steps begin, move or stop; `last_seq` is that of their last entry."""
    if not watching.ladders:
        return []
    before = {row.subject: row for row in known}
    after = _begun_and_kept(before, applied, deadlines, watching)
    changed = [row for subject, row in after.items() if before.get(subject) != row]
    stopped = [
        replace(row, closed_seq=last_seq) for subject, row in before.items() if subject not in after
    ]
    return changed + stopped


def _begun_and_kept(
    before: Watches, applied: tuple[Applied, ...], deadlines: Deadlines, watching: Watching
) -> Watches:
    last = applied[-1].step
    subjects = {
        one.key: one
        for found in (
            _tasks(applied, deadlines, watching.diagrams),
            _limits(last, deadlines),
            _dates(before, applied, watching),
        )
        for one in found
    }
    by_another_calendar = any(one.entry.kind in RECOUNTING for one in applied)
    after = {}
    for subject in subjects.values():
        ladder = _ladder(subject.element, watching)
        if ladder is None:
            continue
        was = before.get(subject.key)
        row = _row(subject, was, ladder)
        if was is None or by_another_calendar or _counts_anew(was, row):
            row = replace(row, wake_at=wake_at(row, ladder, watching.calendar))
        after[subject.key] = row
    return after


def _row(subject: Subject, was: WatchRow | None, ladder: Ladder) -> WatchRow:
    """The watch on a subject; where the next host names another ladder, that one is begun."""
    begun = WatchRow(
        subject=subject.key,
        ladder=ladder.name,
        element=subject.element,
        host=subject.host,
        started_at=subject.started_at,
        due_at=subject.due_at,
        due_on=subject.due_on,
        rung=ladder.rungs[0].name,
        wake_at=subject.started_at,
    )
    if was is None or was.ladder != ladder.name:
        return begun
    return replace(
        was,
        element=subject.element,
        host=subject.host,
        due_at=subject.due_at,
        due_on=subject.due_on,
    )


def _counts_anew(was: WatchRow, row: WatchRow) -> bool:
    return (was.ladder, was.due_at) != (row.ladder, row.due_at)


def _ladder(element: str, watching: Watching) -> Ladder | None:
    name = watching.diagrams.elements[element].properties.get("ladder", "")
    return watching.ladders.get(name)


def _tasks(
    applied: tuple[Applied, ...], deadlines: Deadlines, diagrams: Diagrams
) -> Iterator[Subject]:
    """Open tasks; one that carries a limit with a ladder of its own is awaited by that alone."""
    last = applied[-1].step
    by_limit = {
        span.host
        for span in last.spans
        if _runs(deadlines[key_of(span)]) and "ladder" in diagrams.elements[span.timer].properties
    }
    for task in last.tasks:
        if task.element not in by_limit:
            opened = next(one for one in applied if task in one.step.tasks)
            yield Subject(task.key, task.element, task.element, opened.entry.at)


def _limits(last: Step, deadlines: Deadlines) -> Iterator[Subject]:
    for span in last.spans:
        row = deadlines[key_of(span)]
        if _runs(row):
            yield Subject(
                key=f"{span.limit}@{span.anchor_at.isoformat()}",
                element=span.timer,
                host=span.host,
                started_at=span.anchor_at,
                due_at=row.due_at,
                due_on=row.due_on,
            )


def _runs(row: DeadlineRow) -> bool:
    return row.act_at is None and row.state in (DeadlineState.OPEN, DeadlineState.MISSED)


def _dates(before: Watches, applied: tuple[Applied, ...], watching: Watching) -> Iterator[Subject]:
    """Timers that are no limit: those armed now, and those that fired while their host is open."""
    diagrams = watching.diagrams
    last = applied[-1].step
    armed = {timer.key for timer in last.timers}
    awaited = {task.element for task in last.tasks}
    found = {
        row.subject: Subject(
            row.subject, row.element, row.host, row.started_at, row.due_at, row.due_on
        )
        for row in before.values()
        if diagrams.elements[row.element].trigger == "timer"
        and row.element not in diagrams.deadlines
    }
    for one in applied:
        for timer in one.step.timers:
            host = diagrams.elements[timer.element].host
            if timer.element not in diagrams.deadlines and host is not None:
                begun = found.get(timer.key)
                found[timer.key] = Subject(
                    key=timer.key,
                    element=timer.element,
                    host=host,
                    started_at=begun.started_at if begun else one.entry.at,
                    due_at=timer.due_at,
                    due_on=watching.calendar.date_of(timer.due_at),
                )
    for subject in found.values():
        if subject.key in armed or subject.host in awaited:
            yield subject
