"""A case as it stood after one of its entries, from the journal alone."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models import deadlines, held, journal, path_steps, tasks
from models.cases import Case
from models.deadlines import WRITTEN
from processes import replays
from processes.replays import CannotBeReplayed
from processes.workplace import Workplace
from tests.filled import NOW, Filled
from tests.service.cli.test_history import alter

CODE = "HS-2026-0006"


def test_after_its_last_entry_a_case_is_what_its_rows_say(workplace: Workplace) -> None:
    with workplace.database.reading() as session:
        for found in session.scalars(select(Case).order_by(Case.id)):
            case = held.by_code(session, found.code, now=NOW)
            assert case is not None
            then = replays.as_of(session, workplace, case, case.last_seq)

            assert then.as_recorded
            assert (then.case.state, then.case.end_element) == (case.state, case.end_element)
            assert {
                (task.key, task.due_at, task.opened_at, task.opened_seq, task.roles)
                for task in then.case.tasks
            } == {
                (task.key, task.due_at, task.opened_at, task.opened_seq, task.roles)
                for task in case.tasks
            }
            stored = [
                tuple(getattr(row, name) for name in WRITTEN)
                for row in deadlines.of_case(session, case.id)
            ]
            replayed = [
                tuple(getattr(row, name) for name in WRITTEN) for row in then.case.deadlines
            ]
            assert sorted(replayed, key=repr) == sorted(stored, key=repr)
            assert [(one.seq, one.n, one.what, one.element) for one in then.path] == [
                (one.seq, one.n, one.what, one.element)
                for one in path_steps.of_case(session, case.id)
            ]


def test_after_each_entry_its_state_is_the_one_recorded_then(workplace: Workplace) -> None:
    with workplace.database.reading() as session:
        case = held.by_code(session, CODE, now=NOW)
        assert case is not None
        rows = tasks.of_case(session, case.id)
        for entry in journal.of_case(session, case.id):
            then = replays.as_of(session, workplace, case, entry.seq)

            assert then.step.state_digest == entry.state_digest
            assert {task.key for task in then.case.tasks} == {
                row.key
                for row in rows
                if row.opened_seq <= entry.seq
                and (row.closed_seq is None or row.closed_seq > entry.seq)
            }
            assert {one.seq for one in then.path} <= set(range(1, entry.seq + 1))


def test_nothing_after_the_entry_is_replayed(filled: Filled, workplace: Workplace) -> None:
    alter(
        filled.url,
        "UPDATE journal_entries SET task_key = 'nothing#1' WHERE case_id = 6 AND seq = 8",
    )
    with workplace.database.reading() as session:
        case = held.by_code(session, CODE, now=NOW)
        assert case is not None
        assert replays.as_of(session, workplace, case, 7).row.seq == 7
        with pytest.raises(CannotBeReplayed, match="8"):
            replays.as_of(session, workplace, case, 9)
