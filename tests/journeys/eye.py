"""Looks at pages in a real browser, in windows of several sizes, and keeps what is wrong with them.

In `make trials` every page is looked at in every window, and a picture of each is put into
`build/screenshots`; otherwise the windows take turns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, Response

from tests.browser import DESK, HEIGHT, PATIENCE, PHONE, Breaches
from tests.journeys.kinds import WHOLE

HERE = Path(__file__).parent
REFLOW = (HERE / "reflow.js").read_text(encoding="utf-8")
PICTURES = HERE.parents[1] / "build" / "screenshots"
AXE = "axe.run({resultTypes: ['violations']}).then(found => found.violations)"


@dataclass(frozen=True)
class Window:
    """A size in CSS pixels; `name` is the folder of its pictures."""

    name: str
    width: int
    height: int


# The last is a window of 1280 x 1024 at 400 %.
WINDOWS = (
    Window("390", PHONE, HEIGHT),
    Window("1280", DESK, HEIGHT),
    Window("320", 320, 256),
)


class Eye:
    """Whoever looks, through one browser of each person; `faults` are what was seen, in words."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.url = url
        self.faults: list[str] = []
        self._browser = browser
        self._pages: dict[tuple[int, str], Page] = {}
        self._breaches = Breaches()
        self._turn = 0

    def page_of(self, client: FlaskClient, *, language: str = "vi") -> Page:
        """The page of the browser in which this client's person is signed in."""
        key = id(client), language
        if key not in self._pages:
            self._pages[key] = self._opened(client, language)
        return self._pages[key]

    def look(self, page: Page, called: str, *, windows: Sequence[Window] = ()) -> None:
        """At what is open: in all windows, or in the one whose turn it is."""
        self._turn += 1
        turn = (WINDOWS[self._turn % len(WINDOWS)],)
        for window in windows or (WINDOWS if WHOLE else turn):
            page.set_viewport_size({"width": window.width, "height": window.height})
            _until_drawn(page)
            found = page.evaluate(REFLOW)
            found += _against_axe(page)
            self.faults += [f"{called}, {window.name} px: {fault}" for fault in found]
            if WHOLE:
                page.screenshot(path=PICTURES / window.name / f"{called}.png", full_page=True)

    def close(self) -> None:
        """Fail if anything was wrong."""
        for page in self._pages.values():
            page.context.close()
        faults = [*self.faults, *self._breaches]
        assert not faults, "\n".join(faults)

    def _opened(self, client: FlaskClient, language: str) -> Page:
        context = self._browser.new_context(
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            viewport={"width": DESK, "height": HEIGHT},
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        self._breaches.watch(context)
        context.on("response", self._missing)
        cookies = {"language": language}
        signed_in = client.get_cookie("donghanh")
        if signed_in is not None:
            cookies["donghanh"] = signed_in.value
        context.add_cookies([{"name": it, "value": cookies[it], "url": self.url} for it in cookies])
        return context.new_page()

    def _missing(self, answer: Response) -> None:
        if answer.status >= 400 and not answer.request.is_navigation_request():
            self.faults.append(f"{answer.url}: {answer.status}")


def _until_drawn(page: Page) -> None:
    """Until the drawing of a case is there, where there is one."""
    if page.locator("[data-diagrams]").count():
        page.locator("[data-diagrams]").scroll_into_view_if_needed()  # it is drawn when seen
        page.locator("[data-canvas] svg").first.wait_for()


def _against_axe(page: Page) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return [
        f"{it['id']}: {it['help']}: {node['html'][:200]}"
        for it in page.evaluate(AXE)
        for node in it["nodes"]
    ]
