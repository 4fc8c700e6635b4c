"""February: the holidays of Tết change when limits already run over them."""

from __future__ import annotations

from tests.year.album import Words
from tests.year.answers import (
    Child,
    activity,
    assessment,
    decision,
    intake,
    low,
    medium,
    plan,
    report,
)
from tests.year.year import Year

BEGINS = "1/2/2027 10:00"
SLUG = "06-february"
TITLE = Words("Tháng 2: lịch nghỉ Tết đổi phút chót", "February: a late word on the days of Tết")
INTRO = Words(
    "Ba ngày trước Tết, xã cho nghỉ thêm một ngày. Người quản trị ghi vào lịch: hạn nào đang "
    "chạy thì dời, hạn đã khép thì giữ nguyên.",
    "Shortly before Tết one more day off is announced. The administrator enters it: limits that "
    "run move, closed ones stay as they are.",
)

MINH = Child("Huỳnh Nhật Minh", "6A1", teacher="Trần Thị Hoa", gender="male")
CALENDAR = "/lich/truong/THCS-VAM-LUA"


def walk(year: Year) -> None:
    """From Monday 1/2 to Tuesday 16/2."""
    late_holiday(year)
    came_back(year)


def late_holiday(year: Year) -> None:
    year.until("1/2/2027 10:00")
    with year.turn("nam") as nam:
        year.codes["minh"] = nam.reports(
            report("Em Minh bị bạn cùng lớp giấu cặp, gọi tên lạ.", "1/2/2027 9:50", MINH)
        )
    code = year.codes["minh"]
    with year.turn("an") as an:
        an.has_seen_all()
        an.does(code, "record_intake", intake(MINH, ["violence_suffered"], "Em thôi bị trêu."))
        an.does(
            code,
            "assess_risk",
            assessment(
                low("Bị trêu, giấu cặp", "Bạn cùng lớp", "Không"),
                medium("Khá", "Cô Hoa", "Gần cô", "Có nhờ"),
                "low",
                "Em muốn đổi chỗ ngồi.",
            ),
        )
    with year.turn("binh") as binh:
        binh.has_seen_all()
        binh.does(code, "decide_route", decision("at_school", "Cô chủ nhiệm giúp được."))
    year.until("3/2/2027 10:00")
    with year.turn("an") as an:
        an.does(
            code,
            "plan_intervention",
            plan(
                "Em Minh thôi bị trêu.",
                [activity("Sinh hoạt lớp về trêu chọc", "Nguyễn Thu Hà")],
                "15/3/2027",
                "Em đồng ý.",
            ),
        )
        an.opens(code)
        an.shows(
            "Trước Tết: hạn phê duyệt kế hoạch tính qua những ngày nghỉ đã biết.",
            "Before Tết: the limit for the approval is reckoned over the holidays known so far.",
        )
    year.until("3/2/2027 15:30")
    with year.turn("khanh") as khanh:
        khanh.sends(
            f"{CALENDAR}/ngay-nghi",
            {
                "on": "11/2/2027",
                "name": "Nghỉ Tết thêm một ngày",
                "source": "Công văn số 52/UBND-VX ngày 3/2/2027",
            },
        )
        khanh.shows(
            "Công văn nghỉ thêm một ngày: xem trước ngày nào đổi, hạn nào dời từ đâu đến đâu.",
            "A late letter gives one more day off: first a preview of dates, and of limits "
            "from-to.",
            code,
            "→",
        )
        khanh.press(khanh.page.get_by_role("button", name="Áp dụng"))
        khanh.sees("Đã ghi vào lịch")
        khanh.go(f"{CALENDAR}?thang=2027-02")
        khanh.shows(
            "Lịch tháng Hai của trường, ngày nào nghỉ vì văn bản nào.",
            "The school's February, and by which document each day is off.",
            "Nghỉ Tết thêm một ngày",
        )
    year.catch_up()
    with year.turn("binh") as binh:
        binh.opens(code)
        binh.shows(
            "Hạn của hồ sơ đã dời theo, phép cộng ghi ngày nghỉ mới.",
            "The limit of the case has moved, and its sum names the new day off.",
            "Nghỉ Tết thêm một ngày",
        )


def came_back(year: Year) -> None:
    year.until("16/2/2027 8:00")
    with year.turn("binh") as binh:
        binh.does(year.codes["minh"], "approve_plan", {"approved": "yes"})
    code = year.codes["ngan"]
    with year.turn("an") as an:
        an.does(
            code,
            "record_drop_out_result",
            {
                "drop_out_result": "returned",
                "known_on": "15/2/2027",
                "details": "Em về ở với dì Bảy, xã hỗ trợ sách vở.",
                "support_needed": "no",
            },
        )
        an.opens(code)
        an.shows(
            "Sau Tết em Ngân trở lại lớp; hồ sơ kết thúc.",
            "After Tết the girl is back at school; the case ends.",
            "Hồ sơ đã kết thúc",
        )
        an.does(
            year.codes["ngoc"],
            "monitor_help",
            {
                "followed_on": "16/2/2027",
                "observed": "Em gặp chuyên viên hai lần, ngủ được hơn.",
                "monitoring": "done",
                "support_after_referral": "no",
            },
        )
