"""What holds for every calendar and every moment."""

import json
from datetime import UTC, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from processes.working_time.calendar import Calendar
from processes.working_time.proof import Interval
from tests.processes.working_time.random_calendars import random_document, random_moment

MINUTE = timedelta(minutes=1)
randoms = st.randoms(use_true_random=False)
limits = st.integers(1, 40)
waits = st.integers(0, 30 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))

# A first example works out the days of its calendar, so that no deadline fits all.
many = settings(deadline=None, max_examples=100)


def a_calendar(random: Random) -> Calendar:
    return Calendar.from_document(random_document(random))


@many
@given(randoms, limits)
def test_the_working_hours_of_a_limit_lie_between_its_ends(random: Random, hours: int) -> None:
    calendar, start = a_calendar(random), random_moment(random)
    due_at = calendar.add_working_hours(start, hours).due_at
    assert calendar.working_minutes_between(start, due_at) == hours * 60
    assert calendar.working_minutes_between(start, due_at - MINUTE) == hours * 60 - 1


@many
@given(randoms, limits)
def test_the_working_days_of_a_limit_lie_between_its_ends(random: Random, days: int) -> None:
    calendar, start = a_calendar(random), random_moment(random)
    due = calendar.add_working_days(start, days)
    assert calendar.day(due.due_on).is_worked
    assert calendar.working_days_between(start, due.due_at) == days
    assert calendar.working_days_between(start, due.closes_at) == days
    assert calendar.working_dates(after=calendar.date_of(start), through=due.due_on) == days
    assert due.closes_at <= due.due_at == calendar.start_of(due.due_on + timedelta(1))


@many
@given(randoms, limits, waits)
def test_a_later_start_never_ends_earlier(random: Random, amount: int, wait: timedelta) -> None:
    calendar, start = a_calendar(random), random_moment(random)
    later = start + wait
    assert (
        calendar.add_working_hours(start, amount).due_at
        <= calendar.add_working_hours(later, amount).due_at
    )
    assert (
        calendar.add_working_days(start, amount).due_on
        <= calendar.add_working_days(later, amount).due_on
    )


@many
@given(randoms, limits)
def test_a_longer_limit_ends_later(random: Random, amount: int) -> None:
    calendar, start = a_calendar(random), random_moment(random)
    assert (
        calendar.add_working_hours(start, amount).due_at
        < calendar.add_working_hours(start, amount + 1).due_at
    )
    assert (
        calendar.add_working_days(start, amount).due_on
        < calendar.add_working_days(start, amount + 1).due_on
    )


@many
@given(randoms, limits, limits)
def test_a_limit_may_be_counted_in_two_parts(random: Random, first: int, second: int) -> None:
    calendar, start = a_calendar(random), random_moment(random)
    between = calendar.add_working_hours(start, first).due_at
    assert (
        calendar.add_working_hours(between, second).due_at
        == calendar.add_working_hours(start, first + second).due_at
    )


@many
@given(randoms, waits, waits)
def test_minutes_between_add_up(random: Random, first: timedelta, second: timedelta) -> None:
    calendar, a = a_calendar(random), random_moment(random)
    b = a + first
    c = b + second
    assert calendar.working_minutes_between(a, b) + calendar.working_minutes_between(
        b, c
    ) == calendar.working_minutes_between(a, c)
    assert calendar.working_minutes_between(c, a) == 0


@many
@given(randoms)
def test_a_session_is_open_at_its_opening_and_closed_at_its_closing(random: Random) -> None:
    calendar, start = a_calendar(random), random_moment(random)
    opens = calendar.next_open_moment(start)
    assert start <= opens
    assert calendar.is_open(opens)
    assert calendar.working_minutes_between(start, opens) == 0
    assert calendar.working_minutes_between(opens, opens + MINUTE) == 1
    for interval in calendar.add_working_days(start, 1).proof:
        for session in calendar.day(interval.date).sessions:
            opening = calendar.start_of(interval.date) + timedelta(
                hours=session.opens.hour, minutes=session.opens.minute
            )
            assert calendar.is_open(opening)


@many
@given(randoms, limits)
def test_a_proof_adds_up_and_survives_json(random: Random, hours: int) -> None:
    calendar, start = a_calendar(random), random_moment(random)
    due = calendar.add_working_hours(start, hours)
    assert sum(row.minutes for row in due.proof) == hours * 60
    assert due.due_at.tzinfo is UTC
    days = calendar.add_working_days(start, hours)
    assert sum(row.counted for row in days.proof) == hours
    assert days.proof[-1].date == days.due_on
    for proof in (due.proof, days.proof):
        stored = json.loads(json.dumps([row.to_document() for row in proof]))
        assert tuple(map(Interval.from_document, stored)) == proof
        assert [row.date for row in proof] == sorted(row.date for row in proof)
        assert all(row.reason is not None for row in proof if not row.counted)


@many
@given(randoms)
def test_every_date_of_the_way_stands_in_the_proof(random: Random) -> None:
    calendar, start = a_calendar(random), random_moment(random)
    for proof in (
        calendar.add_working_hours(start, 20).proof,
        calendar.add_working_days(start, 5).proof,
    ):
        dates = sorted({row.date for row in proof})
        assert dates[0] == calendar.date_of(start)
        assert len(dates) == (dates[-1] - dates[0]).days + 1


@many
@given(randoms)
def test_a_document_may_be_written_and_read_again_in_any_order(random: Random) -> None:
    calendar = a_calendar(random)
    document = json.loads(json.dumps(calendar.to_document()))
    for part in ("seasons", "holidays", "exceptions", "closures"):
        random.shuffle(document[part])
    again = Calendar.from_document(document)
    assert again.to_document() == calendar.to_document()
    assert again == calendar
    assert hash(again) == hash(calendar)
