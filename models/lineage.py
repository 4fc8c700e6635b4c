"""What led to what within a case: the entries behind an open task, back to the first."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.journal import JournalEntry
from models.tasks import Task, TaskState

LATEST = 200


def behind(session: Session, case_id: int, seq: int) -> list[int]:
    """The entry and those that led to it one after the other, the latest first.

    An entry that completed a task was led to by the one that opened the task, so that two branches
    of a case, even of one process, do not mix. Looks back over the latest 200 completed tasks.
    """
    found = session.execute(
        select(Task.closed_seq, Task.opened_seq)
        .where(Task.case_id == case_id, Task.state == TaskState.COMPLETED, Task.closed_seq <= seq)
        .order_by(Task.closed_seq.desc())
        .limit(LATEST)
    )
    opened = {row[0]: row[1] for row in found}
    line = [seq]
    while line[-1] in opened:
        line.append(opened[line[-1]])
    return line


def led_to(session: Session, case_id: int, seq: int) -> frozenset[int]:
    """The entries that completed a task which this entry opened."""
    found = session.scalars(
        select(Task.closed_seq).where(
            Task.case_id == case_id, Task.opened_seq == seq, Task.state == TaskState.COMPLETED
        )
    )
    return frozenset(one for one in found if one is not None)


def latest_of_elements(session: Session, case_id: int, elements: Sequence[str]) -> list[int]:
    """The last entry with content that each of these elements made; of few an old case has many."""
    return [
        seq
        for element in elements
        if (
            seq := session.scalar(
                select(JournalEntry.seq)
                .where(
                    JournalEntry.case_id == case_id,
                    JournalEntry.element == element,
                    JournalEntry.content.is_not(None),
                    JournalEntry.answers_to.is_(None),
                )
                .order_by(JournalEntry.seq.desc())
                .limit(1)
            )
        )
        is not None
    ]
