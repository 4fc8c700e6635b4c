"""What a calendar document must say, and what it is told when it does not."""

from decimal import Decimal
from typing import Any

import pytest

from processes.working_time import refusals
from processes.working_time.calendar import Calendar
from processes.working_time.vietnam import calendar_of, demo_calendar
from tests.processes.working_time.moments import local

NAME = {"vi": "Giờ mùa đông", "en": "Winter hours"}
SOURCE = "Quyết định 12/QĐ-THCS"
WEEK = {"monday": ["07:30-11:30", "13:30-17:00"]}


def read(**parts: Any) -> Calendar:
    return Calendar.from_document({"zone": "Asia/Ho_Chi_Minh", "week": WEEK} | parts)


def season(since: str, to: str) -> dict[str, Any]:
    return {"name": NAME, "from": since, "to": to, "week": WEEK}


REFUSED: list[tuple[dict[str, Any], type[refusals.CalendarRefused], str]] = [
    (
        {"week": {"monday": ["07:30-11:30", "11:00-17:00"]}},
        refusals.SessionsOverlap,
        "Hai buổi làm việc “07:30-11:30” và “11:00-17:00” chồng lên nhau (mục “week.monday”).",
    ),
    (
        {"week": {"monday": ["18:00-24:00", "20:00-22:00"]}},
        refusals.SessionsOverlap,
        "Hai buổi làm việc “18:00-24:00” và “20:00-22:00” chồng lên nhau (mục “week.monday”).",
    ),
    (
        {"week": {"monday": ["11:30-07:30"]}},
        refusals.SessionClosesTooEarly,
        "Buổi làm việc “11:30-07:30” kết thúc trước hoặc ngay khi bắt đầu.",
    ),
    (
        {"week": {"monday": ["11:30-11:30"]}},
        refusals.SessionClosesTooEarly,
        "Buổi làm việc “11:30-11:30” kết thúc trước hoặc ngay khi bắt đầu.",
    ),
    (
        {"week": {"monday": ["7h30-11h30"]}},
        refusals.SessionUnreadable,
        "Không đọc được buổi làm việc “7h30-11h30”; hãy viết như 07:30-11:30.",
    ),
    (
        {"week": {"monday": ["07:30-25:00"]}},
        refusals.SessionUnreadable,
        "Không đọc được buổi làm việc “07:30-25:00”; hãy viết như 07:30-11:30.",
    ),
    (
        {"seasons": [season("2026-11-02", "2026-11-01")]},
        refusals.SeasonEndsTooEarly,
        "Mùa “Giờ mùa đông” kết thúc (2026-11-01) trước khi bắt đầu (2026-11-02).",
    ),
    (
        {"seasons": [season("2026-11-02", "2026-11-09"), season("2026-11-09", "2026-12-01")]},
        refusals.SeasonsOverlap,
        "Mùa “Giờ mùa đông” bắt đầu ngày 2026-11-09, khi mùa “Giờ mùa đông” chưa kết thúc.",
    ),
    (
        {"holidays": [{"date": "2026-09-02", "name": {"vi": "Quốc khánh"}}]},
        refusals.SourceMissing,
        "Mục “holidays[0]” (Quốc khánh, 2026-09-02) chưa ghi văn bản làm căn cứ.",
    ),
    (
        {"holidays": [{"date": "2026-09-02", "name": {"vi": "Quốc khánh"}, "source": " "}]},
        refusals.SourceMissing,
        "Mục “holidays[0]” (Quốc khánh, 2026-09-02) chưa ghi văn bản làm căn cứ.",
    ),
    (
        {"exceptions": [{"kind": "make_up", "date": "2026-08-22", "for": "2026-08-31"}]},
        refusals.SourceMissing,
        "Mục “exceptions[0]” (ngày làm bù, 2026-08-22) chưa ghi văn bản làm căn cứ.",
    ),
    (
        {"exceptions": [{"kind": "day_off", "date": "2026-08-31"}]},
        refusals.SourceMissing,
        "Mục “exceptions[0]” (ngày nghỉ, 2026-08-31) chưa ghi văn bản làm căn cứ.",
    ),
    (
        {"closures": [{"name": {"vi": "Lũ"}, "from": "2026-10-01", "to": "2026-10-03"}]},
        refusals.SourceMissing,
        "Mục “closures[0]” (Lũ, 2026-10-01) chưa ghi văn bản làm căn cứ.",
    ),
    (
        {
            "closures": [
                {"name": {"vi": "Lũ"}, "from": "2026-10-03", "to": "2026-10-01", "source": SOURCE}
            ]
        },
        refusals.ClosureEndsTooEarly,
        "Đợt đóng cửa “Lũ” kết thúc (2026-10-01) trước khi bắt đầu (2026-10-03).",
    ),
    (
        {"holidays": [{"date": "2026-09-02", "name": {"vi": "Lễ"}, "source": SOURCE}] * 2},
        refusals.DateTwice,
        "Ngày 2026-09-02 có hai lần trong mục “holidays”.",
    ),
    (
        {"holidays": [{"date": "02/09/2026", "name": {"vi": "Lễ"}, "source": SOURCE}]},
        refusals.DateUnreadable,
        "Không đọc được ngày “02/09/2026” tại mục “holidays[0].date”; hãy viết như 2026-08-31.",
    ),
    (
        {"holiday": []},
        refusals.DocumentMisshapen,
        "Lịch làm việc không đúng cấu trúc tại mục “holiday”.",
    ),
    (
        {"holidays": [{"name": {"vi": "Quốc khánh"}, "source": SOURCE}]},
        refusals.DocumentMisshapen,
        "Lịch làm việc không đúng cấu trúc tại mục “holidays[0].date”.",
    ),
    (
        {"week": {"monday": "07:30-11:30"}},
        refusals.DocumentMisshapen,
        "Lịch làm việc không đúng cấu trúc tại mục “week.monday”.",
    ),
    ({"zone": "Asia/Hanoi"}, refusals.ZoneUnknown, "Không biết múi giờ “Asia/Hanoi”."),
    ({"zone": "../../etc/passwd"}, refusals.ZoneUnknown, "Không biết múi giờ “../../etc/passwd”."),
    ({"zone": "Asia"}, refusals.ZoneUnknown, "Không biết múi giờ “Asia”."),
]


@pytest.mark.parametrize(("parts", "refusal", "sentence"), REFUSED)
def test_a_wrong_document_is_told_what_is_wrong_and_where(
    parts: dict[str, Any], refusal: type[refusals.CalendarRefused], sentence: str
) -> None:
    with pytest.raises(refusal) as raised:
        read(**parts)
    assert raised.value.vi == sentence
    assert raised.value.en == str(raised.value)
    assert "{" not in raised.value.en
    assert raised.value.message == {"vi": raised.value.vi, "en": raised.value.en}


@pytest.mark.parametrize("hours", [0, -1, 10_001, Decimal("0"), Decimal("NaN"), Decimal("inf")])
def test_a_limit_in_hours_is_more_than_0_and_at_most_10_000(hours: int | Decimal) -> None:
    with pytest.raises(refusals.LimitOutOfRange) as raised:
        demo_calendar().add_working_hours(local("2026-06-08 10:00"), hours)
    assert raised.value.vi == f"Thời hạn phải lớn hơn 0 và không quá 10.000; không nhận {hours}."


@pytest.mark.parametrize("days", [0, -3, 10_001])
def test_a_limit_in_days_is_more_than_0_and_at_most_10_000(days: int) -> None:
    with pytest.raises(refusals.LimitOutOfRange) as raised:
        demo_calendar().add_working_days(local("2026-06-08 10:00"), days)
    assert raised.value.en == f"A limit must be more than 0 and at most 10,000; {days} is refused."


def test_the_longest_limits_end() -> None:
    calendar, start = demo_calendar(), local("2026-06-08 10:00")
    assert calendar.add_working_days(start, 10_000).due_on.year == 2064
    assert calendar.add_working_hours(start, 10_000).due_at.year == 2031


def test_a_limit_in_hours_has_whole_minutes() -> None:
    with pytest.raises(refusals.LimitNotInWholeMinutes):
        demo_calendar().add_working_hours(local("2026-06-08 10:00"), Decimal("0.001"))


def test_a_calendar_that_never_opens_lets_no_limit_run_for_ever() -> None:
    never = read(week={})
    start = local("2026-06-08 10:00")
    with pytest.raises(refusals.NeverOpen) as raised:
        never.add_working_hours(start, 12)
    assert raised.value.vi == (
        "Lịch làm việc không có phút làm việc nào trong một năm kể từ ngày 2026-06-08: "
        "thời hạn sẽ không bao giờ kết thúc."
    )
    with pytest.raises(refusals.NeverOpen):
        never.add_working_days(start, 1)
    with pytest.raises(refusals.NeverOpen):
        never.next_open_moment(start)
    assert not never.is_open(start)


def test_a_closure_longer_than_a_year_lets_no_limit_run_over_it() -> None:
    closure = {"name": {"vi": "Sửa trường"}, "from": "2026-06-09", "source": SOURCE}
    for_long = read(closures=[closure | {"to": "2028-06-09"}])
    with pytest.raises(refusals.NeverOpen):
        for_long.add_working_hours(local("2026-06-08 10:00"), 12)
    for_a_while = read(closures=[closure | {"to": "2027-05-30"}])
    due = for_a_while.add_working_days(local("2026-06-08 10:00"), 1)
    assert str(due.due_on) == "2027-05-31"


def test_a_moment_without_a_zone_is_refused() -> None:
    calendar = demo_calendar()
    naive, aware = local("2026-06-08 10:00").replace(tzinfo=None), local("2026-06-08 10:00")
    for ask in (
        lambda: calendar.add_working_hours(naive, 12),
        lambda: calendar.add_working_days(naive, 3),
        lambda: calendar.is_open(naive),
        lambda: calendar.next_open_moment(naive),
        lambda: calendar.working_minutes_between(aware, naive),
        lambda: calendar.working_days_between(naive, aware),
        lambda: calendar.working_days_between(aware, naive),
    ):
        with pytest.raises(refusals.NaiveMoment) as raised:
            ask()
        assert raised.value.vi == "Thời điểm 2026-06-08T10:00:00 không có múi giờ."


def test_a_moment_out_of_reach_is_refused() -> None:
    for year in (1, 1899, 9001, 9999):
        with pytest.raises(refusals.MomentOutOfReach):
            demo_calendar().add_working_hours(local("2026-06-08 10:00").replace(year=year), 12)


def test_a_canonical_document_is_complete() -> None:
    document = read(week={"monday": ["13:30-17:00", "7:30-11:30"]}).to_document()
    assert document == {
        "format": 1,
        "zone": "Asia/Ho_Chi_Minh",
        "week": {
            "monday": ["07:30-11:30", "13:30-17:00"],
            "tuesday": [],
            "wednesday": [],
            "thursday": [],
            "friday": [],
            "saturday": [],
            "sunday": [],
        },
        "seasons": [],
        "holidays": [],
        "exceptions": [],
        "closures": [],
    }


def test_a_name_without_english_keeps_its_vietnamese() -> None:
    document = read(
        holidays=[{"date": "2026-11-20", "name": {"vi": "Ngày Nhà giáo"}, "source": SOURCE}]
    ).to_document()
    assert document["holidays"][0]["name"] == {"vi": "Ngày Nhà giáo", "en": "Ngày Nhà giáo"}


def test_a_digest_tells_one_calendar_from_another() -> None:
    assert demo_calendar() == calendar_of(["7:30-11:30", "13:30-17:00"])
    assert demo_calendar() != calendar_of(["07:30-11:30", "13:30-16:30"])
    assert len(demo_calendar().digest) == 64
