"""The demo shows every step of the procedure, on whatever day it is filled."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from models import appointments, deadlines, held, schools
from models.cases import Case, CaseState
from models.database import Database
from models.deadlines import DeadlineState
from models.journal import JournalEntry
from models.keys import KeyRing
from models.people import Person
from processes import demo, history, sign_in
from processes.demo.residents import TOLD
from processes.permissions import sees_case
from processes.working_time.local_time import today
from processes.workplace import Workplace
from tests.filled import NOW, fill

Standing = list[tuple[str, str | None, list[str], list[tuple[str, str]]]]

OTHER_DAYS = [
    "2026-08-23T03:00+07:00",  # a Sunday night
    "2027-01-04T07:31+07:00",  # a minute after the first bell of the year
    "2026-02-16T23:30+07:00",  # the eve of Tết
    "2026-05-04T17:00+07:00",
]


def standing(workplace: Workplace) -> Standing:
    """Where each case stands: state, end, open tasks, limits."""
    with workplace.database.reading() as session:
        found = []
        for case in session.scalars(select(Case).order_by(Case.opened_at)).all():
            waits = held.by_id(session, case.id, now=NOW)
            assert waits is not None
            found.append(
                (
                    case.state.value,
                    case.end_element,
                    sorted(task.element for task in waits.tasks),
                    sorted(
                        (row.limit_name, row.state.value)
                        for row in deadlines.of_case(session, case.id)
                    ),
                )
            )
    return found


def routes_taken(workplace: Workplace) -> set[str]:
    with workplace.database.reading() as session:
        routing = session.scalars(select(JournalEntry.routing)).all()
    return {values["route"] for values in map(json.loads, routing) if "route" in values}


def test_every_case_verifies(workplace: Workplace) -> None:
    checked = list(history.verify_all(workplace))

    assert len(checked) == 17
    assert [one.part for one in checked if one.part is not None] == []


def test_a_case_waits_at_every_step_of_the_procedure(workplace: Workplace) -> None:
    waiting = {task for _, _, tasks, _ in standing(workplace) for task in tasks}

    assert waiting == {
        "record_intake",
        "assess_risk",
        "decide_route",
        "plan_intervention",
        "approve_plan",
        "carry_out_plan",
        "sign_letter",
        "record_agency_answer",
        "monitor_help",
        "record_drop_out_result",
        "plan_support",
        "close_support",
    }


def test_every_route_was_chosen_once_at_least(workplace: Workplace) -> None:
    assert routes_taken(workplace) == {
        "at_school",
        "refer",
        "school_and_refer",
        "drop_out",
        "verify_more",
        "development_support",
        "no_intervention",
        "untrue",
    }


def test_limits_stand_in_each_of_their_states(workplace: Workplace) -> None:
    limits = [limit for _, _, _, limits in standing(workplace) for limit in limits]

    assert {state for name, state in limits if name == "referral"} == set(DeadlineState)
    assert limits.count(("referral", "missed")) == 1


def test_people_act_in_working_hours_and_nothing_lies_in_the_future(workplace: Workplace) -> None:
    with workplace.database.reading() as session:
        entries = session.execute(
            select(JournalEntry.at, JournalEntry.recorded_at, JournalEntry.calendar_version_id)
            .where(JournalEntry.actor_id.is_not(None))
            .order_by(JournalEntry.at)
        ).all()
        assert all(
            workplace.calendar(session, version or 0).is_open(at) for at, _, version in entries
        )
    assert all(at == recorded_at < NOW for at, recorded_at, _ in entries)


@pytest.mark.parametrize("day", OTHER_DAYS)
def test_the_demo_stands_alike_on_whatever_day_it_is_filled(
    day: str, sqlite_url: str, demo_sqlite: Path, demo_key_file: Path
) -> None:
    fill(sqlite_url, demo_key_file, now=datetime.fromisoformat(day))

    found = []
    for url in (sqlite_url, f"sqlite:///{demo_sqlite}"):
        database = Database(url)
        found.append(standing(Workplace(database, KeyRing.from_file(demo_key_file))))
        database.dispose()
    assert sorted(found[0], key=str) == sorted(found[1], key=str)


def test_a_database_that_holds_something_is_left_alone(workplace: Workplace) -> None:
    before = standing(workplace)

    with pytest.raises(demo.NotEmpty):
        demo.fill(workplace, now=NOW)

    assert standing(workplace) == before


def test_everybody_signs_in_with_the_printed_password(workplace: Workplace) -> None:
    shown = demo.sign_ins()

    assert [one.sign_in_name for one in shown.sign_ins][:2] == ["an", "binh"]
    for name in ("an", "giang"):
        assert sign_in.sign_in(
            workplace.database, name, shown.password, address="127.0.0.1", now=NOW
        )


def test_giang_sees_nothing_of_the_demo_school(workplace: Workplace) -> None:
    with workplace.database.reading() as session:
        giang = session.scalars(select(Person).where(Person.sign_in_name == "giang")).one()
        caller = sign_in.caller_of(
            giang, tuple(appointments.in_force(session, giang.id, on=today(NOW)))
        )
        ours = schools.by_code(session, "THCS-VAM-LUA")
        theirs = schools.by_code(session, "MN-SEN-TRANG")
    assert ours is not None
    assert theirs is not None
    assert not sees_case(caller, school_id=ours.id, concerned=())
    assert sees_case(caller, school_id=theirs.id, concerned=())


def test_the_auditor_has_a_mandate_with_its_document_and_dates(workplace: Workplace) -> None:
    with workplace.database.reading() as session:
        dung = session.scalars(select(Person).where(Person.sign_in_name == "dung")).one()
        mandate = appointments.in_force(session, dung.id, on=today(NOW))[0]
    assert mandate.document == "Quyết định số 27/QĐ-KT"
    assert mandate.to_date is not None


def test_no_name_of_a_student_lies_open_in_the_database(demo_sqlite: Path) -> None:
    raw = demo_sqlite.read_bytes()

    assert TOLD["people"][0]["name"].encode() in raw
    for name in ("Lâm Thị Kim Ngân", "Đ'Ả <b>", "Ngân"):
        assert name.encode() not in raw


def test_open_cases_have_no_end_and_ended_ones_have(workplace: Workplace) -> None:
    with workplace.database.reading() as session:
        cases = session.scalars(select(Case)).all()
    ended = [case.end_element for case in cases if case.state is CaseState.ENDED]
    assert len(ended) == 3
    assert set(ended) == {"case_ended"}
