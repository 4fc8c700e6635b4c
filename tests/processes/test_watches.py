"""What is watched: begun, moved and stopped in the transaction of the step that does so."""

from __future__ import annotations

from datetime import datetime, timedelta

from models.watches import WatchState
from processes import assignments, corrections, messages, timers
from tests.answers import answers_to, typed_moment
from tests.processes import late_holiday
from tests.processes.watching import (
    ZONE,
    at,
    decide,
    look,
    opened,
    waiting_for_approval,
    watched,
    watches,
)
from tests.trials import acts
from tests.trials.statements import counted
from tests.world import START, World

REFERRAL = f"referral@{START.isoformat()}"


def test_a_report_begins_the_watches_of_its_first_task_and_of_its_twelve_hours(
    world: World,
) -> None:
    found = watches(world, opened(world))

    assert set(found) == {"record_intake#1", REFERRAL}
    assert found[REFERRAL].due_at == at(24, 10)
    assert found[REFERRAL].wake_at == at(22, 11, 30)  # 6 of 12 hours: Friday 2, Saturday 4
    assert found["record_intake#1"].wake_at == at(24, 15)  # two working days, Saturday is worked
    assert found["record_intake#1"].due_at is None


def test_a_completed_task_stops_its_ladder_in_the_same_transaction(world: World) -> None:
    code = opened(world)

    with counted() as sent:
        acts.complete(world, code, "record_intake", START)

    found = watches(world, code)
    assert found["record_intake#1"].state is WatchState.STOPPED
    assert found["record_intake#1"].closed_seq == look(world, code).last_seq
    assert found["assess_risk#1"].state is WatchState.WAITING
    writes = [one for one in sent.statements if "watches" in one and one.startswith("INSERT")]
    assert len(writes) == 1


def test_a_limit_keeps_its_ladder_when_the_case_passes_from_intake_to_sending(
    world: World,
) -> None:
    code = opened(world)
    for element in ("record_intake", "assess_risk"):
        acts.complete(world, code, element, START)
    before = watches(world, code)[REFERRAL]
    assert before.host == "intake"

    acts.complete(world, code, "decide_route", START, route="refer")

    after = watches(world, code)[REFERRAL]
    assert (after.host, after.state) == ("sending", WatchState.WAITING)
    assert (after.id, after.rung, after.wake_at) == (before.id, before.rung, before.wake_at)


def test_a_limit_that_no_longer_applies_is_no_longer_watched(world: World) -> None:
    code = opened(world)
    for element in ("record_intake", "assess_risk", "decide_route"):
        acts.complete(world, code, element, START)

    assert watches(world, code)[REFERRAL].state is WatchState.STOPPED
    assert watched(world, code) == {"plan_intervention#1"}


def test_a_task_with_a_limit_of_its_own_climbs_one_ladder_and_not_two(world: World) -> None:
    code = waiting_for_approval(world)

    assert watched(world, code) == {f"plan_approval@{START.isoformat()}"}


def test_a_plan_sent_back_begins_a_new_ladder_with_its_next_submission(world: World) -> None:
    code = waiting_for_approval(world)
    later = START + timedelta(hours=1)
    acts.complete(world, code, "approve_plan", later, **acts.SENT_BACK)
    assert watched(world, code) == {"plan_intervention#2"}

    acts.complete(world, code, "plan_intervention", later)

    found = watches(world, code)
    assert found[f"plan_approval@{START.isoformat()}"].state is WatchState.STOPPED
    assert found[f"plan_approval@{later.isoformat()}"].state is WatchState.WAITING
    assert watched(world, code) == {f"plan_approval@{later.isoformat()}"}


def test_a_corrected_t0_stops_the_ladder_and_begins_one_from_the_right_moment(
    world: World,
) -> None:
    code = opened(world)
    right = START - timedelta(hours=5)

    correct_t0(world, code, to=right)

    found = watches(world, code)
    assert found[REFERRAL].state is WatchState.STOPPED
    new = found[f"referral@{right.isoformat()}"]
    assert (new.state, new.started_at) == (WatchState.WAITING, right)
    assert new.due_at == at(22, 16, 30)  # 5 hours on Friday, 7 on Saturday

    correct_t0(world, code, to=START)

    assert watched(world, code) == {"record_intake#1", REFERRAL}


def test_a_late_holiday_moves_the_limit_and_the_next_rung(world: World) -> None:
    code = opened(world)
    assert decide(world, at(22, 11, 30)) == [("half", "an")]
    assert watches(world, code)[REFERRAL].wake_at == at(24, 8)

    late_holiday.monday_off(world, now=at(22, 14))
    late_holiday.moved(world, now=at(22, 14))

    watch = watches(world, code)[REFERRAL]
    assert (watch.rung, watch.due_at, watch.wake_at) == ("last_hours", at(25, 10), at(25, 8))


def test_a_holiday_known_but_not_yet_counted_holds_the_ladder_back(world: World) -> None:
    code = opened(world)
    decide(world, at(22, 11, 30))

    late_holiday.monday_off(world, now=at(22, 14))

    assert decide(world, at(24, 11)) == []
    assert watches(world, code)[REFERRAL].wake_at == at(25, 8)


def test_the_end_of_a_case_stops_all_its_ladders(world: World) -> None:
    code = opened(world)
    raw = answers_to("close_early", now=START)
    messages.send(world.workplace, code, "close_early", raw, by=world.binh.caller, now=START)

    assert look(world, code).end_element == "case_ended_early"
    assert watched(world, code) == set()


def test_the_review_day_is_watched_until_the_plan_goes_into_review(world: World) -> None:
    code = waiting_for_approval(world)
    acts.complete(world, code, "approve_plan", START)
    subject = "review_day_reached#1"
    watch = watches(world, code)[subject]
    assert watched(world, code) == {"carry_out_plan#1", subject}
    assert watch.due_at is not None
    assert watch.due_at == watch.wake_at
    assert watch.due_on == watch.due_at.astimezone(ZONE).date()

    case = look(world, code)
    timers.fire_case(world.workplace, case.id, now=watch.due_at)
    assert not look(world, code).timers
    assert watched(world, code) == {"carry_out_plan#1", subject}

    acts.complete(world, code, "carry_out_plan", watch.due_at)
    assert watched(world, code) == {"review_student#1"}


def test_giving_a_task_to_somebody_leaves_its_ladder_alone(world: World) -> None:
    code = opened(world)
    before = watches(world, code)

    assignments.claim(
        world.workplace, acts.task_of(world, code, "record_intake"), by=world.an.caller, now=START
    )

    after = watches(world, code)
    assert [(one.wake_at, one.rung, one.state) for one in after.values()] == [
        (one.wake_at, one.rung, one.state) for one in before.values()
    ]


def correct_t0(world: World, code: str, *, to: datetime) -> None:
    """The head corrects the moment of the report."""
    raw = answers_to("report", now=START, received_at=typed_moment(to))
    corrections.correct(
        world.workplace, code, 1, raw, reason="Nhầm giờ", by=world.binh.caller, now=START
    )
