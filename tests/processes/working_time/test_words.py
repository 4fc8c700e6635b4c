"""The sentences that people read. A no-break space is written ~ here."""

from datetime import date

import pytest

from processes.working_time.duration_words import Words, duration, working_time
from processes.working_time.sums import days_rows, days_sum, hours_rows, hours_sum
from processes.working_time.vietnam import calendar_of, demo_calendar
from processes.working_time.words import (
    Standing,
    end_of_days,
    hours_used,
    remaining_days,
    remaining_hours,
)
from tests.processes.working_time.moments import local


def said(words: Words) -> tuple[str, str]:
    return words.vi.replace("\u00a0", "~"), words.en.replace("\u00a0", "~")


HOURS_LEFT = [  # of the limit that ends on Monday 24/8/2026 at 10:00
    (
        "2026-08-21 16:30",
        Standing.OPEN,
        "Còn 10~giờ 30~phút làm việc (đến 10:00 thứ~Hai, 24/8/2026)",
        "10~hours 30~minutes of working time left (until 10:00 on Monday, 24~August~2026)",
    ),
    (
        "2026-08-21 15:00",
        Standing.OPEN,
        "Còn 12~giờ làm việc (đến 10:00 thứ~Hai, 24/8/2026)",
        "12~working hours left (until 10:00 on Monday, 24~August~2026)",
    ),
    (
        "2026-08-24 08:15",
        Standing.DUE_TODAY,
        "Còn 1~giờ 45~phút làm việc (đến 10:00 thứ~Hai, 24/8/2026)",
        "1~hour 45~minutes of working time left (until 10:00 on Monday, 24~August~2026)",
    ),
    (
        "2026-08-24 09:05",
        Standing.DUE_TODAY,
        "Còn 55~phút làm việc (đến 10:00 thứ~Hai, 24/8/2026)",
        "55~minutes of working time left (until 10:00 on Monday, 24~August~2026)",
    ),
    (
        "2026-08-24 10:00",
        Standing.DUE_TODAY,
        "Còn chưa đến 1~phút làm việc (đến 10:00 thứ~Hai, 24/8/2026)",
        "Less than 1~minute of working time left (until 10:00 on Monday, 24~August~2026)",
    ),
    (
        "2026-08-24 10:00:01",
        Standing.LATE,
        "Quá hạn (hạn là 10:00 thứ~Hai, 24/8/2026)",
        "Overdue (due at 10:00 on Monday, 24~August~2026)",
    ),
    (
        "2026-08-24 10:40",
        Standing.LATE,
        "Quá hạn 40~phút làm việc (hạn là 10:00 thứ~Hai, 24/8/2026)",
        "Overdue by 40~minutes of working time (due at 10:00 on Monday, 24~August~2026)",
    ),
    (
        "2026-08-24 23:00",
        Standing.LATE,
        "Quá hạn 5~giờ làm việc (hạn là 10:00 thứ~Hai, 24/8/2026)",
        "Overdue by 5~working hours (due at 10:00 on Monday, 24~August~2026)",
    ),
]

DAYS_LEFT = [  # of the limit that ends with Tuesday 25/8/2026
    ("2026-08-21 15:00", Standing.OPEN, "Còn 3~ngày làm việc", "3~working days left"),
    ("2026-08-22 00:00", Standing.OPEN, "Còn 2~ngày làm việc", "2~working days left"),
    ("2026-08-23 12:00", Standing.OPEN, "Còn 2~ngày làm việc", "2~working days left"),
    ("2026-08-24 23:59", Standing.OPEN, "Còn 1~ngày làm việc", "1~working day left"),
    ("2026-08-25 00:00", Standing.DUE_TODAY, "Đến hạn hôm nay", "Due today"),
    ("2026-08-25 23:59", Standing.DUE_TODAY, "Đến hạn hôm nay", "Due today"),
    ("2026-08-26 00:00", Standing.LATE, "Quá hạn 1~ngày làm việc", "Overdue by 1~working day"),
    ("2026-08-29 10:00", Standing.LATE, "Quá hạn 3~ngày làm việc", "Overdue by 3~working days"),
]


@pytest.mark.parametrize(("now", "standing", "vi", "en"), HOURS_LEFT)
def test_what_is_left_of_a_limit_in_hours(now: str, standing: Standing, vi: str, en: str) -> None:
    calendar = demo_calendar()
    due_at = calendar.add_working_hours(local("2026-08-21 15:00"), 12).due_at
    remaining = remaining_hours(calendar, due_at, now=local(now))
    assert remaining.standing is standing
    assert said(remaining.text) == (vi, en)


@pytest.mark.parametrize(("now", "standing", "vi", "en"), DAYS_LEFT)
def test_what_is_left_of_a_limit_in_days(now: str, standing: Standing, vi: str, en: str) -> None:
    remaining = remaining_days(demo_calendar(), date(2026, 8, 25), now=local(now))
    assert remaining.standing is standing
    assert said(remaining.amount) == (vi, en)


def test_a_limit_in_days_names_its_last_day() -> None:
    calendar = demo_calendar()
    left = remaining_days(calendar, date(2026, 8, 25), now=local("2026-08-22 10:00"))
    assert said(left.text) == (
        "Còn 2~ngày làm việc (hết thứ~Ba, 25/8/2026)",
        "2~working days left (to the end of Tuesday, 25~August~2026)",
    )
    late = remaining_days(calendar, date(2026, 8, 25), now=local("2026-08-26 10:00"))
    assert said(late.text) == (
        "Quá hạn 1~ngày làm việc (hạn hết thứ~Ba, 25/8/2026)",
        "Overdue by 1~working day (due by the end of Tuesday, 25~August~2026)",
    )


def test_a_limit_that_ended_before_the_weekend_is_overdue_by_no_day_yet() -> None:
    late = remaining_days(demo_calendar(), date(2026, 6, 12), now=local("2026-06-13 10:00"))
    assert said(late.text)[0] == "Quá hạn (hạn hết thứ~Sáu, 12/6/2026)"


def test_the_end_of_a_limit_in_days_shows_the_close_of_business_too() -> None:
    assert said(end_of_days(demo_calendar(), date(2026, 8, 25))) == (
        "24:00 thứ~Ba, 25/8/2026 (hết giờ làm việc lúc 17:00)",
        "24:00 on Tuesday, 25~August~2026 (working hours end at 17:00)",
    )
    assert said(end_of_days(demo_calendar(), date(2026, 8, 23)))[0] == "24:00 Chủ~nhật, 23/8/2026"


def test_the_sum_of_a_limit_in_hours() -> None:
    proof = demo_calendar().add_working_hours(local("2026-08-21 15:00"), 12).proof
    vi, en = said(hours_sum(proof))
    assert vi.replace("~", " ") == (
        "Thứ Sáu 21/8, 15:00-17:00: 2 giờ; thứ Bảy 22/8 (làm bù cho 31/8): 7 giờ 30 phút; "
        "thứ Hai 24/8, 7:30-10:00: 2 giờ 30 phút. Cộng: 12 giờ làm việc."
    )
    assert "Thứ~Sáu~21/8, 15:00-17:00: 2~giờ; " in vi
    assert en.replace("~", " ") == (
        "Friday 21 August, 15:00-17:00: 2 hours; Saturday 22 August (made up for 31 August): "
        "7 hours 30 minutes; Monday 24 August, 7:30-10:00: 2 hours 30 minutes. "
        "Total: 12 working hours."
    )


def test_the_rows_of_a_sum_in_hours_say_what_was_left_out() -> None:
    proof = demo_calendar().add_working_hours(local("2026-08-21 15:00"), 12).proof
    rows = [(said(row.label)[0], said(row.amount)[0], row.counted) for row in hours_rows(proof)]
    assert rows == [
        ("thứ~Sáu~21/8, 15:00-17:00", "2~giờ", True),
        ("thứ~Bảy~22/8 (làm bù cho 31/8)", "7~giờ 30~phút", True),
        ("Chủ~nhật~23/8", "không tính (cuối tuần)", False),
        ("thứ~Hai~24/8, 7:30-10:00", "2~giờ 30~phút", True),
    ]
    assert said(hours_rows(proof)[0].label.with_capital())[0] == "Thứ~Sáu~21/8, 15:00-17:00"
    assert hours_rows(proof)[1].source == (
        "thông báo nghỉ Tết và lễ Quốc khánh năm 2026 của Bộ Nội vụ"
    )


def test_a_sum_over_lunch_and_over_the_new_year() -> None:
    calendar = demo_calendar()
    within = calendar.add_working_hours(local("2026-06-08 11:00"), 1).proof
    assert said(hours_sum(within))[0] == (
        "Thứ~Hai~8/6, 11:00-11:30, 13:30-14:00: 1~giờ. Cộng: 1~giờ làm việc."
    )
    over = calendar.add_working_hours(local("2025-12-31 16:00"), 12).proof
    assert said(hours_sum(over))[0] == (
        "Thứ~Tư~31/12/2025, 16:00-17:00: 1~giờ; thứ~Hai~5/1/2026: 7~giờ 30~phút; "
        "thứ~Ba~6/1/2026, 7:30-11:00: 3~giờ 30~phút. Cộng: 12~giờ làm việc."
    )


def test_a_sum_to_the_second_and_to_midnight() -> None:
    calendar = calendar_of(["07:30-11:30", "20:00-24:00"])
    proof = calendar.add_working_hours(local("2026-06-08 23:58:30"), 4).proof
    assert said(hours_sum(proof))[0] == (
        "Thứ~Hai~8/6, 23:58:30-24:00: 1~phút 30~giây; "
        "thứ~Ba~9/6, 7:30-11:28:30: 3~giờ 58~phút 30~giây. Cộng: 4~giờ làm việc."
    )


def test_the_sum_of_a_limit_in_days_names_every_date() -> None:
    proof = demo_calendar().add_working_days(local("2026-08-21 15:00"), 3).proof
    assert tuple(text.replace("~", " ") for text in said(days_sum(proof))) == (
        "Thứ Sáu 21/8: không tính (ngày nhận); thứ Bảy 22/8 (làm bù cho 31/8): ngày thứ 1; "
        "Chủ nhật 23/8: không tính (cuối tuần); thứ Hai 24/8: ngày thứ 2; "
        "thứ Ba 25/8: ngày thứ 3. Cộng: 3 ngày làm việc.",
        "Friday 21 August: not counted (day of receipt); "
        "Saturday 22 August (made up for 31 August): day 1; "
        "Sunday 23 August: not counted (weekend); Monday 24 August: day 2; "
        "Tuesday 25 August: day 3. Total: 3 working days.",
    )


def test_the_rows_of_a_sum_in_days_over_holidays() -> None:
    proof = demo_calendar().add_working_days(local("2026-08-28 14:00"), 1).proof
    assert [said(row.amount)[0] for row in days_rows(proof)] == [
        "không tính (ngày nhận)",
        "không tính (cuối tuần)",
        "không tính (cuối tuần)",
        "không tính (nghỉ hoán đổi, làm bù ngày 22/8)",
        "không tính (Quốc khánh)",
        "không tính (Quốc khánh)",
        "ngày thứ~1",
    ]


def test_what_has_been_used() -> None:
    used = hours_used(demo_calendar(), local("2026-08-21 15:00"), 12, now=local("2026-08-24 08:15"))
    assert said(used)[0] == "đã dùng 10~giờ 15~phút trong 12~giờ làm việc"


def test_durations() -> None:
    assert said(duration(0)) == ("0~phút", "0~minutes")
    assert said(duration(3600)) == ("1~giờ", "1~hour")
    assert said(duration(90)) == ("1~phút 30~giây", "1~minute 30~seconds")
    assert said(working_time(0)) == ("0~phút làm việc", "0~minutes of working time")
