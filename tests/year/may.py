"""May: the audit. An auditor walks a case, opens its content for a reason, and takes it along."""

from __future__ import annotations

import hashlib

from processes.demo.residents import TOLD
from tests.year.album import Words
from tests.year.answers import Child, assessment, decision, high, intake, low, report
from tests.year.resident import Resident
from tests.year.year import Year

BEGINS = "10/5/2027 7:45"
SLUG = "09-may"
TITLE = Words("Tháng 5: kiểm tra", "May: the audit")
INTRO = Words(
    "Một kiểm tra viên đến, có văn bản giao việc. Chị tìm ra chỗ trễ của tháng 10 mà không cần "
    "biết tên em nào, đi lại từng bước, và mang hồ sơ về kiểm chứng ở máy khác.",
    "An auditor comes, with a mandate. She finds what was late in October without any child's "
    "name, walks it step by step, and takes the case along to be checked on another machine.",
)

THAO = Child("Bùi Thu Thảo", "6A1", teacher="Trần Thị Hoa")
AUDITOR = "tho"
REASON = "Đối chiếu ý kiến trả lại với kế hoạch nộp lần hai"


def walk(year: Year) -> None:
    """From Monday 10/5 to the end of the school year."""
    nothing_needed(year)
    ended(year)
    mandated(year)
    with year.turn(AUDITOR) as auditor:
        found(auditor, year)
        replayed(auditor, year)
        content_opened(auditor)
        verified(auditor, year)
    seen_by_the_head(year)


def nothing_needed(year: Year) -> None:
    year.until("17/5/2027 8:10")
    with year.turn("nam") as nam:
        year.codes["thao"] = nam.reports(
            report("Em Thảo khóc cả giờ ra chơi, không chịu nói vì sao.", "17/5/2027 8:00", THAO)
        )
    code = year.codes["thao"]
    year.until("17/5/2027 14:10")
    with year.turn("my") as my:
        my.does(code, "record_intake", intake(THAO, ["distress"], "Hỏi thăm em và gia đình."))
        my.does(
            code,
            "assess_risk",
            assessment(
                low("Em mất hộp bút bà tặng", "Không ai gây hại", "Gia đình quan tâm"),
                high("Tốt", "Bà và mẹ", "Em hay kể với bà", "Em nhờ được bà"),
                "low",
                "Em chỉ buồn vì mất hộp bút; em đã tìm thấy rồi.",
            ),
        )
    with year.turn("binh") as binh:
        binh.does(
            code,
            "decide_route",
            decision("no_intervention", "Không có tổn hại; cô chủ nhiệm đã trò chuyện với em."),
        )
        binh.opens(code)
        binh.shows(
            "Một tin báo khác hóa ra không cần can thiệp: hồ sơ kết thúc, lý do còn đó.",
            "Another report needs no intervention: the case ends, and its reason stays.",
            "Hồ sơ đã kết thúc",
        )


def ended(year: Year) -> None:
    """Whoever took over closes what ended in spring."""
    with year.turn("my") as my:
        my.does(
            year.codes["han"],
            "close_support",
            {"ended_on": "14/5/2027", "closing_note": "Em Hân đọc thơ trước lớp, có hai bạn thân."},
        )
    # At its start a scheduler looks at once which days are to be sealed.
    year.school.stop()
    year.school.start()


def mandated(year: Year) -> None:
    year.school.command(
        *("person", "add", AUDITOR, "Lưu Ngọc Thơ", "--role", "auditor"),
        *("--school", "THCS-VAM-LUA", "--document", "Quyết định số 31/QĐ-TTr ngày 12/5/2027"),
        *("--from", "2027-05-17", "--to", "2027-06-15"),
        typed=TOLD["password"] + "\n",
    )


def found(auditor: Resident, year: Year) -> None:
    auditor.go("/kiem-tra")
    auditor.shows(
        "Danh sách của kiểm tra viên: mã, bước, kết quả từng thời hạn; không có tên.",
        "The auditor's list: codes, steps, how each limit ended; no names.",
        "Quyết định số 31/QĐ-TTr",
        year.codes["ngoc"],
    )


def replayed(auditor: Resident, year: Year) -> None:
    auditor.go(f"/kiem-tra/{year.codes['ngoc']}/phat-lai?buoc=1")
    for _ in range(5):
        auditor.press(auditor.page.locator("a[rel=next]"))
    auditor.shows(
        "Chị đi lại hồ sơ tháng 10 từng bước: lúc ấy việc nào đang mở, hạn còn bao nhiêu.",
        "She walks the October case step by step: what was open then, and what was left of a "
        "limit.",
        "Lần ghi 6 trong",
    )


def content_opened(auditor: Resident) -> None:
    page = auditor.page
    page.get_by_text("Mở nội dung, kèm lý do").click()
    page.locator("#written textarea, #written input[type=text]").first.fill(REASON)
    auditor.press(page.get_by_role("button", name="Mở nội dung đến hết hôm nay"))
    auditor.shows(
        "Nội dung chỉ mở khi ghi lý do, đến hết hôm nay; người báo tin không bao giờ hiện.",
        "Content opens for a reason only, until midnight; the informant is never shown.",
        "Trả lại để chỉnh sửa",
    )


def verified(auditor: Resident, year: Year) -> None:
    code = year.codes["ngoc"]
    page = auditor.page
    auditor.press(page.get_by_role("button", name="Kiểm chứng hồ sơ này"))
    auditor.shows(
        "Kiểm chứng: mọi lần ghi còn nguyên, chạy lại ra đúng trạng thái đang lưu.",
        "Verified: every entry is whole, and a replay comes to the state that is kept.",
        "Đúng",
    )
    auditor.go(f"/kiem-tra/{code}/phat-lai")
    auditor.press(page.get_by_role("button", name="Xuất hồ sơ"))
    name, content = auditor.downloads(page.get_by_role("link", name="Tải tệp về"))
    assert name == f"{code}.zip"
    auditor.shows(
        "Xuất cả hồ sơ vào một tệp; mã của tệp ghi vào biên bản, ai cầm tệp cũng so lại được.",
        "The whole case in one file; whoever holds the file can compare its digest.",
        hashlib.sha256(content).hexdigest(),
    )
    file = year.album.keep(
        name, content, Words("Hồ sơ đã xuất, nội dung vẫn mã hóa", "The exported case, encrypted")
    )
    printed = year.school.command("case", "check", str(file))
    assert code in printed
    year.album.chapter.said.append((f"donghanh case check {name}", printed))


def seen_by_the_head(year: Year) -> None:
    with year.turn("binh") as binh:
        binh.go(f"/ho-so/{year.codes['ngoc']}/luot-mo")
        binh.shows(
            "Hiệu trưởng đọc được ai đã mở hồ sơ, lúc nào, vì lý do gì.",
            "The head reads who opened the case, when, and for what reason.",
            REASON,
        )
