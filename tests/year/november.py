"""November: suspected abuse is notified at once and referred in time; how agencies answer."""

from __future__ import annotations

from tests.year import agency_answers
from tests.year.agency_answers import COMMITTEE, SUBJECT
from tests.year.album import Words
from tests.year.answers import (
    Child,
    Level,
    assessment,
    decision,
    high,
    intake,
    letter,
    report,
    signed,
)
from tests.year.moments import typed
from tests.year.resident import Resident, Seen, after
from tests.year.year import Year

BEGINS = "10/11/2026 7:45"
SLUG = "03-november"
TITLE = Words("Tháng 11: nghi bị xâm hại, phải chuyển ngay", "November: suspected abuse, referred")
INTRO = Words(
    "Có dấu hiệu xâm hại thì báo ngay, không chờ ai. Công văn chuyển, gửi đi trong 12 giờ làm "
    "việc, có số, in được. Nơi nhận trả lời mỗi nơi một kiểu, và trường theo đến cùng.",
    "Suspected abuse is notified at once, without waiting for anybody. The letter of referral "
    "leaves within 12 working hours, numbered and printed. Agencies answer in their different "
    "ways, and the school stays with it.",
)

ANH = Child("Nguyễn Mai Anh", "6A3", teacher="Đỗ Thị Hồng")


def walk(year: Year) -> None:
    """From Tuesday 10/11 to the end of the month."""
    notified(year)
    referred(year)
    agency_answers.answered(year)
    agency_answers.advised(year)


def notified(year: Year) -> None:
    year.until("10/11/2026 14:05")
    with year.turn("ha") as ha:
        year.codes["anh"] = ha.reports(
            report(
                "Em Mai Anh có nhiều vết bầm ở tay, nói bị người trong nhà đánh, tối nay không dám "
                "về. Em đang ngồi ở phòng y tế với cô Hồng.",
                "10/11/2026 14:00",
                ANH,
            )
        )
    code = year.codes["anh"]
    year.until("10/11/2026 14:20")
    with year.turn("an") as an:
        an.does(
            code,
            "record_intake",
            intake(
                ANH,
                ["abused", "violence_suffered"],
                "Em cần một chỗ an toàn ngay tối nay; cần khám vết thương.",
                suspected_abuse="yes",
                whereabouts="Phòng y tế của trường, có cô Hồng ở cùng",
                family_told="no",
                family_not_told_reason="Người bị nghi gây hại ở cùng nhà; chờ hướng dẫn của 111.",
            ),
        )
        an.go("/viec-cua-toi")
        an.shows(
            "Đánh dấu nghi bị xâm hại: việc thông báo ngay đứng đầu danh sách, đếm từng phút.",
            "Marked as suspected abuse: to notify at once comes first, counted by the minute.",
            "Thông báo ngay việc nghi xâm hại trẻ em",
        )
        year.until("10/11/2026 14:40")
        an.does(
            code,
            "notify_suspected_abuse",
            {
                "notices": [
                    {
                        "authority": "hotline_111",
                        "authority_name": "Tổng đài 111, anh Tâm",
                        "notified_at": typed("10/11/2026 14:26"),
                        "answered": "Giữ em ở trường; xã sẽ cử người đến trong chiều.",
                    },
                    {
                        "authority": "commune_committee",
                        "authority_name": "Chị Diệu, Phòng Văn hóa - Xã hội",
                        "notified_at": typed("10/11/2026 14:33"),
                    },
                ],
                "head_told": "yes",
                "head_told_at": typed("10/11/2026 14:35"),
            },
            Seen(
                "Gọi trước, ghi sau: 111 và xã, giờ nào, ai nghe, dặn gì.",
                "Call first, write later: 111 and the commune, when, who answered, what they said.",
            ),
        )


def referred(year: Year) -> None:
    code = year.codes["anh"]
    year.until("10/11/2026 16:30")
    with year.turn("an") as an:
        an.does(
            code,
            "assess_risk",
            assessment(
                high("Vết bầm mới và cũ", "Sống cùng nhà", "Mẹ làm xa, tháng về một lần"),
                [
                    Level("low", "Em không tự tránh được"),
                    Level("medium", "Em nhắc đến dì Út"),
                    Level("medium", "Dì ở cùng xã"),
                    Level("low", "Em chưa dám nhờ"),
                ],
                "high",
                "Em muốn ở nhà dì Út.",
                crime_suspected="yes",
                needs=["safety", "health", "legal"],
                proposed_route="refer",
            ),
            Seen(
                "Có dấu hiệu tội phạm: Mẫu số 02 nhắc không hỏi lại em về sự việc.",
                "A crime is suspected: Form 02 says not to question the child over again.",
            ),
        )
    year.until("10/11/2026 16:50")
    with year.turn("binh") as binh:
        binh.does(
            code, "decide_route", decision("refer", "Vượt khả năng của trường; em cần nơi ở.")
        )
    year.until("11/11/2026 8:20")
    with year.turn("an") as an:
        an.does(
            code,
            "prepare_referral",
            letter(
                COMMITTEE,
                SUBJECT,
                "Em không an toàn tại nhà.",
                "Em học lớp 6A3, có dấu hiệu bị người cùng nhà đánh nhiều lần. Trường đã giữ em "
                "tại phòng y tế, đã báo Tổng đài 111 và Ủy ban nhân dân xã chiều 10/11.",
                "Bảo đảm nơi ở an toàn cho em và cho trường biết kết quả.",
            ),
        )
    year.until("11/11/2026 9:05")
    with year.turn("binh") as binh:
        binh.does(
            code,
            "sign_letter",
            signed("11/11/2026 9:00"),
            Seen(
                "Hiệu trưởng đọc công văn trước khi ký; để trống số thì sổ cho số tiếp theo.",
                "The head reads the letter before he signs; left empty, the register numbers it.",
            ),
            after(
                "Công văn đã có số, in ra PDF hay Word.",
                "The letter has its number, to be printed as PDF or Word.",
            ),
        )
        printed(binh, year)
        binh.opens(code)
        binh.shows(
            "Hạn chuyển, gửi 12 giờ làm việc: đáp ứng, tính từ lúc cô Hà nhận tin.",
            "The limit of 12 working hours is met, counted from when the teacher was told.",
            "Đáp ứng",
        )


def printed(binh: Resident, year: Year) -> None:
    """The letter as a file; its first page is a picture of the year."""
    name, content = binh.downloads(binh.page.get_by_role("link", name="PDF").first)
    assert content.startswith(b"%PDF")
    year.album.keep(
        name,
        content,
        Words("Công văn chuyển, gửi như máy in nhận được", "The letter as the printer gets it"),
    )
