"""September: a report, help at school, approved in time, reviewed, ended; and what follows."""

from __future__ import annotations

from tests.year.album import Words
from tests.year.answers import (
    Child,
    activity,
    assessment,
    decision,
    high,
    intake,
    low,
    medium,
    plan,
    report,
    review,
)
from tests.year.moments import typed
from tests.year.resident import Seen, after
from tests.year.year import Year

BEGINS = "7/9/2026 7:30"
SLUG = "01-september"
TITLE = Words("Tháng 9: trợ giúp tại trường", "September: help at school")
INTRO = Words(
    "Năm học bắt đầu với một hồ sơ trống. Một giáo viên báo tin; hồ sơ đi trọn con đường thường "
    "gặp nhất, đúng hạn từ đầu đến cuối.",
    "The year begins with no case at all. A teacher reports; the case goes the usual way to its "
    "end, in time throughout.",
)

HUY = Child("Lê Gia Huy", "7A1", gender="male")


def walk(year: Year) -> None:
    """From Tuesday 8/9 to the end of the month."""
    reported(year)
    assessed(year)
    planned(year)
    helped(year)
    ended(year)


def reported(year: Year) -> None:
    year.until("8/9/2026 9:10")
    with year.turn("ha") as ha:
        ha.shows(
            "Buổi sáng, cô Hà chưa có việc nào chờ.",
            "In the morning nothing waits for the teacher Hà.",
            "Không còn việc nào chờ thầy cô",
        )
        year.codes["huy"] = ha.reports(
            report(
                "Giờ ra về hôm qua em Huy bị ba bạn lớp 9 chặn ở đầu hẻm, lấy tiền ăn sáng. Em kể "
                "đã bị như vậy từ tuần trước, mấy hôm nay em xin mẹ cho nghỉ học.",
                "8/9/2026 9:05",
                HUY,
                place="Đầu hẻm 12, cách cổng trường 100 m",
            ),
            Seen(
                "Nghe em Huy kể, cô ghi tin báo ngay trên điện thoại.",
                "Having heard the boy out, she writes the report on her phone.",
            ),
            after(
                "Cô nhận mã của tin báo. Cô không thấy gì thêm của hồ sơ.",
                "She gets the code of her report, and sees nothing more of the case.",
            ),
        )


def assessed(year: Year) -> None:
    code = year.codes["huy"]
    year.until("8/9/2026 10:20")
    with year.turn("an") as an:
        an.go("/viec-cua-toi")
        an.shows(
            "Đầu mối có một việc mới, kèm 12 giờ làm việc đang chạy.",
            "The focal point has a new task, and 12 working hours that run.",
            code,
        )
        an.does(
            code,
            "record_intake",
            intake(
                HUY,
                ["violence_suffered"],
                "An toàn trên đường về; em lo lắng, bỏ ăn sáng.",
                place="Đầu hẻm 12, ngoài giờ học",
                current_state="Em đi học lại, sợ về một mình.",
                family_told="yes",
                family_told_who="Mẹ em, chị Lê Thị Thu",
                family_told_at=typed("8/9/2026 10:05"),
            ),
            after(
                "Mẫu số 01 đã nộp; trang nói ai làm gì tiếp.",
                "Form 01 is filed; the page says who does what next.",
            ),
        )
        year.until("8/9/2026 15:40")
        an.does(
            code,
            "assess_risk",
            assessment(
                medium(
                    "Bị lấy tiền ba lần, chưa bị thương",
                    "Ba bạn lớp 9 học cùng buổi, cùng đường về",
                    "Mẹ đi làm đến 18 giờ, không đón được",
                ),
                medium(
                    "Em biết tránh nhưng không dám nói không",
                    "Em nhắc đến cô Hà và mẹ",
                    "Em kể chuyện với cô Hà",
                    "Em mới nhờ cô lần đầu",
                ),
                "medium",
                "Em muốn có bạn về cùng, không muốn mấy anh bị đuổi học.",
                needs=["safety", "psychological"],
                parents_view="Mẹ mong trường nhắc phụ huynh của ba em kia.",
                proposed_route="at_school",
            ),
            Seen(
                "Mẫu số 02: mức độ tổn hại, khả năng tự bảo vệ, và ý kiến của chính em.",
                "Form 02: harm, protection, and what the child himself wants.",
            ),
        )
    year.until("9/9/2026 8:10")
    with year.turn("binh") as binh:
        binh.does(
            code,
            "decide_route",
            decision("at_school", "Vụ việc trong khả năng của trường; phụ huynh các bên hợp tác."),
            Seen(
                "Hiệu trưởng đọc Mẫu số 02 bên cạnh và chọn phương án, kèm lý do.",
                "The head reads Form 02 beside it and names the route, with his reason.",
            ),
        )
        binh.opens(code)
        binh.shows(
            "Vì trợ giúp tại trường, hạn chuyển, gửi 12 giờ không áp dụng.",
            "As help is given at school, the 12-hour limit for a referral does not apply.",
            "Không áp dụng",
        )


def planned(year: Year) -> None:
    code = year.codes["huy"]
    year.until("9/9/2026 14:30")
    with year.turn("an") as an:
        an.does(
            code,
            "plan_intervention",
            plan(
                "Đến cuối tháng 9 em Huy về nhà an toàn mỗi ngày, ăn sáng đều và không nghỉ học.",
                [
                    activity(
                        "Đi cùng em ra tới đường lớn sau giờ học",
                        "Võ Hoài Nam",
                        starts_on="11/9/2026",
                        ends_on="25/9/2026",
                        expected="Không còn ai chặn em",
                    ),
                    activity(
                        "Trò chuyện với em mỗi tuần một lần",
                        "Nguyễn Thu Hà",
                        together_with="Mẹ em Huy",
                    ),
                ],
                "24/9/2026",
                "Em đồng ý, em thích đi cùng thầy Nam.",
            ),
        )
    year.until("10/9/2026 9:00")
    with year.turn("binh") as binh:
        binh.does(
            code,
            "approve_plan",
            {"approved": "yes", "note": "Thầy Nam báo cho tôi nếu thấy người lạ ngoài cổng."},
            Seen(
                "Hiệu trưởng phê duyệt kế hoạch, còn hai ngày làm việc.",
                "The head approves the plan, with two working days to spare.",
            ),
        )
        binh.opens(code)
        binh.shows(
            "Hạn phê duyệt 3 ngày làm việc: đáp ứng, kèm phép cộng ai cũng soát lại được.",
            "The limit of 3 working days is met, with a sum that anybody can check.",
            "Đáp ứng",
        )


def helped(year: Year) -> None:
    code = year.codes["huy"]
    year.until("17/9/2026 17:10")
    with year.turn("nam") as nam:
        nam.go("/viec-cua-toi")
        nam.does(
            code,
            "activity_logged",
            {
                "activity": "Đi cùng em ra tới đường lớn sau giờ học",
                "done_on": "17/9/2026",
                "done_by": "Võ Hoài Nam",
                "progress": "as_planned",
                "what": "Tuần này ngày nào cũng đi cùng em. Không thấy ai chặn. Em kể chuyện bóng "
                "đá suốt đường.",
            },
            Seen(
                "Thầy thể dục có tên trong kế hoạch nên ghi được nhật ký, ngoài ra không thấy gì.",
                "The plan names the teacher of sports, so he keeps its log, and sees no more.",
            ),
        )
    with year.turn("an") as an:
        an.does(
            code,
            "plan_adjusted",
            {
                "changes": "Từ tuần sau bạn Phúc cùng xóm về với em, thầy Nam đi cách ngày.",
                "reason": "Em muốn tự về cùng bạn.",
                "agreed_with": "Mẹ em Huy, thầy Nam",
            },
        )


def ended(year: Year) -> None:
    code = year.codes["huy"]
    year.until("24/9/2026 8:20")
    with year.turn("an") as an:
        an.go("/nhac-viec")
        an.shows(
            "Đúng ngày rà soát ghi trong kế hoạch, đầu mối được nhắc.",
            "On the review day of the plan the focal point is reminded.",
            "rà soát",
        )
        an.does(code, "carry_out_plan", {"review_because": "review_day"})
        an.does(
            code,
            "review_student",
            review(
                low("Không còn bị lấy tiền", "Ba bạn đã xin lỗi trước cô Hà", "Mẹ đã sắp xếp đón"),
                high("Em nói không được", "Em biết gọi ai", "Em tin cô Hà", "Em tự tìm thầy Nam"),
                "Em đi học đều, ăn sáng ở trường, về cùng bạn.",
                "end",
                "Không còn nguy cơ, em đã ổn định.",
                support_needed="yes",
                support_recommendation="Cho em vào đội cầu lông để có thêm bạn.",
            ),
            Seen(
                "Mẫu số 04 so lại với Mẫu số 02; người chọn kết luận là đầu mối, không phải con "
                "số.",
                "Form 04 is held against Form 02; a person concludes, not a number.",
            ),
        )
    year.until("25/9/2026 9:30")
    with year.turn("binh") as binh:
        binh.does(code, "confirm_end", {"end_confirmed": "yes"})
    with year.turn("an") as an:
        an.does(
            code,
            "plan_support",
            {
                "helped": "student",
                "goals": "Em có thêm bạn và một nơi để đến sau giờ học.",
                "activities": [activity("Tập cầu lông chiều thứ Tư", "Võ Hoài Nam")],
                "partners": ["teachers"],
                "ends_on": "11/12/2026",
            },
        )
        an.opens(code)
        an.shows(
            "Can thiệp đã xong; hỗ trợ phát triển bắt đầu và sẽ kéo dài đến tháng 12.",
            "The intervention is over; development support begins and will last until December.",
            "hỗ trợ phát triển",
        )
