"""Somebody of the demo school at a browser, whose pages are kept as pictures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Locator, Page, expect

from processes.demo.residents import TOLD
from tests.journeys.person import DRAWN, Person
from tests.year.album import Words
from tests.year.answers import Listed

if TYPE_CHECKING:
    from tests.year.year import Year

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Seen:
    """What to keep a picture of: the filled form before it is sent, or the page that answers."""

    vi: str
    en: str
    after: bool = False


def after(vi: str, en: str) -> Seen:
    """A picture of the page that answers."""
    return Seen(vi, en, after=True)


class Resident(Person):
    """One window of one person of the demo."""

    def __init__(self, page: Page, url: str, name: str, *, year: Year) -> None:
        super().__init__(page, url)
        self.name = name
        self._year = year

    def come_in(self) -> None:
        """Sign in."""
        self.go("/dang-nhap")
        self.page.fill("[name=login]", self.name)
        self.page.fill("[name=password]", TOLD["password"])
        self.press(self.page.get_by_role("button", name="Đăng nhập"))
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Việc của tôi")

    def shows(self, vi: str, en: str, *there: str) -> None:
        """The page says each of these; a picture of it."""
        for words in there:
            self.sees(words)
        self._year.album.take(
            self.page,
            at=self._year.now,
            who=self._year.full_name(self.name),
            words=Words(vi, en),
        )

    def sees(self, words: str) -> None:
        """These words are on the page, with whatever spaces between them."""
        pattern = r"\s+".join(re.escape(word) for word in words.split())
        expect(self.page.locator("main")).to_contain_text(re.compile(pattern))

    def opens(self, code: str) -> None:
        """The page of a case."""
        assert self.go(f"/ho-so/{code}") == 200

    def reports(self, answers: Mapping[str, Any], *seen: Seen) -> str:
        """Send a report; the code of the case that it opens."""
        self.go("/bao-tin")
        self._send(answers, seen)
        receipt = self.page.locator("dd.code").inner_text()
        return self._year.case_of(receipt)

    def asks_for_support(self, answers: Mapping[str, Any], *seen: Seen) -> str:
        """Send a request for support; the code of the case that it opens."""
        self.go("/bao-tin")
        self.follow("Ghi đề nghị hỗ trợ")
        self._send(answers, seen)
        return self.page.url.rpartition("/")[2]

    def does(self, code: str, element: str, answers: Mapping[str, Any], *seen: Seen) -> None:
        """Complete the task of the element, from the list of tasks; or send its message."""
        if DRAWN[element].kind == "boundaryEvent":
            assert self.go(f"/ho-so/{code}/bao/{element}") == 200
        else:
            self.open_task(code, element)
        self._send(answers, seen)
        self.sees(code)

    def sends(self, address: str, answers: Mapping[str, Any], *seen: Seen) -> None:
        """Fill in the form at an address and send it."""
        assert self.go(address) == 200
        self._send(answers, seen)

    def has_seen_all(self) -> None:
        """Mark every reminder as seen, where there is one."""
        self.go("/nhac-viec")
        unseen = self.page.get_by_role("button", name="Đánh dấu đã xem tất cả")
        if unseen.count():
            self.press(unseen)

    def follow(self, name: str | re.Pattern[str]) -> None:
        """Press a link by its words."""
        self.press(self.page.get_by_role("link", name=name).first)

    def choose(self, field: str, label: str) -> None:
        """The option of a list whose words contain these."""
        found = self.page.locator(f"select[name='{field}'] option", has_text=label).first
        value = found.get_attribute("value")
        assert value, label
        self.page.select_option(f"select[name='{field}']", value)

    def downloads(self, link_or_button: Locator) -> tuple[str, bytes]:
        """The name and the bytes of a file."""
        with self.page.expect_download() as download:
            link_or_button.click()
        return download.value.suggested_filename, download.value.path().read_bytes()

    def moves_the_clock(self, to: datetime) -> None:
        """Forward to this minute: by hours, then by minutes."""
        minutes = ceil((to - self._year.now) / MINUTE)
        assert minutes >= 0, f"the clock is past {to}"
        self.go("/dong-ho")
        for amount, unit in zip(divmod(minutes, 60), ("giờ", "phút"), strict=True):
            if amount:
                self.page.fill("#f-words", f"+{amount} {unit}")
                self.press(self.page.get_by_role("button", name="Dời đồng hồ"))
                expect(self.page.get_by_role("status")).to_contain_text("Đồng hồ đã dời đến")

    def _answer(self, name: str, answer: Any) -> None:
        if isinstance(answer, Listed):
            self.choose(name, answer.words)
        else:
            super()._answer(name, answer)

    def _send(self, answers: Mapping[str, Any], seen: tuple[Seen, ...]) -> None:
        self.fill(answers)
        for one in seen:
            if not one.after:
                self.shows(one.vi, one.en)
        self.submit()
        assert not self.problems, self.problems
        for one in seen:
            if one.after:
                self.shows(one.vi, one.en)
