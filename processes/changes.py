"""What the steps of an act come to: the rows of one transaction. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from models.advance import Change
from models.deadlines import DeadlineRow
from models.held import HeldCase
from models.journal import NewEntry
from models.standing import Standing
from processes import dues, watches
from processes.bundle import Bundle
from processes.deadlines import Key, Reckoning, key_of, settle
from processes.deeds import Deed
from processes.engine import load
from processes.ladders import ladders
from processes.progress import Applied
from processes.watches import Watching


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
    entries = [
        _entry(deed, one, calendar_version_id=reckoning.calendar_version_id) for one in applied
    ]
    known = {key_of(row): row for row in case.deadlines}
    deadlines: Mapping[Key, DeadlineRow] = known
    for seq, one in enumerate(applied, case.last_seq + 1):
        deadlines = settle(deadlines, one, diagrams, reckoning, seq=seq, recorded_at=now)
    last = applied[-1].step
    return Change(
        entries=entries,
        standing=Standing(
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
        watches=watches.settle(
            case.watches,
            applied,
            deadlines,
            Watching(diagrams, ladders(bundle).ladders, reckoning.calendar),
            last_seq=case.last_seq + len(applied),
        ),
        columns=deed.columns,
        assignees=deed.assignees,
    )


def _entry(deed: Deed, one: Applied, *, calendar_version_id: int) -> NewEntry:
    """What the clock adds to the deed's own entry is nobody's act and has no content."""
    is_deed = one.entry is deed.entry
    return NewEntry(
        kind=one.entry.kind,
        at=one.entry.at,
        state_digest=one.step.state_digest,
        element=one.entry.element,
        task_key=one.entry.task_key,
        actor_id=deed.actor_id if is_deed else None,
        on_behalf_of=deed.on_behalf_of if is_deed else None,
        calendar_version_id=calendar_version_id,
        routing=dict(one.entry.routing),
        replaced=one.entry.replaced or None,
        content=deed.content if is_deed else None,
        answers_to=deed.answers_to if is_deed else None,
        path=[(visit.what, visit.element) for visit in one.step.path],
    )
