"""A real browser for tests: Debian's Chromium, which may speak to this machine only.

`page` is a fresh one in Vietnamese. Its width comes from the fixture `width`, which a test sets by
`@pytest.mark.parametrize("width", [PHONE, DESK])`. A script error, a breach of the page's content
security policy or a request to another machine fails the test that caused it.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    sync_playwright,
)

CHROMIUM = Path("/usr/bin/chromium")
PHONE = 390
DESK = 1280
HEIGHT = 844
PATIENCE = 30_000.0  # milliseconds that an element may take to appear on a busy machine

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
OWN = ("http://127.0.0.1:", "data:", "blob:", "about:")


class Breaches(list[str]):
    """What no page of ours may do, in the order in which it was seen."""

    def watch(self, context: BrowserContext) -> None:
        # Seen, not caught on the way: a browser whose requests are caught keeps no file.
        context.on("request", self._see)
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.append(f"script error: {error.error}"))

    def _see(self, request: Request) -> None:
        if not request.url.startswith(OWN):
            self.append(f"request to another machine: {request.url}")

    def _hear(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.append(message.text)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def width() -> int:
    """The width of the window in CSS pixels."""
    return DESK


@pytest.fixture
def page(browser: Browser, width: int) -> Iterator[Page]:
    yield from _page(browser, width, scripts="run")


@pytest.fixture
def page_without_scripts(browser: Browser, width: int) -> Iterator[Page]:
    """The same for someone whose browser runs no JavaScript."""
    yield from _page(browser, width, scripts="refused")


def _page(browser: Browser, width: int, *, scripts: str) -> Iterator[Page]:
    breaches = Breaches()
    context = browser.new_context(
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        viewport={"width": width, "height": HEIGHT},
        java_script_enabled=scripts == "run",
    )
    breaches.watch(context)
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()
    assert not breaches, "\n".join(breaches)
