"""Limits counted by hand on the calendar of the demo: 7:30-11:30, 13:30-17:00, Monday to Friday."""

from decimal import Decimal

import pytest

from processes.working_time.vietnam import demo_calendar
from tests.processes.working_time.moments import local, on_clock

HOURS = [
    # The two examples that the procedure was explained with.
    ("2026-08-21 15:00", 12, "2026-08-24 10:00"),  # 2 + Saturday 7.5 (for 31/8) + 2.5
    ("2025-12-31 16:00", 12, "2026-01-06 11:00"),  # 1 + Monday 7.5 + 3.5; 1/1 and 2/1 off
    # An ordinary week: Monday is 8/6/2026.
    ("2026-06-08 07:30", 12, "2026-06-09 14:00"),  # at opening: 7.5 + 4.5
    ("2026-06-08 07:29", 12, "2026-06-09 14:00"),  # before it
    ("2026-06-08 07:31", 12, "2026-06-09 14:01"),
    ("2026-06-08 11:29", 12, "2026-06-10 08:29"),  # a minute + 3.5 + 7.5 + 59 minutes
    ("2026-06-08 11:30", 12, "2026-06-10 08:30"),  # lunch begins: 3.5 + 7.5 + 1
    ("2026-06-08 12:15", 12, "2026-06-10 08:30"),  # at lunch
    ("2026-06-08 13:29", 12, "2026-06-10 08:30"),
    ("2026-06-08 13:30", 12, "2026-06-10 08:30"),  # lunch is over
    ("2026-06-08 16:59", 12, "2026-06-10 13:59"),  # a minute + 7.5 + 4 h 29 min
    ("2026-06-08 17:00", 12, "2026-06-10 14:00"),  # at closing, which is closed
    ("2026-06-08 23:59", 12, "2026-06-10 14:00"),
    ("2026-06-09 00:00", 12, "2026-06-10 14:00"),
    ("2026-06-12 17:00", 12, "2026-06-16 14:00"),  # Friday evening
    ("2026-06-13 10:00", 12, "2026-06-16 14:00"),  # an ordinary Saturday
    ("2026-06-14 23:59", 12, "2026-06-16 14:00"),
    # A limit ends at the earliest moment, at closing and not at the next opening.
    ("2026-06-08 07:30", 4, "2026-06-08 11:30"),
    ("2026-06-08 11:00", 1, "2026-06-08 14:00"),
    ("2026-06-08 07:30", Decimal("7.5"), "2026-06-08 17:00"),
    ("2026-06-12 13:30", Decimal("3.5"), "2026-06-12 17:00"),
    ("2026-06-12 16:50", Decimal("0.25"), "2026-06-15 07:35"),
    # 2024: Tết 8/2-14/2.
    ("2024-02-07 15:00", 12, "2024-02-16 10:00"),  # 2 + Thursday 15/2 7.5 + 2.5
    ("2024-02-10 09:00", 12, "2024-02-16 14:00"),  # received on the first day of the year
    # 2024: 18/4 (Thursday); 29/4 off, 30/4, 1/5; Saturday 4/5 worked; 2/9 and 3/9.
    ("2024-04-17 16:30", 12, "2024-04-22 11:30"),  # 0.5 + Friday 7.5 + 4
    ("2024-04-26 16:00", 12, "2024-05-03 11:00"),  # 1 + Thursday 2/5 7.5 + 3.5
    ("2024-05-03 13:30", 12, "2024-05-06 08:30"),  # 3.5 + Saturday 7.5 + 1
    ("2024-05-04 17:00", 12, "2024-05-07 14:00"),  # at closing of the make-up day
    ("2024-08-30 07:30", 12, "2024-09-04 14:00"),
    ("2024-08-30 17:00", 12, "2024-09-05 14:00"),
    # 2025: 1/1 (Wednesday); Tết 27/1-31/1; 7/4 (Monday).
    ("2024-12-31 16:00", 12, "2025-01-03 11:00"),  # 1 + Thursday 7.5 + 3.5
    ("2025-01-24 14:30", 12, "2025-02-04 09:30"),  # 2.5 + Monday 3/2 7.5 + 2
    ("2025-01-29 00:00", 12, "2025-02-04 14:00"),
    ("2025-04-04 23:59", 12, "2025-04-09 14:00"),
    # 2025: Saturday 26/4 worked for 2/5; 30/4, 1/5, 2/5 off; 1/9 and 2/9.
    ("2025-04-25 15:00", 12, "2025-04-28 10:00"),  # 2 + Saturday 7.5 + 2.5
    ("2025-04-26 11:30", 3, "2025-04-26 16:30"),  # lunch on a make-up day
    ("2025-04-29 16:00", 12, "2025-05-06 11:00"),  # 1 + Monday 5/5 7.5 + 3.5
    ("2025-05-02 10:00", 12, "2025-05-06 14:00"),  # received on the day off
    ("2025-08-29 13:30", 12, "2025-09-04 08:30"),  # 3.5 + Wednesday 7.5 + 1
    # 2026: Saturday 10/1 worked for 2/1; Tết 16/2-20/2.
    ("2026-01-02 09:00", 12, "2026-01-06 14:00"),
    ("2026-01-09 16:00", 12, "2026-01-12 11:00"),  # 1 + Saturday 7.5 + 3.5
    ("2026-02-13 15:00", 12, "2026-02-24 10:00"),  # 2 + Monday 23/2 7.5 + 2.5
    ("2026-02-17 10:00", 12, "2026-02-24 14:00"),
    # 2026: 26/4 is a Sunday, so Monday 27/4 is off; 30/4 and 1/5.
    ("2026-04-24 16:00", 12, "2026-04-29 11:00"),  # 1 + Tuesday 7.5 + 3.5
    ("2026-04-29 13:00", 12, "2026-05-05 08:30"),  # 3.5 + Monday 4/5 7.5 + 1
    # 2026: Saturday 22/8 worked for 31/8; 31/8, 1/9, 2/9 off; 24/11 worked.
    ("2026-08-22 00:00", 12, "2026-08-24 14:00"),
    ("2026-08-28 14:00", 12, "2026-09-04 09:00"),  # 3 + Thursday 7.5 + 1.5
    ("2026-08-31 08:00", 12, "2026-09-04 14:00"),
    ("2026-11-23 16:00", 12, "2026-11-25 11:00"),  # 1 + Tuesday 24/11 7.5 + 3.5
]

DAYS = [
    ("2026-08-21 15:00", 3, "2026-08-25"),
    ("2025-12-31 16:00", 3, "2026-01-07"),
    # An ordinary week: the hour of receipt does not matter, its day is not counted.
    ("2026-06-08 00:00", 1, "2026-06-09"),
    ("2026-06-08 07:30", 1, "2026-06-09"),
    ("2026-06-08 17:00", 1, "2026-06-09"),
    ("2026-06-08 23:59", 1, "2026-06-09"),
    ("2026-06-12 10:00", 1, "2026-06-15"),
    ("2026-06-12 17:00", 3, "2026-06-17"),
    ("2026-06-13 10:00", 3, "2026-06-17"),
    ("2026-06-14 23:59", 1, "2026-06-15"),
    ("2026-06-08 10:00", 10, "2026-06-22"),
    # 2024
    ("2024-02-07 15:00", 3, "2024-02-19"),  # 15/2, 16/2, Monday
    ("2024-02-10 09:00", 3, "2024-02-19"),
    ("2024-04-18 10:00", 3, "2024-04-23"),  # received on the holiday
    ("2024-04-26 16:00", 3, "2024-05-04"),  # 2/5, 3/5, Saturday 4/5
    ("2024-08-30 10:00", 3, "2024-09-06"),
    # 2025
    ("2024-12-31 16:00", 3, "2025-01-06"),
    ("2025-01-24 14:30", 3, "2025-02-05"),
    ("2025-04-04 23:59", 3, "2025-04-10"),
    ("2025-04-25 15:00", 3, "2025-04-29"),  # Saturday 26/4, 28/4, 29/4
    ("2025-04-29 16:00", 3, "2025-05-07"),
    ("2025-08-29 13:30", 3, "2025-09-05"),
    ("2025-12-26 17:00", 1, "2025-12-29"),  # Saturday 27/12 was made up for in 2014 only
    # 2026
    ("2026-01-09 16:00", 3, "2026-01-13"),  # Saturday 10/1, 12/1, 13/1
    ("2026-02-13 15:00", 3, "2026-02-25"),
    ("2026-04-24 16:00", 3, "2026-05-04"),  # 28/4, 29/4, Monday
    ("2026-08-22 00:00", 3, "2026-08-26"),
    ("2026-08-28 14:00", 3, "2026-09-07"),  # 3/9, 4/9, Monday
    ("2026-08-31 08:00", 1, "2026-09-03"),
    ("2026-11-23 09:00", 1, "2026-11-24"),
]


@pytest.mark.parametrize(("start", "hours", "due"), HOURS)
def test_working_hours_end_where_a_person_finds_them(
    start: str, hours: int | Decimal, due: str
) -> None:
    assert on_clock(demo_calendar().add_working_hours(local(start), hours).due_at) == due


@pytest.mark.parametrize(("start", "days", "due_on"), DAYS)
def test_working_days_end_where_a_person_finds_them(start: str, days: int, due_on: str) -> None:
    due = demo_calendar().add_working_days(local(start), days)
    assert str(due.due_on) == due_on
    assert on_clock(due.closes_at) == f"{due_on} 17:00"


def test_a_limit_in_days_ends_at_24_00_of_its_last_day() -> None:
    due = demo_calendar().add_working_days(local("2026-08-21 15:00"), 3)
    assert due.due_at == local("2026-08-26 00:00")


def test_the_zone_of_the_start_does_not_matter() -> None:
    calendar = demo_calendar()
    start = local("2026-08-21 15:00")
    elsewhere = start.astimezone(calendar.add_working_hours(start, 1).due_at.tzinfo)
    assert calendar.add_working_hours(elsewhere, 12) == calendar.add_working_hours(start, 12)


def test_seconds_are_kept() -> None:
    due = demo_calendar().add_working_hours(local("2026-08-21 15:00:37"), 12)
    assert due.due_at == local("2026-08-24 10:00:37")
