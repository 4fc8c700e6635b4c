"""Advance: the one way to write to a case, in one transaction and few statements.

The case's version decides who wins: of two steps made on the same version, the second raises
CaseMoved before anything else is written.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Update, bindparam, update
from sqlalchemy.orm import Session

from models import deadlines, journal, rows, snapshots, watches
from models.cases import Case, CaseMoved, CaseState
from models.deadlines import DeadlineRow
from models.held import HeldCase
from models.journal import NewEntry
from models.keys import encrypt
from models.path_steps import PathStep
from models.standing import (
    Moment,
    OpenTask,
    Standing,
    TaskTerms,
    write_messages,
    write_tasks,
    write_timers,
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


def advance(
    session: Session, held: HeldCase, change: Change, *, data_key: bytes, now: datetime
) -> Advanced:
    """Write new entries and where they lead; raises CaseMoved when the case has a newer version."""
    entries = _chained(held, change.entries, data_key, now)
    last = entries[-1]
    _win(session, held, change, last)
    journal.append(session, entries)
    _write_path(session, held, change.entries)
    moment = Moment(last["seq"], last["at"])
    open_tasks: Sequence[OpenTask] = held.tasks
    if change.standing is not None:
        open_tasks = change.standing.tasks
        _write_standing(session, held, change.standing, change.entries, moment)
    deadlines.write(session, held.id, change.deadlines)
    watches.write(session, held.id, held.school_id, change.watches)
    completed = _keys(change.entries, "completed")
    terms = TaskTerms(change.due, change.assignees, completed)
    task_ids = write_tasks(session, held, open_tasks, terms, moment)
    return Advanced(held.version + 1, last["seq"], last["digest"], task_ids)


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


def _win(session: Session, held: HeldCase, change: Change, last: Mapping[str, Any]) -> None:
    values: dict[str, object] = {
        "version": held.version + 1,
        "last_seq": last["seq"],
        "last_at": last["at"],
        "last_digest": last["digest"],
        **change.columns,
    }
    if change.standing is not None and change.standing.end is not None:
        values |= {
            "state": CaseState.ENDED,
            "end_element": change.standing.end,
            "ended_at": last["at"],
        }
    held_version = {"held_id": held.id, "held_version": held.version}
    won = session.connection().execute(
        _winning(tuple(values)),
        held_version | {f"new_{name}": value for name, value in values.items()},
    )
    if won.rowcount != 1:
        raise CaseMoved


@cache
def _winning(columns: tuple[str, ...]) -> Update:
    return (
        update(Case)
        .where(Case.id == bindparam("held_id"), Case.version == bindparam("held_version"))
        .values({name: bindparam(f"new_{name}") for name in columns})
    )


def _write_path(session: Session, held: HeldCase, entries: Iterable[NewEntry]) -> None:
    steps = [
        {"case_id": held.id, "seq": seq, "n": n, "what": what, "element": element}
        for seq, entry in enumerate(entries, held.last_seq + 1)
        for n, (what, element) in enumerate(entry.path)
    ]
    if steps:
        rows.write(session, PathStep, steps)


def _write_standing(
    session: Session,
    held: HeldCase,
    standing: Standing,
    entries: Sequence[NewEntry],
    moment: Moment,
) -> None:
    snapshots.keep(
        session,
        held.id,
        version=held.version + 1,
        format_number=standing.snapshot_format,
        body=standing.snapshot,
    )
    write_messages(session, held, standing.messages, _keys(entries, "message"), moment)
    write_timers(session, held, standing.timers, _keys(entries, "timer_fired"), moment)


def _keys(entries: Iterable[NewEntry], kind: str) -> set[str]:
    return {entry.task_key for entry in entries if entry.kind == kind and entry.task_key}
