"""January: a girl leaves school for work, a false report, and a review that ends in a referral."""

from __future__ import annotations

from tests.year.album import Words
from tests.year.answers import (
    Child,
    assessment,
    decision,
    found_untrue,
    intake,
    letter,
    low,
    medium,
    report,
    review,
    signed,
)
from tests.year.moments import typed
from tests.year.resident import Seen
from tests.year.year import Year

BEGINS = "11/1/2027 7:45"
SLUG = "05-january"
TITLE = Words("Tháng 1: bỏ học, tin không đúng", "January: a drop-out, a false report")
INTRO = Words(
    "Giáp Tết có em nghỉ học theo mẹ đi làm xa: nhà trường báo cho xã nơi em ở. Một tin nhắn ẩn "
    "danh được xác minh thêm, rồi kết thúc là không đúng. Một em đang được giúp thì cần thêm "
    "chuyên viên.",
    "Before Tết a girl leaves school to work with her mother, and the commune is told. An "
    "anonymous message is verified again and found untrue. A girl who is being helped needs more "
    "than the school has.",
)

NGAN = Child("Lý Thị Kim Ngân", "9A2", teacher="Phan Thị Cúc")
KIEN = Child("Cao Trung Kiên", "6A2", teacher="Trần Thị Hoa", gender="male")
CENTRE = "Trung tâm Công tác xã hội tỉnh"
VISITED = "Trưởng ấp và cô chủ nhiệm đến nhà dì, em nói sẽ về sau Tết."


def walk(year: Year) -> None:
    """From Monday 11/1 to Monday 1/2."""
    left_school(year)
    untrue(year)
    referred_after_review(year)


def left_school(year: Year) -> None:
    year.until("11/1/2027 8:00")
    with year.turn("ha") as ha:
        year.codes["ngan"] = ha.reports(
            report(
                "Em Ngân nghỉ học mười buổi. Bạn em nói em theo mẹ lên thành phố phụ bán quán.",
                "11/1/2027 7:50",
                NGAN,
            )
        )
    code = year.codes["ngan"]
    year.until("11/1/2027 14:30")
    with year.turn("an") as an:
        an.has_seen_all()
        an.does(
            code, "record_intake", intake(NGAN, ["drop_out"], "Đưa em trở lại lớp trước kỳ thi.")
        )
        an.does(
            code,
            "assess_risk",
            assessment(
                medium("Nghỉ học dài ngày", "Không có người gây hại", "Mẹ cần người phụ"),
                medium("Khá", "Em nhắc đến dì Bảy", "Em gọi dì", "Có nhờ"),
                "medium",
                "Em muốn học hết lớp 9.",
                needs=["economic", "learning"],
                proposed_route="drop_out",
            ),
        )
    with year.turn("binh") as binh:
        binh.has_seen_all()
        binh.does(code, "decide_route", decision("drop_out", "Gia đình khó khăn, em đã rời xã."))
    year.until("12/1/2027 9:00")
    with year.turn("an") as an:
        an.does(
            code,
            "notify_commune",
            {
                "commune": "Vàm Lúa",
                "told_how": "in_person",
                "notified_at": typed("12/1/2027 8:40"),
            },
            Seen(
                "Bỏ học: báo Ủy ban nhân dân xã nơi em cư trú, gặp trực tiếp hoặc bằng văn bản.",
                "Drop-out: the commune where the girl lives is told, in person or in writing.",
            ),
        )
        year.until("26/1/2027 9:00")
        an.does(
            code,
            "record_drop_out_result",
            {"drop_out_result": "no_result", "known_on": "25/1/2027", "details": VISITED},
        )


def untrue(year: Year) -> None:
    year.until("27/1/2027 8:00")
    with year.turn("nam") as nam:
        year.codes["kien"] = nam.reports(
            report(
                "Tin nhắn không ghi tên: em Kiên bị bố nhốt.",
                "27/1/2027 7:50",
                KIEN,
                channel="message",
            )
        )
    code = year.codes["kien"]
    with year.turn("an") as an:
        an.does(code, "record_intake", intake(KIEN, ["other"], "Hỏi em.", group_other="Bị nhốt"))
        an.does(
            code,
            "assess_risk",
            assessment(
                low("Chưa thấy", "Chưa rõ", "Chưa rõ"),
                medium("Khá", "Mẹ", "Gần mẹ", "Chưa rõ"),
                "low",
                "Em nói ở nhà bình thường.",
                verified="unclear",
            ),
        )
    with year.turn("binh") as binh:
        binh.does(
            code,
            "decide_route",
            decision("verify_more", "Chưa đủ rõ.", verify_what="Hỏi cô chủ nhiệm và hàng xóm."),
        )
    year.until("28/1/2027 9:00")
    with year.turn("an") as an:
        an.does(
            code,
            "assess_risk",
            found_untrue("Cô Hoa và hai nhà bên cạnh đều nói không có.", "Em nói em vẫn khỏe."),
        )
    with year.turn("binh") as binh:
        binh.does(
            code,
            "decide_route",
            decision("untrue", "Đã hỏi ba người, không có việc ấy."),
            Seen(
                "Sau khi xác minh thêm: tin không đúng. Chỉ hiệu trưởng được kết thúc như vậy.",
                "Verified again and untrue: only the head may end a case in this way.",
            ),
        )


def referred_after_review(year: Year) -> None:
    """The girl of October: the review says that the school alone is not enough."""
    code = year.codes["ngoc"]
    with year.turn("an") as an:
        an.does(code, "carry_out_plan", {"review_because": "situation_changed"})
        an.does(
            code,
            "review_student",
            review(
                medium("Còn mất ngủ", "Không có", "Ba mẹ đã thôi cãi nhau"),
                medium("Khá hơn", "Bà ngoại", "Gần bà", "Đã biết nhờ cô An"),
                "Em đi học đều nhưng vẫn mất ngủ; cần người có chuyên môn.",
                "refer",
                "Trường không có chuyên viên tâm lý.",
                received_at=typed("28/1/2027 8:30"),
            ),
            Seen(
                "Rà soát em Ngọc (tháng 10): kết luận chuyển, gửi, không phải chờ ai phê duyệt.",
                "The girl of October is reviewed: a referral, which waits for nobody's approval.",
            ),
        )
        an.does(
            code,
            "prepare_referral",
            letter(
                CENTRE,
                "giới thiệu học sinh cần tham vấn tâm lý",
                "Cần chuyên viên tâm lý.",
                "Em học lớp 8, mất ngủ kéo dài.",
                "Bố trí tham vấn cho em mỗi tuần.",
            ),
        )
    year.until("28/1/2027 14:00")
    with year.turn("binh") as binh:
        binh.does(code, "sign_letter", signed("28/1/2027 13:55"))
    year.until("1/2/2027 9:00")
    with year.turn("an") as an:
        an.does(
            code,
            "record_agency_answer",
            {"agency_answer": "received", "answered_at": typed("1/2/2027 8:30")},
        )
