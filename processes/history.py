"""What happened in a case, proved: the chain of the journal, and the replay of every step."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import chains, journal, snapshots
from models.cases import Case
from models.held import HeldCase
from models.journal import JournalEntry
from processes.engine import Entry, EntryRefused, Step, replay
from processes.workplace import Workplace


@dataclass(frozen=True)
class Part:
    """The first entry at which a case parts from its journal, and how."""

    case_code: str
    seq: int
    reason: str  # of the chain, or: state_differs | snapshot_differs | refused


@dataclass(frozen=True)
class Verified:
    """What was checked of a case: entries, and where it parts (None: nowhere)."""

    case_code: str
    entries: int
    part: Part | None


def entry_of(row: JournalEntry) -> Entry:
    """The entry as the engine reads it: without actor and content."""
    return Entry(
        kind=row.kind,
        at=row.at,
        element=row.element,
        task_key=row.task_key,
        routing=json.loads(row.routing),
        replaced=json.loads(row.replaced) if row.replaced is not None else {},
    )


def replayed(
    session: Session, workplace: Workplace, case: Case | HeldCase, *, until: int | None = None
) -> Iterator[tuple[JournalEntry, Step]]:
    """Every entry of the case up to `until` with the state after it, from the journal alone."""
    rows = journal.course(session, case.id, until=case.last_seq if until is None else until)
    bundle = workplace.bundle(session, case.process_version_id)
    calendars = [workplace.calendar(session, row.calendar_version_id or 0) for row in rows]
    steps = replay(bundle, lambda index: calendars[index], (entry_of(row) for row in rows))
    yield from zip(rows, steps, strict=True)


def verify(session: Session, workplace: Workplace, case: Case | HeldCase) -> Verified:
    """Check a case: chain, replay, the digest of every state, and the snapshot."""
    broken = chains.breaks(session, case.id)
    if broken:
        first = min(broken, key=lambda one: one.seq)
        return Verified(case.code, case.last_seq, Part(case.code, first.seq, first.reason))
    last: Step | None = None
    seq = 0
    try:
        for row, step in replayed(session, workplace, case):
            seq = row.seq
            if step.state_digest != row.state_digest:
                return Verified(case.code, case.last_seq, Part(case.code, seq, "state_differs"))
            last = step
    except (EntryRefused, ValueError, KeyError):  # an altered entry may be past understanding
        return Verified(case.code, case.last_seq, Part(case.code, seq + 1, "refused"))
    snapshot = snapshots.get(session, case.id)
    if last is not None and (snapshot is None or snapshot.body != last.snapshot):
        part = Part(case.code, case.last_seq, "snapshot_differs")
        return Verified(case.code, case.last_seq, part)
    return Verified(case.code, case.last_seq, None)


def verify_all(workplace: Workplace, *, batch: int = 100) -> Iterator[Verified]:
    """Check every case, in the order of their opening."""
    after = 0
    while True:
        with workplace.database.reading() as session:
            found = session.scalars(
                select(Case).where(Case.id > after).order_by(Case.id).limit(batch)
            ).all()
            if not found:
                return
            for case in found:
                yield verify(session, workplace, case)
            after = found[-1].id


def authors_of(session: Session, case_id: int, element: str) -> frozenset[int]:
    """Who completed the task of this element last: the author of what it decides."""
    author = session.scalars(
        select(JournalEntry.actor_id)
        .where(
            JournalEntry.case_id == case_id,
            JournalEntry.kind == "completed",
            JournalEntry.element == element,
        )
        .order_by(JournalEntry.seq.desc())
        .limit(1)
    ).one_or_none()
    return frozenset() if author is None else frozenset({author})
