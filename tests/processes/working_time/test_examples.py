"""The limits that were counted by hand, by the calendar itself."""

import pytest

from processes.working_time.duration_words import Words
from processes.working_time.proof import Interval
from tests.processes.working_time.examples import LIMITS, SUMS, Limit, calendar
from tests.processes.working_time.moments import local, on_clock


def test_there_are_forty_examples_beside_the_four_of_the_procedure() -> None:
    assert len(LIMITS) >= 44
    assert len(set(LIMITS)) == len(LIMITS)


@pytest.mark.parametrize("limit", [one for one in LIMITS if one.unit == "hours"], ids=str)
def test_hours_end_where_they_were_counted_to_end(limit: Limit) -> None:
    due = calendar(limit.calendar).add_working_hours(local(limit.start), limit.amount)
    assert on_clock(due.due_at) == limit.due
    assert sum(row.minutes for row in due.proof) == limit.amount * 60


@pytest.mark.parametrize("limit", [one for one in LIMITS if one.unit == "days"], ids=str)
def test_days_end_where_they_were_counted_to_end(limit: Limit) -> None:
    due = calendar(limit.calendar).add_working_days(local(limit.start), int(limit.amount))
    assert str(due.due_on) == limit.due
    assert on_clock(due.due_at).endswith("00:00")
    assert calendar(limit.calendar).working_days_between(local(limit.start), due.due_at) == (
        limit.amount
    )
    closes = on_clock(due.closes_at)
    if limit.closes == "24:00":
        assert due.closes_at == due.due_at
    else:
        assert closes == f"{limit.due} {limit.closes}"
    assert sum(row.counted for row in due.proof) == limit.amount


@pytest.mark.parametrize(("limit", "words"), SUMS, ids=str)
def test_a_sum_reads_as_it_was_written_by_hand(limit: Limit, words: Words) -> None:
    said = limit.sum()
    assert said.vi.replace("\u00a0", "~") == words.vi
    assert said.en.replace("\u00a0", "~") == words.en


@pytest.mark.parametrize("limit", LIMITS, ids=str)
def test_a_proof_that_was_kept_is_read_back(limit: Limit) -> None:
    proof = limit.proof()
    assert tuple(Interval.from_document(row.to_document()) for row in proof) == proof
