"""Attaching on a phone in a real browser: a line that breaks loses nothing that was chosen."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from models.settings import Settings
from processes import cases
from tests import world as worlds
from tests.answers import answers_to
from tests.browser import PHONE
from tests.journeys.kinds import kinds
from tests.journeys.person import Person
from tests.processes.attachments import files
from tests.server import Server

NAME = "Ngô Thị Lan - khám.jpg"


@pytest.mark.parametrize("width", [PHONE])
@pytest.mark.parametrize("database_url", kinds(2), indirect=True)
def test_files_are_sent_from_a_phone_and_sent_again_when_the_line_broke(
    page: Page, settings: Settings, server: Server, tmp_path: Path
) -> None:
    world = worlds.build(settings)
    moment = datetime.now(UTC)
    answers = answers_to("report", now=moment)
    code = cases.open_by_report(
        world.workplace, world.school.id, answers, by=world.lan.caller, now=moment
    ).case_code
    world.close()
    picture, other = tmp_path / NAME, tmp_path / "trang.jpg"
    picture.write_bytes(files.picture("JPEG") + bytes(400_000))
    other.write_bytes(files.HTML)
    an = Person(page, server.url)
    an.sign_in(world.an)
    an.go(f"/ho-so/{code}")
    an.press(page.get_by_role("link", name="Thêm tài liệu"))

    page.set_input_files("[name=files]", [picture, other])
    expect(page.locator("[data-chosen]")).to_contain_text(f"{NAME}, 391 KB")
    page.fill("[name=about]", "Giấy khám ngày 12/8")
    page.context.set_offline(True)
    send = page.get_by_role("button", name="Gửi tài liệu")
    send.click()
    expect(page.locator("[data-problem]")).to_contain_text("Các tệp đã chọn còn nguyên")
    page.context.set_offline(False)
    send.click()

    results = page.locator("#results")
    expect(results).to_be_focused()
    expect(results).to_contain_text("Đã nhận 1 tệp. 1 tệp không nhận được")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()

    # What came in the place of the page works as it did.
    page.set_input_files("[name=files]", [picture])
    page.get_by_role("button", name="Gửi tài liệu").click()
    expect(page.locator("#results")).to_contain_text("không ghi thêm gì")
    with page.expect_download() as download:
        page.locator("#files").get_by_role("link", name=NAME, exact=True).click()
    assert download.value.suggested_filename == NAME
    assert Path(download.value.path()).read_bytes() == picture.read_bytes()
