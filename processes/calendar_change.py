"""A calendar that became known after the last entry of a case: what runs is counted anew. Pure.

Before any entry is applied, a case is brought up to date with its school's calendar, as its due
timers are fired first. Otherwise a timer would fire at a moment that no longer holds, because the
sweep that moves limits had not come to the case yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from models.deadlines import DeadlineRow
from models.held import HeldCase
from processes.bundle import Bundle
from processes.deadlines import RECOUNTING, Reckoning, recounted
from processes.engine import Entry, due_moments, step
from processes.progress import Applied, Standing, progress


@dataclass(frozen=True)
class CalendarChange:
    """From when a calendar is known that the case has not been counted by, and its limits."""

    known_from: datetime
    limits: tuple[DeadlineRow, ...]

    @classmethod
    def of(cls, case: HeldCase) -> CalendarChange | None:
        """None where the case is up to date with its school's calendar."""
        if case.calendar_since is None:
            return None
        return cls(case.calendar_since, case.deadlines)


def progress_by(
    bundle: Bundle,
    reckoning: Reckoning,
    standing: Standing,
    entry: Entry | None,
    *,
    until: datetime,
    changed: CalendarChange | None,
) -> Iterator[Applied]:
    """What `progress` gives, after the case was brought up to date with its school's calendar."""
    if changed is not None:
        caught_up = tuple(counted_anew(bundle, reckoning, standing, changed))
        standing = standing.after(caught_up)
        yield from caught_up
    yield from progress(bundle, reckoning.calendar, standing, entry, until=until)


def counted_anew(
    bundle: Bundle, reckoning: Reckoning, standing: Standing, changed: CalendarChange
) -> Iterator[Applied]:
    """Fire what was due before the calendar was known, then move what it moves.

    Each waiting timer that counts working time and ends at another moment now moves by an entry of
    its own, `deadline_moved`. Where only a limit changes whose timer does not move (its alarm was
    raised already, or its sum has other reasons), one `calendar_changed` says so.

    Several versions at once are one change, by the last of them, at the moment of the first: what
    ran then has not ended by any calendar that was known [design].
    """
    at = max(changed.known_from, standing.last_at or changed.known_from)
    fired = tuple(progress(bundle, reckoning.calendar, standing, None, until=at))
    yield from fired
    standing = standing.after(fired)
    snapshot = standing.snapshot
    for entry in _moves(bundle, reckoning, standing, changed, at):
        applied = Applied(entry, step(bundle, reckoning.calendar, snapshot, entry))
        snapshot = applied.step.snapshot
        yield applied


def has_moved(applied: Applied) -> bool:
    """Whether the entry is one by which limits that run were counted anew."""
    return applied.entry.kind in RECOUNTING


def _moves(
    bundle: Bundle,
    reckoning: Reckoning,
    standing: Standing,
    changed: CalendarChange,
    at: datetime,
) -> list[Entry]:
    if standing.snapshot is None or not (standing.timers or changed.limits):
        return []
    due = due_moments(bundle, reckoning.calendar, standing.snapshot)
    moves = [
        Entry(
            kind="deadline_moved",
            at=at,
            element=timer.element,
            task_key=timer.key,
            routing={"due_at": due[timer.key].astimezone(UTC).isoformat()},
        )
        for timer in standing.timers
        if due.get(timer.key, timer.due_at) != timer.due_at
    ]
    if not moves and any(recounted(row, reckoning) is not row for row in changed.limits):
        return [Entry(kind="calendar_changed", at=at)]
    return moves
