"""Many cases from one that was lived: the same journal under another number, chained anew.

A copy is a case like any other: it verifies, and it goes on. Only what it says is under the key of
the case that was lived, whose entries it repeats.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Table as Columns
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from models.awaited_messages import AwaitedMessage
from models.cases import NO_ENTRY_YET, Case
from models.deadlines import Deadline
from models.journal import JournalEntry, digest_of
from models.path_steps import PathStep
from models.snapshots import Snapshot
from models.tasks import Task
from models.timers import Timer
from models.watches import Watch
from tests.world import World

PARTS = (JournalEntry, Snapshot, Task, Timer, AwaitedMessage, Deadline, PathStep, Watch)
BATCH = 500

Row = dict[str, Any]


def copy(world: World, code: str, times: int) -> None:
    """So many more cases like this one."""
    with world.workplace.database.reading() as session:
        case = _rows(session, Case, Case.code == code)[0]
        parts = {table: _rows(session, table, table.case_id == case["id"]) for table in PARTS}
        last = session.scalars(select(func.max(Case.id))).one()
    for begin in range(0, times, BATCH):
        numbers = range(last + 1 + begin, last + 1 + min(begin + BATCH, times))
        with world.workplace.database.transaction() as session:
            entries = {number: list(_chained(parts[JournalEntry], number)) for number in numbers}
            session.execute(
                insert(Case),
                [
                    case
                    | {
                        "id": number,
                        "code": f"HS-C-{number:07d}",
                        "last_digest": entries[number][-1]["digest"],
                    }
                    for number in numbers
                ],
            )
            for table, rows in parts.items():
                written = (
                    [row for number in numbers for row in entries[number]]
                    if table is JournalEntry
                    else [row | {"case_id": number} for number in numbers for row in rows]
                )
                if written:
                    session.execute(insert(table), written)


def _rows(session: Session, table: Any, which: Any) -> Sequence[Row]:
    """The rows without their own number, but for a case."""
    columns: Columns = table.__table__
    kept = [one for one in columns.columns if table is Case or one.name != "id"]
    return [dict(row) for row in session.execute(select(*kept).where(which)).mappings()]


def _chained(entries: Sequence[Mapping[str, Any]], number: int) -> Iterator[Row]:
    previous = NO_ENTRY_YET
    for entry in sorted(entries, key=lambda one: int(one["seq"])):
        row = dict(entry) | {"case_id": number, "previous_digest": previous}
        previous = row["digest"] = digest_of(row)
        yield row
