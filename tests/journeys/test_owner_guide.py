"""Two process owners follow docs/owner-guide.vi.md word for word, in a real browser."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from models.appointments import Appointment, Role
from models.settings import Settings
from processes.working_time.local_time import today
from tests import world as worlds
from tests.browser import PHONE
from tests.journeys.person import Person
from tests.server import Server
from tests.trials.acts import complete, look, opened_case
from tests.world import World

DOCS = Path(__file__).parents[2] / "docs"
ROW = re.compile(r"^\| `([^`]+)` \| `([^`]+)` \| `([^`]+)` \|$", re.MULTILINE)
BLOCK = re.compile(r"`(forms/[^`]+)`[^`]*(?:`[^`\n]+`[^`\n]*)*\n\n```json\n(.*?)```", re.DOTALL)
OLD, NEW = (f"{verb} kế hoạch can thiệp, trợ giúp (Mẫu số 03)" for verb in ("Lập", "Soạn"))


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The guide is followed once; what it does to each database is tested page by page."""
    return sqlite_url


@pytest.fixture
def world(settings: Settings) -> Iterator[World]:
    """Lan is a process owner beside Chi."""
    built = worlds.build(settings)
    with built.workplace.database.transaction() as session:
        session.add(
            Appointment(
                person_id=built.lan.person_id, role=Role.PROCESS_OWNER, from_date=worlds.SINCE
            )
        )
    yield built
    built.close()


def test_both_guides_change_the_same_and_are_two_pages_at_most() -> None:
    vi, en = ((DOCS / f"owner-guide.{one}.md").read_text(encoding="utf-8") for one in ("vi", "en"))
    assert ROW.findall(vi) == ROW.findall(en)
    assert BLOCK.findall(vi) == BLOCK.findall(en)
    assert max(len(vi.split()), len(en.split())) < 1000


def test_owners_follow_the_guide(page: Page, world: World, server: Server, tmp_path: Path) -> None:
    old = waiting_for_approval(world)
    owner = Person(page, server.url)
    owner.sign_in(world.chi)
    changed = edited(downloaded(owner, tmp_path), tmp_path)
    uploads_and_reads(owner, changed)
    proposes_from_today(owner)
    owner.sign_in(world.lan)
    approves(owner, world)

    new = waiting_for_approval(world)

    assert [look(world, code).process_version_id for code in (old, new)] == [1, 2]
    head = Person(page, server.url)
    head.sign_in(world.binh)
    for code, name, fields in ((old, OLD, 0), (new, NEW, 1)):
        head.open_task(code, "approve_plan")
        expect(page.get_by_label("Đã họp bàn ngày nào?")).to_have_count(fields)
        head.go(f"/ho-so/{code}")
        expect(page.locator(".stepping")).to_contain_text(name.replace("Mẫu số", "Mẫu\u00a0số"))
    days = [look(world, code).deadlines[-1].amount for code in (old, new)]
    assert days == [3, 2]


def waiting_for_approval(world: World) -> str:
    """The code of a new case whose plan waits for the head."""
    code = opened_case(world)
    for element in ("record_intake", "assess_risk", "decide_route", "plan_intervention"):
        complete(world, code, element)
    return code


def downloaded(owner: Person, folder: Path) -> Path:
    """Step 1."""
    owner.go("/quy-trinh")
    is_usable(owner.page)
    owner.press(owner.page.get_by_role("link", name="Phiên bản 1"))
    with owner.page.expect_download() as download:
        owner.page.get_by_role("link", name="Tải bộ quy trình về (.zip)").click()
    download.value.save_as(folder / "quy-trinh-1.zip")
    return folder / "quy-trinh-1.zip"


def edited(archive: Path, folder: Path) -> Path:
    """Step 2, with the find and replace of the guide; the folder itself is compressed again."""
    guide = (DOCS / "owner-guide.vi.md").read_text(encoding="utf-8")
    with zipfile.ZipFile(archive) as old:
        files = {name: old.read(name).decode() for name in old.namelist()}
    for name, find, replacement in (
        *ROW.findall(guide),
        *((*one, "") for one in BLOCK.findall(guide)),
    ):
        assert files[name].count(find) == 1, (name, find)
        files[name] = files[name].replace(find, replacement)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("__MACOSX/._quy-trinh-1", b"\x00\x05")
        for name, text in files.items():
            new.writestr(f"quy-trinh-1/{name}", text)
    changed = folder / "quy-trinh-sua.zip"
    changed.write_bytes(buffer.getvalue())
    return changed


def uploads_and_reads(owner: Person, changed: Path) -> None:
    """Step 3."""
    page = owner.page
    owner.go("/quy-trinh")
    page.get_by_label("Tệp .zip của bộ quy trình").set_input_files(changed)
    owner.press(page.get_by_role("button", name="Tải lên và soát"))
    expect(page.get_by_role("heading", name="Soát tự động: không có lỗi")).to_be_visible()
    differences = page.locator("section[aria-labelledby=differences]")
    expect(differences).to_contain_text("thêm ô “Đã họp bàn ngày nào?”")
    expect(differences).to_contain_text("“working_days(2, submitted_at)”")
    expect(page.locator("section[aria-labelledby=limits]")).to_contain_text(
        re.compile(
            r"2\s+ngày làm việc: bắt đầu thứ\s+Sáu 21/8/2026 15:00 thì hết thứ\s+Hai 24/8/2026"
        )
    )
    page.locator("[data-diagrams]").scroll_into_view_if_needed()
    expect(page.locator(".djs-element.changed[data-element-id=plan_intervention]")).to_be_visible()
    expect(page.locator(".diagram-mark.changed").first).to_have_text("~ sửa")
    is_usable(page)
    owner.press(page.get_by_role("link", name="Phê duyệt kế hoạch can thiệp, trợ giúp"))
    expect(page.get_by_label("Đã họp bàn ngày nào?")).to_be_disabled()
    is_usable(page)
    page.go_back()


def proposes_from_today(owner: Person) -> None:
    """Step 4, the first signature."""
    on = today(datetime.now(UTC))
    owner.fill({"effective_from": f"{on.day}/{on.month}/{on.year}"})
    owner.press(
        owner.page.locator(".actions").get_by_role("button", name="Gửi người thứ hai phê duyệt")
    )
    expect(owner.page.get_by_text("Chờ người thứ hai phê duyệt.")).to_be_visible()
    expect(owner.page.get_by_role("button", name="Phê duyệt")).to_have_count(0)


def approves(owner: Person, world: World) -> None:
    """Step 4, the second signature, on a phone."""
    page = owner.page
    page.set_viewport_size({"width": PHONE, "height": 844})
    owner.go("/quy-trinh")
    is_usable(page)
    owner.press(page.get_by_role("link", name="Xem đề nghị"))
    is_usable(page)
    owner.press(page.get_by_role("button", name="Phê duyệt, đưa vào áp dụng"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Phiên bản 2")
    expect(page.get_by_text(f"{world.chi.name} đề nghị")).to_be_visible()
    expect(page.get_by_text(f"{world.lan.name} phê duyệt")).to_be_visible()
    is_usable(page)


def is_usable(page: Page) -> None:
    """Nothing runs out of the window, and axe finds nothing to complain about."""
    width = page.viewport_size
    assert width is not None
    assert page.evaluate("document.documentElement.scrollWidth") <= width["width"]
    assert Axe().run(page).response["violations"] == []
