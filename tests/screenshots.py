"""The pictures of the guides: `make screenshots` takes them anew, at the width of a phone.

They show the demo as a sandbox of Friday 21/8/2026, 15:00, so that the same work is always there.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from models import schema
from models.keys import create_key_file
from models.settings import Settings
from processes import demo
from processes.demo.residents import TOLD
from processes.workplace import Workplace
from tests.browser import CHROMIUM, FLAGS, PHONE
from tests.server import Server, serving

FOLDER = Path(__file__).parents[1] / "docs" / "screenshots"
SHOWS = datetime(2026, 8, 21, 8, 0, tzinfo=UTC)
HEIGHT = 600  # of the picture: more of a page makes it heavy, and less tells little
LARGEST = 60_000


def main() -> None:
    """Take every picture in both languages."""
    FOLDER.mkdir(exist_ok=True)
    with demo_school() as server, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for language in ("vi", "en"):
            take_all(chromium, server, language)
        chromium.close()


def take_all(chromium: Browser, server: Server, language: str) -> None:
    """The pictures of one language."""
    an = signed_in(chromium, server, "an", language)
    take(an, f"my-tasks.{language}")
    an.goto(f"{server.url}/ho-so/HS-2026-0006")
    take(an, f"case.{language}")
    binh = signed_in(chromium, server, "binh", language)
    binh.locator("li.task", has_text="HS-2026-0010").get_by_role("link").first.click()
    take(binh, f"approval.{language}")
    khanh = signed_in(chromium, server, "khanh", language)
    khanh.goto(f"{server.url}/lich/truong/THCS-VAM-LUA/ngay-nghi")
    khanh.fill("[name=on]", "24/8/2026")
    khanh.fill("[name=source]", "123/SGDĐT")
    khanh.locator(".actions button.button").last.click()
    take(khanh, f"calendar.{language}")
    dung = signed_in(chromium, server, "dung", language)
    dung.goto(f"{server.url}/kiem-tra/HS-2026-0006/phat-lai?buoc=4")
    take(dung, f"replay.{language}")


@contextmanager
def demo_school() -> Iterator[Server]:
    """The demo at its pages, as long as the block lasts."""
    with tempfile.TemporaryDirectory() as folder:
        url, key_file = f"sqlite:///{folder}/demo.sqlite", Path(folder) / "donghanh.key"
        environment = {"DONGHANH_DATABASE_URL": url, "DONGHANH_KEY_FILE": str(key_file)}
        settings = Settings.from_environment(environment)
        schema.migrate(url)
        create_key_file(key_file)
        workplace = Workplace.open(settings)
        demo.fill_sandbox(workplace, at=SHOWS)
        workplace.database.dispose()
        with serving(settings) as server:
            yield server


def signed_in(chromium: Browser, server: Server, name: str, language: str) -> Page:
    """A phone on which somebody of the demo has signed in."""
    page = chromium.new_context(
        viewport={"width": PHONE, "height": HEIGHT}, reduced_motion="reduce"
    ).new_page()
    page.goto(f"{server.url}/ngon-ngu/{language}?next=/dang-nhap")
    page.fill("[name=login]", name)
    page.fill("[name=password]", TOLD["password"])
    page.locator("main button").click()
    return page


def take(page: Page, name: str) -> None:
    """What the phone shows now, from the heading on."""
    page.locator("h1").evaluate("it => window.scrollTo(0, it.getBoundingClientRect().top - 12)")
    page.screenshot(path=FOLDER / f"{name}.png", animations="disabled")
    size = (FOLDER / f"{name}.png").stat().st_size
    print(f"{name}.png {size}")  # noqa: T201 - a command, and this is its answer
    assert size <= LARGEST, name


if __name__ == "__main__":
    main()
