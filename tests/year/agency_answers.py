"""How agencies answer: not competent, silent, received at last, or with guidance only."""

from __future__ import annotations

from tests.year.answers import (
    Child,
    activity,
    assessment,
    decision,
    hotline,
    intake,
    letter,
    medium,
    plan,
    report,
    signed,
)
from tests.year.moments import typed
from tests.year.resident import Seen, after
from tests.year.year import Year

DAT = Child("Phạm Quốc Đạt", "8A1", teacher="Lâm Tú Anh", gender="male")
COMMITTEE, CENTRE = "Ủy ban nhân dân xã Vàm Lúa", "Trung tâm Công tác xã hội tỉnh"
SUBJECT = "chuyển, gửi trường hợp học sinh cần được bảo vệ"


def answered(year: Year) -> None:
    code = year.codes["anh"]
    year.until("13/11/2026 10:00")
    with year.turn("an") as an:
        an.does(
            code,
            "record_agency_answer",
            {
                "agency_answer": "not_competent",
                "answered_at": typed("13/11/2026 9:40"),
                "answered_by": "Chị Diệu, Phòng Văn hóa - Xã hội",
                "agency_suggested": CENTRE,
                "answer": "Xã không có nơi tạm lánh, giới thiệu lên tỉnh.",
            },
            Seen(
                "Nơi thứ nhất: không thuộc thẩm quyền, giới thiệu nơi khác.",
                "The first agency is not competent, and names another.",
            ),
        )
        an.does(
            code,
            "prepare_referral",
            letter(
                CENTRE,
                SUBJECT,
                "Xã không có nơi tạm lánh.",
                "Em tạm ở nhà dì ruột, cần được đánh giá và bảo vệ lâu dài.",
                "Tiếp nhận và cử cán bộ gặp em.",
            ),
        )
    year.until("13/11/2026 14:00")
    with year.turn("binh") as binh:
        binh.does(code, "sign_letter", signed("13/11/2026 13:50"))
    year.until("20/11/2026 9:00")
    with year.turn("an") as an:
        an.go("/nhac-viec")
        an.shows(
            "Nơi thứ hai im lặng: đầu mối được nhắc, và gọi điện đôn đốc.",
            "The second is silent: the focal point is reminded, and telephones.",
            code,
        )
        an.has_seen_all()
        an.does(code, "record_agency_answer", {"agency_answer": "silent"})
        an.does(
            code,
            "handle_silence",
            {
                "silence_action": "remind",
                "reminded_at": typed("20/11/2026 8:50"),
                "reminded_how": "Gọi văn phòng Trung tâm, gặp anh Khoa",
            },
        )
    year.until("24/11/2026 10:30")
    with year.turn("an") as an:
        an.does(
            code,
            "record_agency_answer",
            {
                "agency_answer": "received",
                "answered_at": typed("24/11/2026 10:10"),
                "answered_by": "Anh Khoa, Trung tâm Công tác xã hội tỉnh",
            },
        )
        an.does(
            code,
            "monitor_help",
            {
                "followed_on": "24/11/2026",
                "talked_with": "Anh Khoa, dì Út",
                "observed": "Cán bộ đã gặp em hai lần; em ở hẳn với dì, đi học lại.",
                "monitoring": "done",
                "support_after_referral": "no",
                "outcome": "Trung tâm tiếp nhận và theo dõi em.",
            },
            after(
                "Đã nhận: trường theo dõi việc trợ giúp cho đến khi yên tâm.",
                "Received: the school follows the help until it can be at ease.",
            ),
        )
        an.opens(code)
        an.shows(
            "Hồ sơ kết thúc sau hai tuần, hai công văn, một lần đôn đốc.",
            "The case ends after two weeks, two letters and a reminder.",
            "Hồ sơ đã kết thúc",
        )


def advised(year: Year) -> None:
    """111 gives guidance only, and the school goes on by itself."""
    year.until("25/11/2026 8:00")
    with year.turn("nam") as nam:
        year.codes["dat"] = nam.reports(
            report("Em Đạt bị nhắn tin đòi tiền, dọa tung ảnh ghép.", "25/11/2026 7:50", DAT)
        )
    code = year.codes["dat"]
    year.until("25/11/2026 9:30")
    with year.turn("an") as an:
        an.does(code, "record_intake", intake(DAT, ["violence_suffered"], "Chặn kẻ đe dọa."))
        an.does(
            code,
            "assess_risk",
            assessment(
                medium("Bị dọa ba ngày nay", "Chỉ qua mạng", "Ba mẹ không rành điện thoại"),
                medium("Biết chặn tin", "Biết nhờ thầy Nam", "Tin thầy Nam", "Đã nhờ"),
                "medium",
                "Em sợ bạn bè thấy ảnh.",
            ),
        )
    with year.turn("binh") as binh:
        binh.does(code, "decide_route", decision("refer", "Cần 111 hướng dẫn cách xử lý."))
    year.until("25/11/2026 10:15")
    with year.turn("an") as an:
        an.does(
            code, "prepare_referral", hotline("Cần hướng dẫn chuyên môn.", "Em bị dọa qua mạng.")
        )
        an.does(
            code,
            "contact_hotline",
            {
                "contacted_at": typed("25/11/2026 10:05"),
                "contacted_by": "Lê Thị An",
                "answered_by": "Tổng đài 111, chị Hương",
                "call_code": "111-25-0417",
                "guidance": "Giữ lại tin nhắn, không chuyển tiền, báo nhà mạng; trường trấn an em.",
            },
        )
        an.does(
            code,
            "record_agency_answer",
            {
                "agency_answer": "guidance_only",
                "answered_at": typed("25/11/2026 10:10"),
                "guidance": "Trường tự giúp được: hướng dẫn em an toàn trên mạng, gặp phụ huynh.",
            },
            after(
                "Nơi thứ ba chỉ hướng dẫn: trường tự lập kế hoạch giúp em.",
                "The third gives guidance only: the school plans the help itself.",
            ),
        )
        an.does(
            code,
            "plan_intervention",
            plan(
                "Em Đạt không còn bị dọa và biết giữ mình trên mạng.",
                [activity("Hướng dẫn em và ba mẹ khóa tài khoản", "Võ Hoài Nam")],
                "25/2/2027",
                "Em đồng ý.",
                grounds="Hướng dẫn của Tổng đài 111 ngày 25/11/2026.",
            ),
        )
    year.until("26/11/2026 8:00")
    with year.turn("binh") as binh:
        binh.does(code, "approve_plan", {"approved": "yes"})
