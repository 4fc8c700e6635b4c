"""Looks at pages in a real browser, in windows of several sizes, and keeps what is wrong with them.

In `make trials` every page is looked at in every window, and a picture of each is put into
`build/screenshots`; otherwise the windows take turns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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
    """Whoever looks: one window at a time, and the faults that were seen, in words."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.url = url
        self.faults: list[str] = []
        self._browser = browser
        self._turn = 0

    @contextmanager
    def of(self, client: FlaskClient, *, language: str = "vi") -> Iterator[Page]:
        """A page of a browser in which this client's person is signed in."""
        context = self._browser.new_context(
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            viewport={"width": DESK, "height": HEIGHT},
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        breaches = Breaches()
        breaches.watch(context)
        context.on("response", self._missing)
        context.add_cookies([{"name": "language", "value": language, "url": self.url}])
        signed_in = client.get_cookie("donghanh")
        if signed_in is not None:
            cookie = {"name": "donghanh", "value": signed_in.value, "url": self.url}
            context.add_cookies([cookie])  # type: ignore[list-item]
        yield context.new_page()
        context.close()
        self.faults += breaches

    def look(self, page: Page, called: str, *, windows: Sequence[Window] = ()) -> None:
        """At what is open, in all windows or in the one whose turn it is."""
        self._turn += 1
        turn = (WINDOWS[self._turn % len(WINDOWS)],)
        for window in windows or (WINDOWS if WHOLE else turn):
            page.set_viewport_size({"width": window.width, "height": window.height})
            _until_drawn(page)
            found = [*page.evaluate(REFLOW), *_against_axe(page)]
            self.faults += [f"{called}, {window.name} px: {fault}" for fault in found]
            if WHOLE:
                folder = PICTURES / window.name
                page.screenshot(path=folder / f"{called}.png", full_page=True)

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
