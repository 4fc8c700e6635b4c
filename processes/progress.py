"""One act on a case, with every timer that falls due before it and because of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from processes.bundle import Bundle
from processes.engine import ArmedTimer, Entry, Step, step
from processes.working_time.calendar import Calendar


@dataclass(frozen=True)
class Applied:
    """An entry and the state of the case after it."""

    entry: Entry
    step: Step


@dataclass(frozen=True)
class Standing:
    """Where a case stands before an act: its snapshot, armed timers and last moment (UTC)."""

    snapshot: bytes | None
    timers: tuple[ArmedTimer, ...]
    last_at: datetime | None

    def after(self, applied: Sequence[Applied]) -> Standing:
        """Where it stands after these entries."""
        if not applied:
            return self
        last = applied[-1]
        return Standing(last.step.snapshot, last.step.timers, last.entry.at)


def fired(timer: ArmedTimer, *, not_before: datetime) -> Entry:
    """The entry by which a timer fires: at the moment it fell due, never before the last entry."""
    return Entry(
        kind="timer_fired",
        at=max(timer.due_at, not_before),
        element=timer.element,
        task_key=timer.key,
    )


def due(timers: Iterable[ArmedTimer], *, by: datetime) -> list[ArmedTimer]:
    """The timers due by the moment, in the order in which they fire: due moment, then element."""
    return sorted(
        (timer for timer in timers if timer.due_at <= by),
        key=lambda timer: (timer.due_at, timer.element, timer.key),
    )


def progress(
    bundle: Bundle, calendar: Calendar, standing: Standing, entry: Entry | None, *, until: datetime
) -> Iterator[Applied]:
    """Fire what is due, apply the entry (none: only the clock acts), fire what became due by it.

    One rule makes lateness safe: before any entry is applied, every timer of the case due by its
    moment fires first, each by its own entry. Raises what the engine raises; then nothing of the
    act may be kept.
    """
    snapshot, timers, last_at = standing.snapshot, standing.timers, standing.last_at
    waiting = entry
    while True:
        ready = due(timers, by=until if waiting is None else waiting.at)
        if ready:
            current = fired(ready[0], not_before=last_at or ready[0].due_at)
        elif waiting is not None:
            current, waiting = waiting, None
        else:
            return
        after = step(bundle, calendar, snapshot, current)
        snapshot, timers, last_at = after.snapshot, after.timers, current.at
        yield Applied(current, after)
