"""Somebody with a keyboard and no mouse: Tab, Shift+Tab, Space, Enter and the arrows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

from tests.journeys.person import Person

HERE = Path(__file__).parent
FOCUS = (HERE / "focus.js").read_text(encoding="utf-8")
UNREACHED = (HERE / "unreached.js").read_text(encoding="utf-8")
IN_FOCUS = "all => all.includes(document.activeElement)"
MOST = 300  # stops on one page


class Keys(Person):
    """A person at one window who presses keys only; `faults` says where the focus was not seen."""

    def __init__(self, page: Page, url: str) -> None:
        super().__init__(page, url)
        self.faults: list[str] = []

    def press(self, link_or_button: Locator) -> None:
        """Go to it and press Enter; wait for the page that this leads to."""
        self.reach(link_or_button)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def reach(self, wanted: Locator) -> None:
        """Press Tab until it has the focus."""
        for _stop in range(MOST):
            if wanted.evaluate_all(IN_FOCUS):
                return
            self.tab()
        raise AssertionError(f"Tab never comes to {wanted}")

    def tab(self) -> bool:
        """Go one stop further; whether the page had been gone through before."""
        self.page.keyboard.press("Tab")
        found: dict[str, Any] = self.page.evaluate(FOCUS)
        self.faults += found["faults"]
        return bool(found["again"])

    def walk(self) -> None:
        """Through the whole page that is open, from its beginning."""
        for _stop in range(MOST):
            if self.tab():
                break
        self.faults += self.page.evaluate(UNREACHED)

    def _type(self, name: str, value: str) -> None:
        field = self.page.locator(f"[name='{name}']").first
        kind = field.evaluate("it => it.tagName + ':' + it.type")
        if kind in ("INPUT:radio", "INPUT:checkbox"):
            self._choose(name, value)
            return
        self.reach(field)
        if kind.startswith("SELECT"):
            while field.input_value() != value:
                self.page.keyboard.press("ArrowDown")
        else:
            self.page.keyboard.press("Control+A")
            self.page.keyboard.insert_text(value)

    def _choose(self, name: str, value: str) -> None:
        box = self._input(name, value)
        if box.get_attribute("type") == "checkbox":
            self.reach(box)
            self.page.keyboard.press("Space")
            return
        self.reach(self.page.locator(f"input[name='{name}']"))
        self.page.keyboard.press("Space")
        while not box.is_checked():
            self.page.keyboard.press("ArrowDown")
