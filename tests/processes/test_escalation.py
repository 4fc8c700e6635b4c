"""Who is told at which rung, and that it is decided once, whoever looks and however late."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from models import concerned_people
from models.appointments import Role
from models.database import Database
from models.keys import ring_of
from models.notices import Grade
from models.watches import Watch, WatchState
from processes import assignments, cases, escalation
from processes.workplace import Workplace
from tests.answers import answers_to
from tests.processes.watching import (
    appoint,
    at,
    close_account,
    decide,
    look,
    opened,
    stand_in,
    told,
    told_of,
    waiting_for_approval,
    watches,
)
from tests.trials import acts
from tests.world import START, World

REFERRAL = f"referral@{START.isoformat()}"
SHIFT = timedelta(minutes=1)


def test_a_report_undecided_for_twelve_hours_climbs_to_the_managing_body(world: World) -> None:
    appoint(world, "hoa", Role.MANAGING_BODY)
    opened(world)

    assert decide(world, at(22, 11, 29)) == []
    assert decide(world, at(22, 11, 30)) == [("half", "an")]
    assert decide(world, at(24, 8)) == [("last_hours", "an")]
    assert decide(world, at(24, 10)) == [("over", "an")]
    assert decide(world, at(24, 11)) == [("over_head", "binh")]
    assert decide(world, at(25, 9, 59)) == [("two_days", "an")]  # the task itself, since 15:00
    assert decide(world, at(25, 10)) == [
        ("over_managing_body", "hoa"),
        ("over_daily", "an"),
        ("over_daily", "binh"),
    ]
    assert decide(world, at(26, 7, 29)) == []
    assert decide(world, at(26, 7, 30)) == [("over_daily", "an"), ("over_daily", "binh")]
    grades = {notice.rung: notice.grade for notice in told(world)}
    assert grades["last_hours"] is Grade.REMINDER
    assert grades["over"] is Grade.ESCALATION


def test_what_the_head_owes_is_told_to_the_head_and_then_to_the_deputy(world: World) -> None:
    appoint(world, "hoa", Role.MANAGING_BODY)
    waiting_for_approval(world)

    assert decide(world, at(24, 10, 15)) == [("half", "binh")]
    assert decide(world, at(25, 7, 30)) == [("last_day", "binh")]
    assert decide(world, at(26, 0)) == [("over", "binh")]
    assert decide(world, at(26, 8, 30)) == [("over_head", "em")]
    assert decide(world, at(27, 7, 30)) == [
        ("over_managing_body", "hoa"),
        ("over_daily", "binh"),
        ("over_daily", "em"),
    ]


def test_done_stops_the_ladder_at_once(world: World) -> None:
    code = waiting_for_approval(world)
    acts.complete(world, code, "approve_plan", at(24, 10))

    assert [rung for rung, _ in decide(world, at(26, 9))] == []
    assert told_of(world, code) == []


def test_an_emergency_counts_by_the_clock_at_night_too(world: World) -> None:
    appoint(world, "hoa", Role.MANAGING_BODY)
    code = opened_emergency(world)
    night = at(21, 22)
    assert "notify_emergency#1" in watches(world, code)

    assert decide(world, night + timedelta(minutes=29)) == []
    both = [("thirty_minutes", "an"), ("thirty_minutes", "binh")]
    assert decide(world, night + timedelta(minutes=30)) == both
    assert [rung for rung, _ in decide(world, night + timedelta(minutes=60))] == [
        "sixty_minutes",
        "sixty_minutes",
    ]
    assert decide(world, night + timedelta(minutes=120)) == [("two_hours_managing_body", "hoa")]
    assert decide(world, night + timedelta(hours=9)) == []
    assert all(notice.urgent for notice in told(world))
    assert watches(world, code)["notify_emergency#1"].state is WatchState.CLIMBED


def test_a_standstill_is_worked_off_in_order_with_each_rung_once(world: World) -> None:
    appoint(world, "hoa", Role.MANAGING_BODY)
    code = opened(world)
    # Nobody looked for a week: the reminders before the limit have nothing left to remind of.
    assert [rung for rung, _ in decide(world, at(28, 9))] == [
        "over",
        "over_head",
        "over_managing_body",
        "over_daily",
        "over_daily",
        "two_days",
        "five_days",
    ]
    # 31/8 was worked off on 22/8, then comes the national day.
    assert watches(world, code)[REFERRAL].wake_at == at(3, 7, 30, month=9)
    assert decide(world, at(28, 17)) == []


def test_two_schedulers_at_once_decide_once(world: World) -> None:
    codes = [opened(world) for _ in range(12)]
    settings = world.settings
    others = [
        Workplace(Database(settings.database_url), ring_of(settings.key, settings.key_file))
        for _ in range(3)
    ]
    with ThreadPoolExecutor() as nodes:
        list(nodes.map(lambda node: escalation.decide_due(node, now=at(24, 11)), others))
    for node in others:
        node.database.dispose()

    for code in codes:
        assert [notice.rung for notice in told_of(world, code)] == ["over", "over_head"]
        assert watches(world, code)[REFERRAL].failures == 0


def test_a_rung_read_before_the_task_was_done_tells_nobody(world: World) -> None:
    code = waiting_for_approval(world)
    now = at(26, 0)
    with world.workplace.database.reading() as session:
        watch = session.scalars(select(Watch).where(Watch.ladder == "plan_approval_deadline")).one()
        around = escalation.Sweep(world.workplace, now).around(session, watch.case_id)
    acts.complete(world, code, "approve_plan", now - SHIFT)

    assert not escalation.decide(world.workplace, watch, around, now=now)
    assert told_of(world, code) == []


def test_a_watch_that_fails_is_postponed_with_its_cause_and_holds_up_nobody(world: World) -> None:
    broken, sound = opened(world), opened(world)
    with world.workplace.database.transaction() as session:
        session.execute(
            update(Watch).where(Watch.case_id == look(world, broken).id).values(ladder="gone")
        )
    now = at(22, 11, 30)

    assert decide(world, now) == [("half", "an")]

    assert [notice.rung for notice in told_of(world, sound)] == ["half"]
    failed = watches(world, broken)[REFERRAL]
    assert (failed.failures, failed.cause) == (1, "KeyError: 'gone'")
    assert failed.wake_at == now + timedelta(seconds=30)
    decide(world, failed.wake_at)
    again = watches(world, broken)[REFERRAL]
    assert again.wake_at == failed.wake_at + timedelta(minutes=1)


def test_a_task_given_to_somebody_is_awaited_from_them_alone(world: World) -> None:
    appoint(world, "mai", Role.FOCAL_POINT)
    code = opened(world)
    assert decide(world, at(22, 11, 30)) == [("half", "an"), ("half", "mai")]
    task_id = acts.task_of(world, code, "record_intake")

    assignments.claim(world.workplace, task_id, by=world.an.caller, now=at(22, 14))

    assert decide(world, at(24, 8)) == [("last_hours", "an")]


def test_a_stand_in_is_told_and_it_is_kept_for_whom(world: World) -> None:
    post = appoint(world, "mai", Role.FOCAL_POINT, instead_of=world.an.person_id)
    opened(world)

    assert decide(world, at(22, 11, 30)) == [("half", "mai")]
    (notice,) = told(world)
    assert (notice.recipient_id, notice.instead_of_id) == (post.person_id, world.an.person_id)


def test_a_stand_in_as_focal_point_is_not_told_what_is_the_heads(world: World) -> None:
    binh = world.binh.person_id
    stand_in(world, binh, Role.FOCAL_POINT, instead_of=world.an.person_id)  # at a small school
    appoint(world, "mai", Role.FOCAL_POINT, instead_of=binh)
    waiting_for_approval(world)

    decided = decide(world, at(26, 0))

    assert ("over", "binh") in decided
    assert "mai" not in {name for _rung, name in decided}


def test_a_chain_of_stand_ins_is_followed_to_its_end(world: World) -> None:
    mai = appoint(world, "mai", Role.FOCAL_POINT, instead_of=world.an.person_id)
    appoint(world, "nga", Role.FOCAL_POINT, instead_of=mai.person_id)
    close_account(world, mai.person_id)
    opened(world)

    assert decide(world, at(22, 11, 30)) == [("half", "nga")]


@pytest.mark.parametrize("closed", [True, False])
def test_where_a_chain_leads_nowhere_the_head_is_told(world: World, *, closed: bool) -> None:
    mai = appoint(world, "mai", Role.FOCAL_POINT, instead_of=world.an.person_id)
    if closed:
        close_account(world, mai.person_id)
    else:
        stand_in(world, world.an.person_id, Role.FOCAL_POINT, instead_of=mai.person_id)
    opened(world)

    assert decide(world, at(22, 11, 30)) == [("half", "binh")]
    assert told(world)[0].instead_of_id in (world.an.person_id, mai.person_id)


def test_a_head_who_is_concerned_is_never_told_and_the_first_deputy_is(world: World) -> None:
    appoint(world, "phu", Role.DEPUTY_HEAD, rank=2)
    code = opened(world)
    shut_out(world, code, world.binh.person_id)

    assert decide(world, at(24, 11)) == [("over", "an"), ("over_head", "em")]
    shut_out(world, code, world.deputy.person_id)
    daily = decide(world, at(25, 10))
    assert ("over_daily", "phu") in daily
    assert not {"binh", "em"} & {name for _, name in daily}


def test_where_nobody_leads_the_school_the_managing_body_is_told_school_and_case_only(
    world: World,
) -> None:
    appoint(world, "hoa", Role.MANAGING_BODY)
    code = opened(world)
    for member in (world.binh, world.deputy):
        shut_out(world, code, member.person_id)
    close_account(world, world.an.person_id)

    assert decide(world, at(22, 11, 30)) == [("half", "hoa")]
    assert told(world)[0].name == "managing_body"


def test_where_there_is_nobody_at_all_the_ladder_goes_on_in_silence(world: World) -> None:
    code = opened(world)
    for member in (world.an, world.binh, world.deputy):
        close_account(world, member.person_id)

    assert decide(world, at(24, 11)) == []
    assert watches(world, code)[REFERRAL].rung == "over_managing_body"


def test_people_of_other_schools_and_services_hear_nothing(world: World) -> None:
    opened(world)
    for day in range(8):
        decide(world, START + timedelta(days=day))

    assert {notice.recipient_id for notice in told(world)} == {
        world.an.person_id,
        world.binh.person_id,
    }


def opened_emergency(world: World) -> str:
    """A case opened at 22:00, marked as an emergency."""
    now = at(21, 22)
    raw = answers_to(cases.REPORT, now=now, emergency="yes", emergency_reason="Em bị thương nặng.")
    case = cases.open_by_report(world.workplace, world.school.id, raw, by=world.an.caller, now=now)
    return case.case_code


def shut_out(world: World, code: str, person_id: int) -> None:
    """The person is concerned in the case."""
    with world.workplace.database.transaction() as session:
        case_id = look(world, code).id
        concerned_people.note(session, case_id, person_id, by=world.binh.person_id, now=START)
