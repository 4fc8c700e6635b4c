"""With the keys alone: from signing in to a filed Mẫu 01, and an approval.

The focus is seen at every stop, goes through a page in its order, is never held, and lands on what
is to be mended.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from processes.demo.residents import TOLD
from tests.answers import answers_to
from tests.filled import Filled
from tests.journeys.keys import Keys
from tests.journeys.kinds import kinds
from tests.server import Server, serving

NEW, PLANNED = "HS-2026-0016", "HS-2026-0010"


@pytest.fixture
def server(filled: Filled) -> Iterator[Server]:
    with serving(filled.settings) as server:
        yield server


@pytest.mark.parametrize("filled", kinds(0), indirect=True)
def test_the_keyboard_is_enough_for_an_intake_and_an_approval(page: Page, server: Server) -> None:
    keys = Keys(page, server.url)
    sign_in(keys, "an")
    skip_to_content(keys)
    keys.press(task(page, NEW))
    be_refused_then_file(keys)
    keys.press(page.get_by_role("link", name="Về Việc của tôi"))
    keys.press(page.get_by_role("button", name="Đăng xuất"))

    sign_in(keys, "binh")
    keys.press(task(page, PLANNED))
    keys.fill(answers_to("approve_plan", now=datetime.now(UTC)))
    keys.press(main_button(page))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đã nộp")
    assert keys.faults == []


def sign_in(keys: Keys, name: str) -> None:
    """Through the page of signing in, which anybody who knows no address comes to."""
    keys.go("/")
    for field, typed in (("login", name), ("password", TOLD["password"])):
        keys.reach(keys.page.locator(f"[name={field}]"))
        keys.page.keyboard.insert_text(typed)
    with keys.page.expect_navigation():
        keys.page.keyboard.press("Enter")
    expect(keys.page.get_by_role("heading", level=1)).to_have_text("Việc của tôi")


def skip_to_content(keys: Keys) -> None:
    """The first stop leads past the head of the page; Shift+Tab leads back."""
    skip = keys.page.locator(".skip")
    keys.tab()
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    keys.page.keyboard.press("Enter")
    expect(keys.page.locator("main")).to_be_focused()
    keys.page.keyboard.press("Tab")
    assert keys.page.evaluate("document.activeElement.closest('main') !== null")
    keys.page.keyboard.press("Shift+Tab")
    keys.page.keyboard.press("Shift+Tab")
    assert keys.page.evaluate("document.activeElement.closest('.top') !== null")


def be_refused_then_file(keys: Keys) -> None:
    """Sent empty, the page comes back with what is to be mended first; then Mẫu 01 is filed."""
    page = keys.page
    keys.press(main_button(page))
    expect(page.locator(".summary")).to_be_focused()
    keys.reach(page.locator(".summary a").first)
    field = page.evaluate("document.activeElement.hash.slice(1)")
    page.keyboard.press("Enter")
    expect(page.locator(f"[id='{field}']")).to_be_in_viewport()
    keys.fill(answers_to("record_intake", now=datetime.now(UTC)))
    keys.press(main_button(page))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đã nộp")


def task(page: Page, code: str) -> Locator:
    """The way to the form, in the list of tasks."""
    return page.locator("li.task", has_text=code).get_by_role("link").first


def main_button(page: Page) -> Locator:
    """What sends the form."""
    return page.locator(".actions button.button:not([name])").last
