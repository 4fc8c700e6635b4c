"""March: the law changes; a new case runs under the new limit, an old one under the old."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from playwright.sync_api import expect

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
from tests.year.resident import Resident, Seen
from tests.year.year import Year

BEGINS = "2/3/2027 7:45"
SLUG = "07-march"
TITLE = Words("Tháng 3: luật thay đổi", "March: the law changes")
INTRO = Words(
    "Văn bản mới rút hạn phê duyệt từ 3 còn 2 ngày làm việc. Hai chủ quy trình đổi bằng trình soạn "
    "văn bản và trình duyệt, không cần lập trình viên. Hồ sơ cũ đi tiếp theo bản cũ.",
    "A new text shortens the approval from 3 to 2 working days. Two process owners change it "
    "with a text editor and a browser, without a programmer. Old cases go on under the old "
    "version.",
)

LINH = Child("Đặng Thùy Linh", "7A2", teacher="Lâm Tú Anh")
TU = Child("Phan Anh Tú", "8A3", teacher="Đỗ Thị Hồng", gender="male")
GUIDE = Path(__file__).parents[2] / "docs" / "owner-guide.vi.md"
ROW = re.compile(r"^\| `([^`]+)` \| `([^`]+)` \| `([^`]+)` \|$", re.MULTILINE)
OF_THE_LIMIT = re.compile("0?[23] (ngày làm việc|working days)|working_days")


def walk(year: Year) -> None:
    """From Tuesday 2/3 to Thursday 11/3."""
    waits_for_a_plan(year, "linh", LINH, "2/3/2027 8:00")
    changed_by_the_owner(year)
    signed_by_the_second(year)
    waits_for_a_plan(year, "tu", TU, "8/3/2027 8:00")
    both_limits(year)


def waits_for_a_plan(year: Year, key: str, child: Child, received: str) -> None:
    """A new case, up to the decision."""
    year.until(received)
    with year.turn("ha") as ha:
        story = f"Em {child.name.split()[-1]} bị nhóm bạn tẩy chay, ngồi một mình cả tuần."
        code = year.codes[key] = ha.reports(report(story, received, child))
    with year.turn("an") as an:
        an.has_seen_all()
        an.does(code, "record_intake", intake(child, ["violence_suffered"], "Em cần có bạn."))
        an.does(
            code,
            "assess_risk",
            assessment(
                low("Bị tẩy chay", "Bạn cùng lớp", "Không"),
                medium("Khá", "Cô chủ nhiệm", "Gần cô", "Ít nhờ"),
                "low",
                "Em muốn có bạn chơi cùng.",
            ),
        )
    with year.turn("binh") as binh:
        binh.has_seen_all()
        binh.does(code, "decide_route", decision("at_school", "Lớp và cô chủ nhiệm giúp được."))


def changed_by_the_owner(year: Year) -> None:
    """Downloaded, changed on her machine, uploaded, read, proposed from next week on."""
    year.until("3/3/2027 9:00")
    with year.turn("chi") as chi:
        chi.go("/quy-trinh")
        chi.follow("Phiên bản 1")
        chi.shows(
            "Chủ quy trình mở phiên bản đang áp dụng và tải cả bộ về.",
            "The process owner opens the version in force and downloads it whole.",
        )
        _, archive = chi.downloads(chi.page.get_by_role("link", name="Tải bộ quy trình về (.zip)"))
        uploads(chi, archive)
        chi.shows(
            "Tải lên: hệ thống soát lỗi, nêu từng chỗ khác, và tính thử hạn mới bằng ngày thật.",
            "Uploaded: it is checked, each difference is named, the new limit tried on real dates.",
            "không có lỗi",
            "“working_days(2, submitted_at)”",
            "2 ngày làm việc",
        )
        chi.fill({"effective_from": "8/3/2027"})
        chi.press(
            chi.page.locator(".actions").get_by_role("button", name="Gửi người thứ hai phê duyệt")
        )
        chi.sees("Chờ người thứ hai phê duyệt.")
        expect(chi.page.get_by_role("button", name="Phê duyệt")).to_have_count(0)


def uploads(chi: Resident, archive: bytes) -> None:
    """The rows of the owner's guide that are about the limit, found and replaced."""
    changes = [row for row in ROW.findall(GUIDE.read_text("utf-8")) if OF_THE_LIMIT.search(row[1])]
    assert len(changes) == 7
    with zipfile.ZipFile(io.BytesIO(archive)) as old:
        files = {name: old.read(name).decode() for name in old.namelist()}
    for name, find, replacement in changes:
        assert files[name].count(find) == 1, (name, find)
        files[name] = files[name].replace(find, replacement)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name, text in files.items():
            new.writestr(name, text)
    chi.go("/quy-trinh")
    chi.page.get_by_label("Tệp .zip của bộ quy trình").set_input_files(
        {"name": "quy-trinh-2.zip", "mimeType": "application/zip", "buffer": buffer.getvalue()}
    )
    chi.press(chi.page.get_by_role("button", name="Tải lên và soát"))


def signed_by_the_second(year: Year) -> None:
    year.until("4/3/2027 10:00")
    with year.turn("tuyet") as tuyet:
        tuyet.go("/quy-trinh")
        tuyet.follow("Xem đề nghị")
        tuyet.press(tuyet.page.get_by_role("button", name="Phê duyệt, đưa vào áp dụng"))
        tuyet.sees("Huỳnh Ánh Tuyết phê duyệt")
        tuyet.go("/quy-trinh")
        tuyet.shows(
            "Người thứ hai đọc và ký: áp dụng từ 8/3. Mỗi phiên bản ghi ai đề nghị, ai phê duyệt.",
            "A second owner reads and signs: in force from 8 March. Each version says by whom.",
            "Phiên bản 2",
        )


def both_limits(year: Year) -> None:
    year.until("9/3/2027 10:00")
    with year.turn("an") as an:
        for key in ("linh", "tu"):
            an.does(
                year.codes[key],
                "plan_intervention",
                plan(
                    "Trong ba tuần em có bạn ngồi cùng và vui khi đến lớp.",
                    [activity("Xếp lại chỗ ngồi, sinh hoạt lớp về tình bạn", "Nguyễn Thu Hà")],
                    "2/4/2027",
                    "Em đồng ý.",
                ),
            )
    old, new = (year.codes[key] for key in ("linh", "tu"))
    with year.turn("binh") as binh:
        binh.opens(old)
        binh.shows(
            "Hồ sơ mở trước 8/3: vẫn 3 ngày làm việc, theo phiên bản 1.",
            "The case opened before 8 March: still 3 working days, by version 1.",
            "thứ Sáu, 12/3/2027",
        )
        binh.opens(new)
        binh.shows(
            "Hồ sơ mở sau, nộp kế hoạch cùng lúc: 2 ngày làm việc, theo phiên bản 2.",
            "The case opened after it, its plan handed in at the same time: 2 working days.",
            "thứ Năm, 11/3/2027",
        )
    year.until("11/3/2027 8:30")
    with year.turn("binh") as binh:
        approved = {"approved": "yes"}
        binh.does(
            new,
            "approve_plan",
            approved,
            Seen(
                "Hiệu trưởng phê duyệt cả hai trong hạn của từng hồ sơ.",
                "The head approves both, each within its own limit.",
            ),
        )
        binh.does(old, "approve_plan", approved)
