"""Moments told backwards from the day on which the demo is filled."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from processes.demo.moments import moment, told, worked_day, working_minutes_before
from processes.working_time.vietnam import demo_calendar

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CALENDAR = demo_calendar()
MONDAY = datetime(2026, 8, 24, 8, 0, tzinfo=ZONE)


def test_a_day_back_is_the_worked_day_before_today_a_make_up_saturday_too() -> None:
    assert moment("-1d 09:10", CALENDAR, now=MONDAY) == datetime(2026, 8, 22, 9, 10, tzinfo=ZONE)
    assert moment("-2d 09:10", CALENDAR, now=MONDAY) == datetime(2026, 8, 21, 9, 10, tzinfo=ZONE)


def test_a_day_ahead_leaps_over_holidays() -> None:
    assert worked_day(CALENDAR, date(2026, 8, 28), 1) == date(2026, 9, 3)


@pytest.mark.parametrize("minutes", [1, 30, 45, 240, 500, 3000])
@pytest.mark.parametrize(
    "now",
    [
        MONDAY,
        datetime(2026, 8, 23, 3, 0, tzinfo=ZONE),
        datetime(2026, 2, 17, 23, 59, 59, tzinfo=ZONE),
        datetime(2026, 8, 24, 12, 15, tzinfo=ZONE),
    ],
)
def test_minutes_back_are_working_minutes(minutes: int, now: datetime) -> None:
    then = working_minutes_before(CALENDAR, now, minutes)

    assert CALENDAR.is_open(then)
    assert CALENDAR.working_minutes_between(then, now) == minutes


def test_answers_are_told_wherever_a_moment_stands_in_them() -> None:
    answers = {"review_on": "@+1d", "rows": [{"at": "@-1d 08:00", "what": "đã gặp"}], "n": 3}

    assert told(answers, CALENDAR, now=MONDAY) == {
        "review_on": "2026-08-25",
        "rows": [{"at": "2026-08-22T01:00:00+00:00", "what": "đã gặp"}],
        "n": 3,
    }


def test_what_is_no_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="no moment of the demo"):
        moment("yesterday", CALENDAR, now=MONDAY)
