"""A timer that counts working time without being a legal limit moves with the calendar as well."""

from __future__ import annotations

from datetime import date, timedelta

from processes import calendars, definitions
from processes.bundle import Bundle, catalogue
from tests.processes.late_holiday import (
    SATURDAY,
    complete,
    entries,
    helped_at_school,
    look,
    monday_off,
    moved,
    opened,
    verifies,
    with_monday_off,
)
from tests.world import PROCESS, START, World

DRAWN = "intervention_at_school.bpmn"
A_DAY = timedelta(days=1)


def publish_with_a_timer_in_working_days(world: World) -> None:
    """As in the catalogue, but what is done is looked at after five working days."""
    files = dict(catalogue(PROCESS).files)
    files[DRAWN] = files[DRAWN].replace(b"on_date(review_on)", b"working_days(5, submitted_at)")
    with world.workplace.database.transaction() as session:
        definitions.publish(
            session, Bundle(files), effective_from=date(2026, 8, 1), by=None, now=START - 21 * A_DAY
        )


def test_a_timer_in_working_days_moves_and_the_preview_lists_it(world: World) -> None:
    publish_with_a_timer_in_working_days(world)
    code = opened(world)
    helped_at_school(world, code, now=START)
    complete(world, code, "plan_intervention", now=START)
    complete(world, code, "approve_plan", now=START)
    (timer,) = look(world, code, now=START).timers

    proposals = calendars.propose(
        world.workplace, world.school.id, with_monday_off(world), now=SATURDAY
    )
    shown = calendars.preview(world.workplace, proposals, now=SATURDAY)
    monday_off(world)
    moved(world, now=SATURDAY)

    assert [(one.code, one.limit, one.from_at) for one in shown.moves] == [
        (code, "review_day_reached", timer.due_at)
    ]
    (after,) = look(world, code, now=SATURDAY).timers
    assert after.due_at == shown.moves[0].to_at == timer.due_at + A_DAY
    last = entries(world, code)[-1]
    assert (last.kind, last.element) == ("deadline_moved", "review_day_reached")
    assert verifies(world)
