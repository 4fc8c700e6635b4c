"""When each rung is reached, by hand: Friday 21/08/2026 15:00, with Saturday 22/08 worked."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from models.notices import Grade
from models.watches import Watch
from processes.clauses import Words
from processes.climbing import climb
from processes.ladders import Ladder, Rung
from processes.rung_moments import Awaited, WhenUnreadable, reached_at, read_when
from processes.working_time.openings import opening_after
from processes.working_time.vietnam import demo_calendar
from tests.processes.watching import at

CALENDAR = demo_calendar()
START = at(21, 15)
TWELVE_HOURS = Awaited(START, at(24, 10), None)
THREE_DAYS = Awaited(START, at(26, 0), date(2026, 8, 25))
NO_END = Awaited(START, None, None)


@pytest.mark.parametrize(
    ("when", "awaited", "moment"),
    [
        ("start + minutes(30)", NO_END, at(21, 15, 30)),
        ("start + minutes(300)", NO_END, at(21, 20)),
        ("start + working_hours(2)", NO_END, at(21, 17)),
        ("start + working_hours(3)", NO_END, at(22, 8, 30)),
        ("start + working_days(1)", NO_END, at(22, 15)),
        ("start + working_days(2)", NO_END, at(24, 15)),
        ("start + working_days(6)", NO_END, at(28, 15)),
        ("start + working_days(7)", NO_END, at(3, 15, month=9)),
        ("start", NO_END, START),
        ("half", TWELVE_HOURS, at(22, 11, 30)),
        ("half", THREE_DAYS, at(24, 10, 15)),  # 24 h 30 of open time: Friday 2, then 7 h 30 a day
        ("last_working_hours(2)", TWELVE_HOURS, at(24, 8)),
        ("last_working_hours(2)", THREE_DAYS, at(25, 15)),
        ("last_working_hours(20)", TWELVE_HOURS, START),
        ("last_working_day", TWELVE_HOURS, at(24, 7, 30)),
        ("last_working_day", THREE_DAYS, at(25, 7, 30)),
        ("due", TWELVE_HOURS, at(24, 10)),
        ("due", THREE_DAYS, at(26, 0)),
        ("due + working_hours(1)", TWELVE_HOURS, at(24, 11)),
        ("due + working_hours(1)", THREE_DAYS, at(26, 8, 30)),
        ("due + working_days(1)", TWELVE_HOURS, at(25, 10)),
        ("due + working_days(1)", THREE_DAYS, at(27, 7, 30)),
    ],
)
def test_a_rung_is_reached_at(when: str, awaited: Awaited, moment: datetime) -> None:
    assert reached_at(read_when(when), awaited, CALENDAR) == moment


def test_what_waits_since_the_night_counts_from_the_next_opening() -> None:
    night = Awaited(at(21, 23, 59), None, None)
    assert reached_at(read_when("start + working_days(1)"), night, CALENDAR) == at(24, 7, 30)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "soon",
        "start+minutes(30)",
        "start + minutes(0)",
        "start + minutes(-1)",
        "start + minutes(10001)",
        "start + hours(2)",
        "half + minutes(1)",
        "last_working_hours",
        "last_working_hours(0)",
        "due - working_days(1)",
        "due + working_days(1) ",
        "__import__('os')",
    ],
)
def test_a_moment_that_cannot_be_read_is_refused(words: str) -> None:
    with pytest.raises(WhenUnreadable):
        read_when(words)


def test_the_next_opening_is_that_of_the_next_worked_day() -> None:
    assert opening_after(at(21, 7), CALENDAR) == at(22, 7, 30)
    assert opening_after(at(22, 23), CALENDAR) == at(24, 7, 30)
    assert opening_after(at(28, 9), CALENDAR) == at(3, 7, 30, month=9)


def rung(name: str, when: str, grade: Grade = Grade.ESCALATION, *, repeats: bool = False) -> Rung:
    return Rung(name, read_when(when), ("person",), "text", grade, urgent=False, repeats=repeats)


LADDER = Ladder(
    "limit",
    Words("", ""),
    (
        rung("half", "half", Grade.REMINDER),
        rung("over", "due"),
        rung("body", "due + working_days(1)"),
        rung("daily", "due + working_days(1)", repeats=True),
    ),
)


def watch(rung: str, round_: int = 0, decided_at: datetime | None = None) -> Watch:
    return Watch(
        started_at=START,
        due_at=TWELVE_HOURS.due_at,
        due_on=None,
        rung=rung,
        round=round_,
        wake_at=at(22, 11, 30),
        decided_at=decided_at,
    )


def names(found: Watch, now: datetime) -> list[tuple[str, int]]:
    return [(one.name, round_) for one, round_ in climb(found, LADDER, CALENDAR, now=now).reached]


def test_nothing_is_decided_before_its_moment_though_the_row_says_so() -> None:
    climbed = climb(watch("half"), LADDER, CALENDAR, now=at(22, 11, 29))
    assert climbed.reached == ()
    assert (climbed.place.rung, climbed.place.wake_at) == ("half", at(22, 11, 30))


def test_a_reminder_is_left_out_once_its_limit_has_passed() -> None:
    assert names(watch("half"), at(24, 9, 59)) == [("half", 0)]
    assert names(watch("half"), at(24, 10)) == [("over", 0)]


def test_a_repeating_rung_is_told_once_for_a_standstill_and_then_each_morning() -> None:
    climbed = climb(watch("over"), LADDER, CALENDAR, now=at(28, 9))
    assert [one.name for one, _ in climbed.reached] == ["over", "body", "daily"]
    assert (climbed.place.round, climbed.place.wake_at) == (1, at(3, 7, 30, month=9))

    again = watch("daily", 1, decided_at=at(28, 9))
    assert names(again, at(3, 7, 29, month=9)) == []
    assert names(again, at(3, 7, 30, month=9)) == [("daily", 1)]
    assert names(again, at(30, 7, 30, month=9)) == [("daily", 1)]


def test_a_rung_is_never_reached_before_the_one_below_it() -> None:
    late = Ladder(
        "late", Words("", ""), (rung("first", "start + working_days(2)"), rung("second", "start"))
    )
    climbed = climb(watch("first"), late, CALENDAR, now=at(24, 15))
    assert [one.name for one, _ in climbed.reached] == ["first", "second"]
    assert climb(watch("second"), late, CALENDAR, now=at(22, 8)).reached == ()
