"""A page of deadlines asks for many limits: each must cost less than a millisecond."""

from time import process_time

from processes.working_time.vietnam import demo_calendar
from tests.processes.working_time.moments import local


def test_a_limit_with_its_proof_takes_less_than_a_millisecond() -> None:
    calendar, start = demo_calendar(), local("2026-08-21 15:00")
    calendar.add_working_hours(start, 12)
    began = process_time()
    for _ in range(1000):
        calendar.add_working_hours(start, 12)
    assert process_time() - began < 1


def test_the_same_document_keeps_its_worked_out_days() -> None:
    assert demo_calendar() is demo_calendar()
