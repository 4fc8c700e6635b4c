"""Which sessions a date has, and why."""

from datetime import date, time
from typing import Any

from processes.working_time.calendar import Calendar
from processes.working_time.sessions import WEEKDAY_KEYS, Session
from processes.working_time.vietnam import demo_calendar
from processes.working_time.work_day import ReasonKind
from tests.processes.working_time.moments import local, on_clock

DECISION = "Quyết định 12/QĐ-THCS ngày 5/9/2026"
MORNING = ["07:30-11:30"]
FULL = ["07:30-11:30", "13:30-17:00"]
WINTER = ["08:00-12:00", "13:00-16:30"]
WORKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


def a_school(**parts: Any) -> Calendar:
    """Works Saturday mornings, too; 5/10/2026 is a Monday."""
    week = dict.fromkeys(WORKDAYS, FULL) | {"saturday": MORNING}
    return Calendar.from_document({"zone": "Asia/Ho_Chi_Minh", "week": week} | parts)


def texts(calendar: Calendar, on: str) -> list[str]:
    return [session.to_text() for session in calendar.day(date.fromisoformat(on)).sessions]


def why(calendar: Calendar, on: str) -> tuple[str, str]:
    reason = calendar.day(date.fromisoformat(on)).reason
    assert reason is not None
    return reason.kind.value, reason.vi


def test_an_ordinary_day_needs_no_reason() -> None:
    day = a_school().day(date(2026, 10, 5))
    assert day.sessions == (
        Session(time(7, 30), time(11, 30)),
        Session(time(13, 30), time(17, 0)),
    )
    assert day.reason is None


def test_a_saturday_morning_is_a_working_day() -> None:
    calendar = a_school()
    assert texts(calendar, "2026-10-10") == MORNING
    assert calendar.add_working_days(local("2026-10-09 10:00"), 1).due_on == date(2026, 10, 10)
    due = calendar.add_working_hours(local("2026-10-09 16:00"), 6)  # 1 + 4 + 1
    assert on_clock(due.due_at) == "2026-10-12 08:30"


def test_sunday_is_the_weekend_and_a_free_wednesday_is_not() -> None:
    calendar = a_school(week={"monday": FULL, "saturday": MORNING})
    assert why(calendar, "2026-10-11") == ("weekend", "cuối tuần")
    assert why(calendar, "2026-10-07") == ("weekend", "không làm việc theo lịch tuần")


def test_a_season_has_its_own_week_from_its_first_through_its_last_day() -> None:
    winter = {"vi": "Giờ mùa đông", "en": "Winter hours"}
    week = dict.fromkeys(WORKDAYS, WINTER)
    season = {"name": winter, "from": "2026-11-02", "to": "2026-11-06", "week": week}
    calendar = a_school(seasons=[season | {"source": DECISION}])
    assert texts(calendar, "2026-10-30") == FULL
    assert texts(calendar, "2026-11-02") == WINTER
    assert texts(calendar, "2026-11-06") == WINTER
    assert texts(calendar, "2026-11-07") == MORNING
    assert why(calendar, "2026-11-02") == ("season", "Giờ mùa đông")
    due = calendar.add_working_hours(local("2026-10-30 16:00"), 2)  # 1, and 1 from 8:00
    assert on_clock(due.due_at) == "2026-10-31 08:30"
    due = calendar.add_working_hours(local("2026-11-02 11:00"), 2)  # to 12:00, from 13:00
    assert on_clock(due.due_at) == "2026-11-02 14:00"


def test_a_make_up_day_has_the_sessions_of_the_day_it_replaces() -> None:
    calendar = a_school(
        exceptions=[
            {"kind": "day_off", "date": "2026-10-12", "source": DECISION},
            {"kind": "make_up", "date": "2026-10-10", "for": "2026-10-12", "source": DECISION},
        ]
    )
    assert texts(calendar, "2026-10-10") == FULL
    assert why(calendar, "2026-10-10") == ("make_up", "làm bù cho 12/10")
    assert texts(calendar, "2026-10-12") == []
    assert why(calendar, "2026-10-12") == ("day_off", "nghỉ hoán đổi, làm bù ngày 10/10")


def test_a_make_up_day_follows_the_season_of_the_day_it_replaces() -> None:
    week = dict.fromkeys(WORKDAYS, WINTER)
    name = {"vi": "Giờ mùa đông"}
    calendar = a_school(
        seasons=[{"name": name, "from": "2026-11-02", "to": "2027-02-26", "week": week}],
        exceptions=[
            {"kind": "make_up", "date": "2026-10-31", "for": "2026-11-02", "source": DECISION}
        ],
    )
    assert texts(calendar, "2026-10-31") == WINTER


def test_a_make_up_day_may_have_sessions_of_its_own() -> None:
    make_up = {"kind": "make_up", "date": "2026-10-11", "for": "2026-10-12", "source": DECISION}
    calendar = a_school(exceptions=[make_up | {"sessions": ["8:00-10:00"]}])
    assert texts(calendar, "2026-10-11") == ["08:00-10:00"]


def test_a_make_up_day_of_another_year_is_named_with_its_year() -> None:
    make_up = {"kind": "make_up", "date": "2027-01-09", "for": "2026-12-31", "source": DECISION}
    assert why(a_school(exceptions=[make_up]), "2027-01-09")[1] == "làm bù cho 31/12/2026"


def test_a_day_off_may_have_a_name() -> None:
    name = {"vi": "Nghỉ bão", "en": "Typhoon"}
    off = {"kind": "day_off", "date": "2026-10-05", "name": name, "source": DECISION}
    assert why(a_school(exceptions=[off]), "2026-10-05") == ("day_off", "Nghỉ bão")
    plain = {"kind": "day_off", "date": "2026-10-05", "source": DECISION}
    assert why(a_school(exceptions=[plain]), "2026-10-05") == ("day_off", "ngày nghỉ")


def test_a_closure_goes_before_everything() -> None:
    calendar = a_school(
        closures=[
            {
                "name": {"vi": "Lũ", "en": "Flood"},
                "from": "2026-10-09",
                "to": "2026-10-13",
                "source": DECISION,
            }
        ],
        exceptions=[
            {"kind": "make_up", "date": "2026-10-10", "for": "2026-10-12", "source": DECISION}
        ],
        holidays=[{"date": "2026-10-13", "name": {"vi": "Lễ"}, "source": DECISION}],
    )
    for on in ("2026-10-09", "2026-10-10", "2026-10-11", "2026-10-13"):
        assert texts(calendar, on) == []
        assert why(calendar, on) == ("closure", "Lũ")
    assert texts(calendar, "2026-10-14") == FULL
    due = calendar.add_working_hours(local("2026-10-08 16:00"), 2)
    assert on_clock(due.due_at) == "2026-10-14 08:30"


def test_an_exception_goes_before_a_holiday() -> None:
    calendar = a_school(
        holidays=[{"date": "2026-10-10", "name": {"vi": "Lễ"}, "source": DECISION}],
        exceptions=[
            {"kind": "make_up", "date": "2026-10-10", "for": "2026-10-12", "source": DECISION}
        ],
    )
    assert texts(calendar, "2026-10-10") == FULL


def test_a_school_may_be_open_round_the_clock() -> None:
    calendar = a_school(week={weekday: ["0:00-24:00"] for weekday in WEEKDAY_KEYS})
    due = calendar.add_working_hours(local("2026-10-05 23:00"), 24)
    assert on_clock(due.due_at) == "2026-10-06 23:00"
    assert [(row.minutes, row.to_document()["closes"]) for row in due.proof] == [
        (60, "24:00"),
        (1380, "23:00"),
    ]


def test_the_summer_does_not_stop_a_limit() -> None:
    due = demo_calendar().add_working_days(local("2026-07-17 10:00"), 3)
    assert due.due_on == date(2026, 7, 22)


def test_a_proof_names_the_document_behind_a_date() -> None:
    proof = demo_calendar().add_working_days(local("2025-12-31 16:00"), 1).proof
    reasons = [row.reason for row in proof]
    assert [reason.kind for reason in reasons if reason is not None] == [
        ReasonKind.RECEIPT,
        ReasonKind.HOLIDAY,
        ReasonKind.DAY_OFF,
        ReasonKind.WEEKEND,
        ReasonKind.WEEKEND,
    ]
    assert reasons[2] is not None
    assert reasons[2].source is not None
    assert "nghỉ Tết Dương lịch năm 2026" in reasons[2].source


def test_a_day_of_receipt_without_open_minutes_stands_in_the_proof() -> None:
    after_hours, *_ = demo_calendar().add_working_hours(local("2026-06-08 17:00"), 1).proof
    assert after_hours.reason is not None
    assert after_hours.reason.vi == "sau giờ làm việc"
    holiday, *_ = demo_calendar().add_working_hours(local("2026-09-02 10:00"), 1).proof
    assert holiday.reason is not None
    assert holiday.reason.vi == "Quốc khánh"


def test_the_next_open_moment() -> None:
    calendar = demo_calendar()
    for at, opens in [
        ("2026-06-08 09:00", "2026-06-08 09:00"),
        ("2026-06-08 07:30", "2026-06-08 07:30"),
        ("2026-06-08 11:30", "2026-06-08 13:30"),
        ("2026-06-08 17:00", "2026-06-09 07:30"),
        ("2026-08-28 17:00", "2026-09-03 07:30"),
        ("2026-08-21 23:59", "2026-08-22 07:30"),
    ]:
        assert on_clock(calendar.next_open_moment(local(at))) == opens


def test_is_open_is_half_open() -> None:
    calendar = demo_calendar()
    for at, expected in [
        ("2026-06-08 07:29:59", False),
        ("2026-06-08 07:30:00", True),
        ("2026-06-08 11:29:59.999999", True),
        ("2026-06-08 11:30:00", False),
        ("2026-06-08 17:00:00", False),
        ("2026-08-22 10:00:00", True),
        ("2026-08-31 10:00:00", False),
    ]:
        assert calendar.is_open(local(at)) is expected


def test_working_days_between_counts_the_last_date_and_not_the_first() -> None:
    calendar = demo_calendar()
    start = local("2026-08-21 15:00")
    assert calendar.working_days_between(start, local("2026-08-21 23:59")) == 0
    assert calendar.working_days_between(start, local("2026-08-22 00:00")) == 0
    assert calendar.working_days_between(start, local("2026-08-22 00:01")) == 1
    assert calendar.working_days_between(start, local("2026-08-25 10:00")) == 3
    assert calendar.working_days_between(start, local("2026-08-26 00:00")) == 3
    assert calendar.working_days_between(local("2026-08-25 10:00"), start) == 0
