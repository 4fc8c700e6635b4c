"""The scripts of a page in a real browser: the drawing on a full screen, a form half filled in."""

from __future__ import annotations

from types import SimpleNamespace

from playwright.sync_api import Dialog, Page, expect

from tests.processes.forms.forms import catalogue_form
from tests.service.drawn import case_page, task_page
from tests.service.test_templates import ADDRESS, serve

DIAGRAM = SimpleNamespace(
    name="intake_and_decision",
    title="Tiếp nhận và quyết định",
    href="/intake_and_decision.bpmn",
    done="record_intake",
    taken="",
    here="decide_route",
    current=True,
)


def test_a_full_screen_draws_the_diagram_anew_and_its_button_leads_back(page: Page) -> None:
    serve(page, case_page(DIAGRAM))
    page.locator("[data-diagrams]").scroll_into_view_if_needed()
    expect(page.locator(".djs-element.here")).to_be_in_viewport()
    page.get_by_role("button", name="Xem cả sơ đồ").click()
    sheet = page.locator(".diagram-sheet")
    before = sheet.evaluate("one => one.offsetWidth")
    page.get_by_role("button", name="Toàn màn hình", exact=True).click()
    back = page.get_by_role("button", name="Thoát toàn màn hình")
    expect(back).to_be_visible()
    assert sheet.evaluate("one => one.offsetWidth") > before
    expect(page.locator(".djs-element.here")).to_be_in_viewport()
    back.click()
    expect(page.get_by_role("button", name="Toàn màn hình", exact=True)).to_be_visible()


def test_leaving_a_form_asks_only_when_something_was_typed(page: Page) -> None:
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    serve(page, task_page(catalogue_form("carry_out_plan")))
    page.goto(f"{ADDRESS}/")
    assert asked == []
    page.locator("textarea").first.press_sequentially("Em đã khá hơn.")
    page.goto(f"{ADDRESS}/")
    assert asked == ["beforeunload"]
