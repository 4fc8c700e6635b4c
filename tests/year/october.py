"""October: a plan is sent back, then left unapproved; the school learns how late it is."""

from __future__ import annotations

from tests.year.album import Words
from tests.year.answers import (
    Child,
    Level,
    activity,
    assessment,
    decision,
    intake,
    medium,
    plan,
    report,
)
from tests.year.resident import Seen, after
from tests.year.year import Year

BEGINS = "9/10/2026 7:30"
SLUG = "02-october"
TITLE = Words("Tháng 10: một kế hoạch phê duyệt trễ", "October: a plan approved late")
INTRO = Words(
    "Kế hoạch bị trả lại một lần, lập lại, rồi nằm chờ. Hệ thống nhắc người phải ký, rồi báo cấp "
    "phó, rồi báo cơ quan quản lý. Ký trễ vẫn ký được, nhưng chỗ trễ còn nguyên trên hồ sơ.",
    "The plan is sent back once, handed in anew, and then lies there. Whoever has to sign is "
    "reminded, then the deputy is told, then the managing body. It can still be signed, but that "
    "it was late stays on the case.",
)

NGOC = Child("Trần Bảo Ngọc", "8A2", teacher="Lâm Tú Anh")
GOALS = "Đến hết học kỳ một em Ngọc ngủ được, đi học đủ buổi và có người để nói chuyện."
VIEW = "Em muốn nói chuyện với cô An, không muốn cả lớp biết."
LATE = "21/10/2026 9:20"


def walk(year: Year) -> None:
    """From Friday 9/10 to Wednesday 21/10."""
    assessed(year)
    sent_back(year)
    left_lying(year)
    approved_late(year)


def assessed(year: Year) -> None:
    year.until("9/10/2026 7:45")
    with year.turn("ha") as ha:
        year.codes["ngoc"] = ha.reports(
            report(
                "Thư trong hộp góp ý: em Ngọc gục đầu cả buổi, nói không muốn đi học nữa từ khi ba "
                "mẹ chia tay.",
                "9/10/2026 7:40",
                NGOC,
                channel="suggestion_box",
                received_by="Nguyễn Thu Hà",
            )
        )
    code = year.codes["ngoc"]
    year.until("9/10/2026 10:00")
    with year.turn("an") as an:
        an.does(
            code,
            "record_intake",
            intake(NGOC, ["distress"], "Em mất ngủ, sụt cân, nghỉ học ba buổi trong hai tuần."),
        )
        an.does(
            code,
            "assess_risk",
            assessment(
                [
                    Level("medium", "Mất ngủ, bỏ ăn hai tuần nay"),
                    Level("low", "Không có người gây hại"),
                    Level("medium", "Ba mẹ đang chia tay, mỗi người một nơi"),
                ],
                medium(
                    "Em tự khép mình", "Em nhắc đến bà ngoại", "Em gọi bà mỗi tối", "Ít khi nhờ"
                ),
                "medium",
                VIEW,
                needs=["psychological"],
            ),
        )
    year.until("9/10/2026 15:00")
    with year.turn("binh") as binh:
        binh.does(
            code, "decide_route", decision("at_school", "Cần người trò chuyện ngay tại trường.")
        )
    year.until("12/10/2026 9:00")
    with year.turn("an") as an:
        an.does(
            code,
            "plan_intervention",
            plan(GOALS, [activity("Trò chuyện với em", "Lê Thị An")], "22/1/2027", VIEW),
        )


def sent_back(year: Year) -> None:
    code = year.codes["ngoc"]
    year.until("13/10/2026 8:30")
    with year.turn("binh") as binh:
        binh.does(
            code,
            "approve_plan",
            {
                "approved": "no",
                "changes_wanted": "Ghi rõ mỗi tuần mấy buổi, ai liên lạc với ba mẹ em.",
            },
            Seen(
                "Hiệu trưởng trả kế hoạch lại và ghi cần sửa gì.",
                "The head sends the plan back and writes what to mend.",
            ),
        )
    year.until("13/10/2026 15:10")
    with year.turn("an") as an:
        an.open_task(code, "plan_intervention")
        an.shows(
            "Đầu mối đọc lý do; bản cũ còn đó để sửa tiếp.",
            "The focal point reads why; the earlier plan is there to go on from.",
            "Ghi rõ mỗi tuần mấy buổi",
        )
        an.does(
            code,
            "plan_intervention",
            plan(
                GOALS,
                [
                    activity(
                        "Trò chuyện riêng với em, mỗi tuần hai buổi",
                        "Lê Thị An",
                        starts_on="15/10/2026",
                        ends_on="15/1/2027",
                    ),
                    activity("Gặp ba và mẹ em, mỗi người một lần", "Nguyễn Thu Hà"),
                ],
                "22/1/2027",
                VIEW,
            ),
            after(
                "Nộp lại chiều thứ Ba: 3 ngày làm việc tính lại từ đầu, đến hết thứ Sáu.",
                "Handed in again on Tuesday: 3 working days anew, to the end of Friday.",
            ),
        )


def left_lying(year: Year) -> None:
    code = year.codes["ngoc"]
    year.until("16/10/2026 8:00")
    with year.turn("binh") as binh:
        binh.go("/nhac-viec")
        binh.shows(
            "Sáng thứ Sáu, ngày cuối: hiệu trưởng được nhắc lần thứ hai.",
            "On Friday, the last day, the head is reminded for the second time.",
            "Nhắc việc",
        )
    year.until("19/10/2026 8:40")
    with year.turn("phuc") as phuc:
        phuc.go("/nhac-viec")
        phuc.shows(
            "Sáng thứ Hai hạn đã qua: phó hiệu trưởng nhận cảnh báo.",
            "On Monday the limit is over: the deputy head is told.",
            code,
            "Cảnh báo",
        )
        phuc.go("/theo-doi")
        phuc.shows(
            "Bảng theo dõi của ban giám hiệu: việc nào trễ, trễ bao lâu.",
            "The board of the school: what is late, and by how much.",
            "Quá hạn",
        )
    year.until("20/10/2026 8:10")
    with year.turn("lan") as lan:
        lan.go("/nhac-viec")
        lan.shows(
            "Thêm một ngày làm việc, cơ quan quản lý được báo: chỉ mã hồ sơ, không có tên em nào.",
            "A working day later the managing body is told: a code, and no child's name.",
            code,
        )
        lan.go("/theo-doi")
        lan.shows(
            "Ủy ban nhân dân xã thấy con số theo bước và trường, không thấy nội dung.",
            "The commune sees figures by step and school, and no content.",
            code,
        )


def approved_late(year: Year) -> None:
    code = year.codes["ngoc"]
    year.until(LATE)
    with year.turn("binh") as binh:
        binh.does(
            code,
            "approve_plan",
            {"approved": "yes", "note": "Tôi đi họp ở huyện, ký trễ. Lần sau thầy Phúc ký thay."},
            after("Ký trễ vẫn ký được.", "A late approval is still an approval."),
        )
        binh.opens(code)
        binh.shows(
            "Hồ sơ ghi rõ: quá hạn, kèm phép cộng; lần trả lại trước đó cũng còn.",
            "The case says so: missed, with the sum; and that the plan was sent back before.",
            "Quá hạn",
        )
        binh.has_seen_all()
