"""December: school and referral at once, new information on the way, a stand-in for the head."""

from __future__ import annotations

from tests.year.album import Words
from tests.year.answers import (
    Child,
    activity,
    assessment,
    decision,
    high,
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

BEGINS = "8/12/2026 9:20"
SLUG = "04-december"
TITLE = Words("Tháng 12: vừa giúp vừa chuyển", "December: helped and referred at once")
INTRO = Words(
    "Một vụ khẩn cấp. Nhà trường giúp em ngay trong trường, đồng thời chuyển, gửi cho công an xã. "
    "Hiệu trưởng đi công tác, người thay ký đúng phần mình. Giữa chừng có thông tin mới.",
    "An emergency. The school helps at school and refers to the commune police at once. The head "
    "is away and his stand-in signs what is his. On the way there is new information.",
)

KHANG = Child("Võ Minh Khang", "9A1", teacher="Phan Thị Cúc", gender="male")
POLICE = "Công an xã Vàm Lúa"
STAFF = "/nhan-su/THCS-VAM-LUA"


def walk(year: Year) -> None:
    """From Tuesday 8/12 to just before Christmas."""
    urgent(year)
    on_leave(year)
    both(year)
    news(year)
    after_care_ends(year)


def urgent(year: Year) -> None:
    year.until(BEGINS)
    with year.turn("nam") as nam:
        year.codes["khang"] = nam.reports(
            report(
                "Em Khang đánh nhau với thanh niên ngoài cổng, chảy máu đầu, đang ở phòng y tế.",
                "8/12/2026 9:15",
                KHANG,
                emergency="yes",
                emergency_reason="Em bị thương ở đầu; nhóm kia còn đứng ngoài cổng.",
                done_at_once="Đã băng vết thương, đã gọi 115.",
            ),
            after(
                "Tin khẩn cấp: trang nhắc gọi ngay, không chờ ai.",
                "An emergency: the page says whom to call now, without waiting.",
            ),
        )
    code = year.codes["khang"]
    year.until("8/12/2026 9:52")
    with year.turn("an") as an:
        an.go("/viec-cua-toi")
        an.shows(
            "Sau 30 phút chưa ai ghi đã báo nơi nào, đầu mối và hiệu trưởng cùng nhận cảnh báo.",
            "After 30 minutes without a note of whom was told, focal point and head are warned.",
            code,
        )
        an.does(
            code,
            "notify_emergency",
            {
                "notices": [
                    {
                        "authority": "emergency_help",
                        "authority_name": "Cấp cứu 115",
                        "notified_at": typed("8/12/2026 9:18"),
                    },
                    {
                        "authority": "police",
                        "authority_name": "Công an xã, anh Lộc",
                        "notified_at": typed("8/12/2026 9:24"),
                        "answered": "Đã đến cổng trường.",
                    },
                ],
                "head_told": "yes",
            },
        )
        an.does(
            code,
            "record_intake",
            intake(
                KHANG,
                ["violence_suffered", "violence_done"],
                "Khám vết thương; giữ em an toàn đường về.",
                emergency="yes",
                emergency_reason="Em bị thương ở đầu.",
                authorities_notified="yes",
                notices=[{"authority": "police", "notified_at": typed("8/12/2026 9:24")}],
            ),
        )
        year.until("8/12/2026 15:30")
        an.does(
            code,
            "assess_risk",
            assessment(
                high("Bị thương, có người lớn tham gia", "Nhóm kia chờ ngoài cổng", "Ở với ông bà"),
                medium("Em nóng tính", "Nhắc đến thầy Nam", "Tin thầy Nam", "Đã nhờ"),
                "high",
                "Em muốn học tiếp, không muốn bị nhóm kia kéo đi.",
                needs=["safety", "psychological"],
                proposed_route="school_and_refer",
            ),
        )
    year.until("8/12/2026 16:20")
    with year.turn("binh") as binh:
        binh.does(
            code,
            "decide_route",
            decision("school_and_refer", "Giúp em tại trường; nhóm ngoài trường cần công an."),
            Seen(
                "Phương án: vừa trợ giúp tại trường, vừa chuyển, gửi; hai nhánh chạy song song.",
                "The route: help at school and referral, two branches side by side.",
            ),
        )


def on_leave(year: Year) -> None:
    """The head names who stands in while he is away."""
    with year.turn("binh") as binh:
        binh.go(f"{STAFF}/nguoi-thay")
        binh.choose("absent", "Trần Quang Bình")
        binh.choose("person", "Phạm Minh Phúc")
        binh.fill(
            {
                "since": "9/12/2026",
                "to": "11/12/2026",
                "document": "Quyết định số 41/QĐ-THCS ngày 8/12/2026",
            }
        )
        binh.submit()
        binh.shows(
            "Hiệu trưởng đi công tác ba ngày và cử phó hiệu trưởng làm thay.",
            "The head is away for three days and names the deputy to stand in.",
            "Phạm Minh Phúc",
        )


def both(year: Year) -> None:
    code = year.codes["khang"]
    year.until("9/12/2026 8:30")
    with year.turn("an") as an:
        an.does(
            code,
            "prepare_referral",
            letter(
                POLICE,
                "học sinh bị hành hung ngoài cổng trường",
                "Có người lớn ngoài trường tham gia.",
                "Sáng 8/12 một nhóm thanh niên hành hung em ngay ngoài cổng trường.",
                "Bảo vệ đường về của em và làm việc với nhóm thanh niên.",
            ),
        )
        an.does(
            code,
            "plan_intervention",
            plan(
                "Em Khang đi học an toàn, không đánh nhau, nói được khi bị rủ rê.",
                [
                    activity("Đón và đưa em ra cổng", "Võ Hoài Nam", ends_on="8/1/2027"),
                    activity("Trò chuyện với em và ông bà", "Lê Thị An"),
                ],
                "15/1/2027",
                "Em đồng ý.",
            ),
        )
        an.opens(code)
        an.shows(
            "Hai nhánh cùng chạy: công văn chờ ký, kế hoạch chờ phê duyệt, mỗi bên một thời hạn.",
            "Both branches run: a letter to sign, a plan to approve, each with its own limit.",
            "Ký và gửi công văn",
            "Phê duyệt kế hoạch",
        )
    year.until("9/12/2026 9:30")
    with year.turn("phuc") as phuc:
        phuc.go("/viec-cua-toi")
        phuc.shows(
            "Việc của hiệu trưởng nằm sẵn trong danh sách của người thay.",
            "What is the head's lies in the list of his stand-in.",
            code,
        )
        phuc.does(
            code,
            "sign_letter",
            signed("9/12/2026 9:20", signed_as="for_head", signer_name="Phạm Minh Phúc"),
        )
        phuc.does(code, "approve_plan", {"approved": "yes"})
    year.until("10/12/2026 10:30")
    with year.turn("an") as an:
        an.does(
            code,
            "record_agency_answer",
            {
                "agency_answer": "received",
                "answered_at": typed("10/12/2026 10:00"),
                "answered_by": "Anh Lộc, Công an xã",
            },
        )


def news(year: Year) -> None:
    code = year.codes["khang"]
    year.until("15/12/2026 14:00")
    with year.turn("an") as an:
        an.does(
            code,
            "new_information",
            {
                "story": "Ông ngoại kể: có người đến nhà đòi nợ thay mẹ em, dọa bắt em đi làm "
                "trừ nợ.",
                "received_at": typed("15/12/2026 13:45"),
                "channel": "phone",
            },
            Seen(
                "Ông ngoại gọi điện: một chuyện mới, ghi vào đúng hồ sơ đang chạy.",
                "The grandfather calls: something new, told to the case that runs.",
            ),
        )
        an.opens(code)
        an.shows(
            "Thông tin mới có giờ nhận riêng và 12 giờ làm việc riêng, bên cạnh hạn cũ.",
            "The new information has its own receipt and its own 12 hours, beside the earlier "
            "ones.",
            "Đáp ứng",
        )
        an.does(
            code,
            "prepare_referral",
            hotline("Em bị dọa bắt đi làm.", "Người lạ đến nhà đòi nợ, dọa bắt em đi làm."),
        )
        year.until("15/12/2026 14:30")
        an.does(
            code,
            "contact_hotline",
            {
                "contacted_at": typed("15/12/2026 14:20"),
                "guidance": "Đã chuyển công an xã; gia đình không mở cửa cho người lạ.",
                "call_code": "111-15-0932",
            },
        )
    year.until("22/12/2026 15:00")
    with year.turn("an") as an:
        an.does(code, "record_agency_answer", {"agency_answer": "silent"})
        an.does(
            code,
            "handle_silence",
            {
                "silence_action": "end",
                "end_reason": "Công an xã đã giữ người đòi nợ; mẹ em về ở cùng từ 20/12.",
            },
        )
        an.does(
            code,
            "monitor_help",
            {
                "followed_on": "22/12/2026",
                "observed": "Nhóm thanh niên không còn đến trường.",
                "monitoring": "done",
                "support_after_referral": "no",
            },
        )


def after_care_ends(year: Year) -> None:
    """What began in September is over."""
    code = year.codes["huy"]
    with year.turn("an") as an:
        an.does(
            code,
            "close_support",
            {
                "ended_on": "22/12/2026",
                "closing_note": "Em Huy vào đội cầu lông của trường, có ba bạn thân.",
            },
        )
        an.opens(code)
        an.shows(
            "Hồ sơ đầu tiên của năm học khép lại: từ tin báo đến hết hỗ trợ.",
            "The first case of the year is closed: from the report to the end of after-care.",
            "Hồ sơ đã kết thúc",
        )
