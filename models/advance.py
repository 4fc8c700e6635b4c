"""Advance: the one way to write to a case, in one transaction and few statements.

The case's version decides who wins: of two steps made on the same version, nothing is written of
the second.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, Update, bindparam, select, update
from sqlalchemy.orm import Session

from models import deadlines, journal, snapshots, watches
from models.cases import Case, CaseMoved, CaseState
from models.deadlines import DeadlineRow
from models.held import HeldCase
from models.journal import JournalEntry, NewEntry
from models.keys import encrypt
from models.path_steps import PathStep
from models.rows import Gathered, Kind
from models.standing import (
    MESSAGES,
    TASKS,
    TIMERS,
    Moment,
    OpenTask,
    Standing,
    TaskTerms,
    changed_messages,
    changed_tasks,
    changed_timers,
)
from models.watches import WatchRow


@dataclass(frozen=True, slots=True)
class Change:
    """What a transaction writes to a case.

    ``due`` and ``assignees`` are by task key; a task not named in them keeps what it has.
    ``columns`` are other columns of the case (category, emergency, focal_point_id).
    """

    entries: Sequence[NewEntry]
    standing: Standing | None = None  # None: the entries leave the engine's state as it is
    deadlines: Sequence[DeadlineRow] = ()
    watches: Sequence[WatchRow] = ()
    due: Mapping[str, datetime | None] = field(default_factory=dict)
    assignees: Mapping[str, int | None] = field(default_factory=dict)
    columns: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Advanced:
    """The case's new version, its last entry, and the ids of its open tasks by key."""

    version: int
    last_seq: int
    last_digest: str
    task_ids: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Advance:
    """What is to be written to a case as it was read."""

    held: HeldCase
    change: Change
    data_key: bytes


ENTRIES, PATH = Kind(JournalEntry), Kind(PathStep)


def advance(
    session: Session, held: HeldCase, change: Change, *, data_key: bytes, now: datetime
) -> Advanced:
    """Write new entries and where they lead; raises CaseMoved when the case has a newer version."""
    (advanced,) = advance_all(session, [Advance(held, change, data_key)], now=now)
    if advanced is None:
        raise CaseMoved
    return advanced


def advance_all(
    session: Session, advances: Sequence[Advance], *, now: datetime
) -> list[Advanced | None]:
    """The same for several cases, each table written once for all of them.

    None stands for a case that has a newer version: nothing was written of it. Raises CaseMoved
    for two acts on one case; then the transaction must not be committed.
    """
    chained = [_chained(one.held, one.change.entries, one.data_key, now) for one in advances]
    lasts = [entries[-1] for entries in chained]
    won = _win(session, advances, lasts)
    gathered = Gathered()
    for one, entries in zip(advances, chained, strict=True):
        if one.held.id in won:
            _gather(gathered, one, entries)
    written = gathered.write(session).get(TASKS, ())
    ids = {(row.case_id, row.key): row.id for row in written}
    return [
        _advanced(one, last, ids) if one.held.id in won else None
        for one, last in zip(advances, lasts, strict=True)
    ]


def _gather(gathered: Gathered, one: Advance, entries: Sequence[Mapping[str, Any]]) -> None:
    held, change, last = one.held, one.change, entries[-1]
    gathered.add(ENTRIES, entries)
    gathered.add(PATH, _path(held, change.entries))
    moment = Moment(last["seq"], last["at"])
    if change.standing is not None:
        _gather_standing(gathered, held, change.standing, change.entries, moment)
    deadlines.gather(gathered, held.id, change.deadlines)
    watches.gather(gathered, held.id, held.school_id, change.watches)
    completed = _keys(change.entries, "completed")
    terms = TaskTerms(change.due, change.assignees, completed)
    gathered.add(TASKS, changed_tasks(held, _open_tasks(one), terms, moment))


def _open_tasks(one: Advance) -> Sequence[OpenTask]:
    return one.held.tasks if one.change.standing is None else one.change.standing.tasks


def _advanced(
    one: Advance, last: Mapping[str, Any], ids: Mapping[tuple[int, str], int]
) -> Advanced:
    known = {task.key: task.id for task in one.held.tasks}
    return Advanced(
        version=one.held.version + 1,
        last_seq=last["seq"],
        last_digest=last["digest"],
        task_ids={
            task.key: ids.get((one.held.id, task.key)) or known[task.key]
            for task in _open_tasks(one)
        },
    )


def _chained(
    held: HeldCase, new: Iterable[NewEntry], data_key: bytes, now: datetime
) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = []
    seq, previous = held.last_seq, held.last_digest
    for entry in new:
        seq += 1
        content = entry.content
        if content is not None:
            content = encrypt(data_key, content, context=journal.content_context(held.id, seq))
        row: dict[str, Any] = {
            "case_id": held.id,
            "seq": seq,
            "at": entry.at,
            "recorded_at": now,
            "kind": entry.kind,
            "element": entry.element,
            "task_key": entry.task_key,
            "actor_id": entry.actor_id,
            "on_behalf_of": entry.on_behalf_of,
            "calendar_version_id": entry.calendar_version_id,
            "routing": journal.canonical(dict(entry.routing or {})),
            "replaced": None if entry.replaced is None else journal.canonical(dict(entry.replaced)),
            "content": content,
            "answers_to": entry.answers_to,
            "state_digest": entry.state_digest,
            "previous_digest": previous,
        }
        previous = row["digest"] = journal.digest_of(row)
        entries.append(row)
    return entries


def _win(
    session: Session, advances: Sequence[Advance], lasts: Sequence[Mapping[str, Any]]
) -> set[int]:
    """The ids of the cases that were still as they were read; from here on others are too late."""
    connection = session.connection()
    # Many updates together tell only how many rows they changed: which, is seen and locked first.
    unmoved = _locked_unmoved(connection, advances) if len(advances) > 1 else {advances[0].held.id}
    by_columns: dict[tuple[str, ...], list[dict[str, object]]] = {}
    for one, last in zip(advances, lasts, strict=True):
        if one.held.id in unmoved:
            values = _case_after(one, last)
            new = {f"new_{name}": value for name, value in values.items()}
            held = {"held_id": one.held.id, "held_version": one.held.version}
            by_columns.setdefault(tuple(values), []).append(held | new)
    changed = sum(
        connection.execute(_winning(columns), rows).rowcount for columns, rows in by_columns.items()
    )
    if changed == sum(map(len, by_columns.values())):
        return unmoved
    if changed:  # which of them is not known, so none of it may stay
        raise CaseMoved
    return set()


def _locked_unmoved(connection: Connection, advances: Sequence[Advance]) -> set[int]:
    read = {one.held.id: one.held.version for one in advances}
    rows = connection.execute(_versions(), {"case_ids": list(read)})
    return {row.id for row in rows if row.version == read[row.id]}


def _case_after(one: Advance, last: Mapping[str, Any]) -> dict[str, object]:
    values: dict[str, object] = {
        "version": one.held.version + 1,
        "last_seq": last["seq"],
        "last_at": last["at"],
        "last_digest": last["digest"],
        **one.change.columns,
    }
    standing = one.change.standing
    if standing is not None and standing.end is not None:
        values |= {
            "state": CaseState.ENDED,
            "end_element": standing.end,
            "ended_at": last["at"],
        }
    return values


@cache
def _winning(columns: tuple[str, ...]) -> Update:
    return (
        update(Case)
        .where(Case.id == bindparam("held_id"), Case.version == bindparam("held_version"))
        .values({name: bindparam(f"new_{name}") for name in columns})
    )


@cache
def _versions() -> Select[int, int]:
    among = Case.id.in_(bindparam("case_ids", expanding=True))
    return select(Case.id, Case.version).where(among).order_by(Case.id).with_for_update()


def _path(held: HeldCase, entries: Iterable[NewEntry]) -> list[Mapping[str, Any]]:
    return [
        {"case_id": held.id, "seq": seq, "n": n, "what": what, "element": element}
        for seq, entry in enumerate(entries, held.last_seq + 1)
        for n, (what, element) in enumerate(entry.path)
    ]


def _gather_standing(
    gathered: Gathered,
    held: HeldCase,
    standing: Standing,
    entries: Sequence[NewEntry],
    moment: Moment,
) -> None:
    latest = snapshots.row_of(
        held.id,
        version=held.version + 1,
        format_number=standing.snapshot_format,
        body=standing.snapshot,
    )
    gathered.add(snapshots.LATEST, [latest])
    received, fired = _keys(entries, "message"), _keys(entries, "timer_fired")
    gathered.add(MESSAGES, changed_messages(held, standing.messages, received, moment))
    gathered.add(TIMERS, changed_timers(held, standing.timers, fired, moment))


def _keys(entries: Iterable[NewEntry], kind: str) -> set[str]:
    return {entry.task_key for entry in entries if entry.kind == kind and entry.task_key}
