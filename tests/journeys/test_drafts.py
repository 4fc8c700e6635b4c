"""Drafts in a real browser: kept while somebody types, through a broken connection, on a phone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Dialog, Page, expect

from models.settings import Settings
from processes import cases
from tests import world as worlds
from tests.answers import answers_to
from tests.browser import PHONE
from tests.journeys.kinds import kinds
from tests.journeys.person import Person
from tests.server import Server


@pytest.mark.parametrize("width", [PHONE])
@pytest.mark.parametrize("database_url", kinds(1), indirect=True)
def test_what_is_typed_is_kept_by_itself_and_asked_about_only_until_then(
    page: Page, settings: Settings, server: Server
) -> None:
    world = worlds.build(settings)
    moment = datetime.now(UTC)
    answers = answers_to("report", now=moment)
    code = cases.open_by_report(
        world.workplace, world.school.id, answers, by=world.lan.caller, now=moment
    ).case_code
    world.close()
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    an = Person(page, server.url)
    an.sign_in(world.an)
    an.open_task(code, "record_intake")
    address = page.url
    needs, told = page.locator("[name=initial_needs]"), page.locator("[data-draft-status]")

    needs.press_sequentially("Em sợ.")
    expect(told).to_contain_text("Đã lưu nháp lúc")
    page.goto(address)
    assert asked == []
    expect(needs).to_have_value("Em sợ.")

    older = page.context.new_page()
    older.goto(address)
    page.context.set_offline(True)
    needs.fill("Em sợ về nhà.")
    expect(told).to_contain_text("Chưa lưu được nháp")
    page.context.set_offline(False)
    expect(told).to_contain_text("Đã lưu nháp lúc")

    older.locator("[name=initial_needs]").fill("Ở trang cũ.")
    expect(older.locator("[data-draft-status]")).to_contain_text("có nháp mới hơn")
    with older.expect_navigation():
        older.get_by_role("button", name="Lưu nháp").click()
    expect(older.locator(".notice--late")).to_be_focused()
    expect(older.locator("[name=initial_needs]")).to_have_value("Ở trang cũ.")
    assert older.evaluate("document.documentElement.scrollWidth") <= PHONE
    _accessible(older)

    page.get_by_role("button", name="Lưu nháp").click()
    assert page.url == address
    an.go("/viec-cua-toi")
    assert asked == []
    expect(page.locator("li.task", has_text="Có nháp")).to_contain_text(code)
    an.go(address.removeprefix(server.url))
    page.get_by_text("Bỏ nháp này").click()
    _accessible(page)
    an.press(page.get_by_role("button", name="Bỏ hẳn nháp"))
    expect(needs).to_have_value("")
    needs.press_sequentially("Một chữ")
    page.goto(server.url)
    assert asked == ["beforeunload"]


def _accessible(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
