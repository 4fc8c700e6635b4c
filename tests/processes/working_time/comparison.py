"""Working time against the naive calendar: one random calendar, many random moments."""

from datetime import timedelta
from decimal import Decimal
from random import Random

from processes.working_time.calendar import Calendar
from tests.processes.working_time.naive import NaiveCalendar
from tests.processes.working_time.random_calendars import random_document, random_moment


def compare(random: Random, *, moments: int) -> None:
    """Each moment gets a limit in hours, one in days, a span and the next opening."""
    document = random_document(random)
    calendar = Calendar.from_document(document)
    naive = NaiveCalendar(document)
    for _ in range(moments):
        start = random_moment(random)
        wall = naive.wall(start)
        # Threes, so that the hours are a decimal number that is exact.
        minutes = 3 * random.choice([1, 10, 20, 80, 240, random.randint(1, 300)])
        due = calendar.add_working_hours(start, Decimal(minutes) / 60)
        assert naive.wall(due.due_at) == naive.after_minutes(wall, minutes), (document, start)
        days = random.randint(1, 6)
        assert calendar.add_working_days(start, days).due_on == naive.last_day(wall, days)
        end = start + timedelta(minutes=random.randint(0, 8000))
        assert calendar.working_minutes_between(start, end) == naive.minutes_between(
            wall, naive.wall(end)
        )
        assert naive.wall(calendar.next_open_moment(start)) == naive.next_open(wall)
        assert calendar.is_open(start) == naive.is_open(wall)
