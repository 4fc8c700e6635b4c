"""How a watch climbs its ladder: which rungs are reached by now, and when the next one is. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from models.notices import Grade
from models.watches import Place, Watch, WatchRow
from processes.ladders import Ladder, Rung
from processes.rung_moments import Awaited, reached_at
from processes.working_time.calendar import Calendar
from processes.working_time.openings import opening_after


@dataclass(frozen=True)
class Climbed:
    """Rungs to tell about, each with its round, and where the watch stands after them."""

    reached: tuple[tuple[Rung, int], ...]
    place: Place


def wake_at(watch: WatchRow, ladder: Ladder, calendar: Calendar) -> datetime:
    """When the next rung of the watch is reached; the last moment where none is left."""
    if watch.rung is None:
        return watch.wake_at
    return _moment(watch, ladder, ladder.place(watch.rung), calendar)


def climb(watch: Watch, ladder: Ladder, calendar: Calendar, *, now: datetime) -> Climbed:
    """Every rung reached by now, in order and each once; a repeating one once for a standstill.

    A reminder of a limit that has passed is left out: there is nothing left to remind of.
    """
    awaited = Awaited(watch.started_at, watch.due_at, watch.due_on)
    reached: list[tuple[Rung, int]] = []
    round_, decided_at = watch.round, watch.decided_at
    for number in range(ladder.place(watch.rung or ""), len(ladder.rungs)):
        rung = ladder.rungs[number]
        moment = _moment(watch, ladder, number, calendar)
        if moment > now:
            return Climbed(tuple(reached), Place(rung.name, round_, moment, decided_at))
        if not _is_too_late(rung, moment, awaited, now):
            reached.append((rung, round_ if rung.repeats else 0))
            decided_at = now
        if rung.repeats:
            place = Place(rung.name, round_ + 1, opening_after(now, calendar), now)
            return Climbed(tuple(reached), place)
    return Climbed(tuple(reached), Place(None, round_, watch.wake_at, decided_at))


def _is_too_late(rung: Rung, moment: datetime, awaited: Awaited, now: datetime) -> bool:
    return (
        rung.grade is Grade.REMINDER
        and awaited.due_at is not None
        and moment < awaited.due_at <= now
    )


def _moment(watch: Watch | WatchRow, ladder: Ladder, number: int, calendar: Calendar) -> datetime:
    """When a rung is reached: never before the one below it, and a repeated one each morning."""
    awaited = Awaited(watch.started_at, watch.due_at, watch.due_on)
    below = ladder.rungs[: number + 1]
    first = max(reached_at(rung.when, awaited, calendar) for rung in below)
    if ladder.rungs[number].repeats and watch.round and watch.decided_at is not None:
        return max(first, opening_after(watch.decided_at, calendar))
    return first
