"""Every page of the filled demo, in a real browser: on a phone, on a desk, and at 400 %.

Nothing against the rules of axe, nothing cut off, no error on the console, every stop of the Tab
key seen. Which pages there are is told in tests/every_page.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from playwright.sync_api import Browser

from tests.every_page import House, Visit
from tests.filled import Filled
from tests.journeys.eye import WINDOWS, Eye
from tests.journeys.keys import Keys
from tests.journeys.kinds import WHOLE, kinds, some
from tests.server import Server, serving

WALKED = 3  # of the pages one is walked through with the Tab key, or all


@pytest.fixture
def server(filled: Filled) -> Iterator[Server]:
    with serving(filled.settings) as server:
        yield server


def chosen(house: House) -> Sequence[Visit]:
    """Each page by everybody who may open it, or else some by one of them."""
    visits = list(house.visits())
    return visits if WHOLE else some(list({it.endpoint: it for it in visits}.values()), 6)


@pytest.mark.parametrize("filled", kinds(0), indirect=True)
def test_every_page_can_be_read_and_walked_through_in_every_window(
    server: Server, browser: Browser
) -> None:
    house = House(server.app)
    eye = Eye(browser, server.url)
    visits = chosen(house)
    walked = some(visits, WALKED)
    for visit in visits:
        called = f"{visit.endpoint}.{visit.name}"
        page = eye.page_of(house.browser_of(visit.name))
        keys = Keys(page, server.url)
        assert keys.go(visit.address) == 200, called
        if visit in walked:
            keys.walk()
            eye.faults += [f"{called}: {fault}" for fault in keys.faults]
        eye.look(page, called)
    eye.close()


@pytest.mark.parametrize("filled", kinds(1)[:1], indirect=True)
def test_every_page_can_be_read_in_english(server: Server, browser: Browser) -> None:
    house = House(server.app)
    eye = Eye(browser, server.url)
    for visit in chosen(house):
        page = eye.page_of(house.browser_of(visit.name), language="en")
        page.goto(server.url + visit.address)
        eye.look(page, f"{visit.endpoint}.{visit.name}.en", windows=WINDOWS[:1])
    eye.close()
