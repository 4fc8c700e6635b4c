"""A person at a browser: signs in, finds the task, fills the form as it stands on the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Locator, Page, expect

from processes.bundle import catalogue
from processes.engine import load
from tests.world import PASSWORD, PROCESS, Member

DRAWN = load(catalogue(PROCESS)).elements


class Person:
    """One window of one person."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self._cookies: dict[str, list[Any]] = {}

    def sign_in(self, member: Member) -> None:
        """Through the sign-in page; whoever was here before comes back with their own session."""
        context = self.page.context
        context.clear_cookies()
        if member.sign_in_name in self._cookies:
            context.add_cookies(self._cookies[member.sign_in_name])
            return
        self.go("/dang-nhap")
        self.page.fill("[name=login]", member.sign_in_name)
        self.page.fill("[name=password]", PASSWORD)
        self.page.get_by_role("button", name="Đăng nhập").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Việc của tôi")
        self._cookies[member.sign_in_name] = list(context.cookies())

    def go(self, path: str) -> int:
        """Open an address; its status."""
        answer = self.page.goto(self.url + path)
        assert answer is not None
        return answer.status

    def press(self, link_or_button: Locator) -> None:
        """Click what leads to another page, and wait until that page has loaded whole."""
        with self.page.expect_navigation():
            link_or_button.click()

    def open_task(self, code: str, element: str) -> None:
        """From "Việc của tôi", the task of this element in this case."""
        self.go("/viec-cua-toi")
        row = self.page.locator("li.task", has_text=code).filter(
            has=self.page.get_by_role("link", name=DRAWN[element].name)
        )
        self.press(row.get_by_role("link").first)

    def fill(self, answers: Mapping[str, Any], prefix: str = "") -> None:
        """Type the answers, in the order in which the form asks."""
        for key, answer in answers.items():
            self._answer(f"{prefix}{key}", answer)

    def submit(self) -> None:
        """Press the one visible main button of the form."""
        self.press(self.page.locator(".actions button.button:not([name])").last)

    @property
    def problems(self) -> list[str]:
        """What the error summary says."""
        return self.page.locator(".summary li").all_inner_texts()

    def _answer(self, name: str, answer: Any) -> None:
        if isinstance(answer, dict) and "level" in answer:
            self._choose(f"{name}-level", answer["level"])
            self._answer(f"{name}-reason", answer["reason"])
        elif isinstance(answer, dict):
            self.fill(answer, f"{name}-")
        elif isinstance(answer, list) and answer and isinstance(answer[0], dict):
            for number, row in enumerate(answer):
                if not self.page.locator(f"[name^='{name}-{number}-']").count():
                    self.press(self.page.locator(f"button[name=_add][value={name}]"))
                self.fill(row, f"{name}-{number}-")
        elif isinstance(answer, list):
            for value in answer:
                self._choose(name, value)
        else:
            self._type(name, str(answer))

    def _type(self, name: str, value: str) -> None:
        field = self.page.locator(f"[name='{name}']").first
        kind = field.evaluate("it => it.tagName + ':' + it.type")
        if kind in ("INPUT:radio", "INPUT:checkbox"):
            self._choose(name, value)
        elif kind.startswith("SELECT"):
            field.select_option(value)
        else:
            field.fill(value)

    def _choose(self, name: str, value: str) -> None:
        self._input(name, value).check()

    def _input(self, name: str, value: str) -> Locator:
        return self.page.locator(f"input[name='{name}'][value='{value}']")
