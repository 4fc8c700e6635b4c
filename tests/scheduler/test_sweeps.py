"""What happens on its own: every sweep, on the filled demo."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from models import cases, heads, heartbeats, held, inbox
from models.deadlines import Deadline, DeadlineState
from models.journal import JournalEntry
from models.notices import Notice
from models.people import Person
from processes import history
from processes.workplace import Workplace
from scheduler import jobs
from scheduler.due_timers import fire_due_timers
from scheduler.escalation import decide_escalations
from scheduler.heartbeat import beat
from scheduler.inbox import deliver_messages
from scheduler.journal_head import seal_finished_days
from tests.filled import NOW

LATER = NOW + timedelta(days=7)
ANSWER = b'{"agency_answer": "received"}'


def missed(workplace: Workplace) -> int:
    with workplace.database.reading() as session:
        found = select(func.count()).where(Deadline.state == DeadlineState.MISSED)
        return session.scalars(found).one()


def entries(workplace: Workplace) -> int:
    with workplace.database.reading() as session:
        return session.scalars(select(func.count()).select_from(JournalEntry)).one()


def notices_decided(workplace: Workplace) -> int:
    with workplace.database.reading() as session:
        return session.scalars(select(func.count()).select_from(Notice)).one()


def silent_case(workplace: Workplace) -> str:
    """The code of a case whose agency has not answered."""
    with workplace.database.reading() as session:
        for case_id in session.scalars(select(Deadline.case_id).order_by(Deadline.id)):
            case = held.by_id(session, case_id, now=NOW)
            if case is not None and any(one.name == "agency_answered" for one in case.messages):
                return case.code
    raise AssertionError("the demo has such a case")


def put(workplace: Workplace, correlation: str) -> None:
    with workplace.database.transaction() as session:
        sender = session.scalars(select(Person.id).limit(1)).one()
        inbox.put(
            session,
            workplace.keys,
            name="agency_answered",
            correlation=correlation,
            content=ANSWER,
            sender_id=sender,
            now=NOW,
        )


def open_tasks(workplace: Workplace, code: str) -> set[str]:
    with workplace.database.reading() as session:
        case = held.by_code(session, code, now=NOW)
    assert case is not None
    return {task.element for task in case.tasks}


def test_what_falls_due_is_fired_once_and_verifies(workplace: Workplace) -> None:
    before = missed(workplace)

    fire_due_timers(workplace, now=LATER)

    assert missed(workplace) > before
    fired = entries(workplace)
    fire_due_timers(workplace, now=LATER)
    assert entries(workplace) == fired
    assert all(one.part is None for one in history.verify_all(workplace))


def test_who_is_told_of_what_fell_due_is_decided_once(workplace: Workplace) -> None:
    decide_escalations(workplace, now=LATER)

    told = notices_decided(workplace)
    assert told > 0
    decide_escalations(workplace, now=LATER)
    assert notices_decided(workplace) == told


def test_nothing_is_fired_before_it_is_due(workplace: Workplace) -> None:
    before = entries(workplace)

    fire_due_timers(workplace, now=NOW)

    assert entries(workplace) == before


def test_a_message_reaches_the_case_that_waits_for_it(workplace: Workplace) -> None:
    code = silent_case(workplace)
    put(workplace, code)

    deliver_messages(workplace, now=NOW)

    assert "confirm_agency_answer" in open_tasks(workplace, code)


def test_a_message_that_no_case_waits_for_stays_in_the_inbox(workplace: Workplace) -> None:
    with workplace.database.reading() as session:
        first = session.scalars(select(cases.Case).order_by(cases.Case.id).limit(1)).one()
    put(workplace, first.code)
    put(workplace, "HS-2026-9999")
    before = entries(workplace)

    deliver_messages(workplace, now=NOW)

    assert entries(workplace) == before
    with workplace.database.reading() as session:
        waiting = select(func.count()).where(inbox.InboxMessage.taken_at.is_(None))
        assert session.scalars(waiting).one() == 2


def test_each_finished_day_is_sealed_once_without_a_gap(workplace: Workplace) -> None:
    seal_finished_days(workplace, now=NOW)
    seal_finished_days(workplace, now=NOW)

    with workplace.database.reading() as session:
        sealed = heads.all_heads(session)
        assert heads.breaks(session) == []
    assert sealed[-1].day == date(2026, 8, 20)
    days = [head.day for head in sealed]
    assert days == [days[0] + timedelta(n) for n in range(len(days))]


def test_the_heartbeat_is_one_row_for_a_machine(workplace: Workplace) -> None:
    beat(workplace, now=NOW)
    beat(workplace, now=LATER)

    with workplace.database.reading() as session:
        nodes = heartbeats.all_nodes(session)
    assert [node.last_tick_at for node in nodes] == [LATER]


def test_every_job_has_a_name_of_its_own_and_works(workplace: Workplace) -> None:
    assert len({job.name for job in jobs.JOBS}) == len(jobs.JOBS)
    for job in jobs.JOBS:
        job.sweep(workplace, now=datetime(2026, 8, 22, tzinfo=UTC))


@pytest.mark.parametrize("name", ["due_timers", "escalation", "inbox", "heartbeat", "journal_head"])
def test_the_sweeps_are_these(name: str) -> None:
    assert name in {job.name for job in jobs.JOBS}
