"""Every page of the filled demo, in a real browser: on a phone, on a desk, and at 400 %.

Nothing against the rules of axe, nothing cut off, no error on the console, every stop of the Tab
key seen. Which pages there are is told in tests/every_page.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

import pytest
from playwright.sync_api import Browser

from tests.every_page import House, Visit
from tests.filled import Filled
from tests.journeys.eye import WINDOWS, Eye
from tests.journeys.keys import Keys
from tests.journeys.kinds import WHOLE, kinds
from tests.server import Server, serving

TRANSLATED = WINDOWS[:1] if WHOLE else ()  # English is longer: on a phone it shows


@pytest.fixture
def server(filled: Filled) -> Iterator[Server]:
    with serving(filled.settings) as server:
        yield server


def by_reader(house: House) -> Mapping[str, list[Visit]]:
    """Each page once, or by everybody who may open it in `make trials`."""
    seen: set[str] = set()
    chosen = []
    for visit in house.visits():
        if WHOLE or visit.endpoint not in seen:
            chosen.append(visit)
        seen.add(visit.endpoint)
    chosen.sort(key=lambda visit: visit.name)
    return {name: list(all_) for name, all_ in groupby(chosen, key=lambda visit: visit.name)}


@pytest.mark.parametrize("filled", kinds(0), indirect=True)
def test_every_page_can_be_read_and_walked_through_in_every_window(
    server: Server, browser: Browser
) -> None:
    house = House(server.app)
    eye = Eye(browser, server.url)
    for number, (name, visits) in enumerate(by_reader(house).items()):
        with eye.of(house.browser_of(name)) as page:
            keys = Keys(page, server.url)
            for visit in visits:
                called = f"{visit.endpoint}.{name}"
                assert keys.go(visit.address) == 200, called
                if WHOLE or number == 0:
                    keys.walk()
                    eye.faults += [f"{called}: {fault}" for fault in keys.faults]
                    keys.faults.clear()
                eye.look(page, called)
    assert eye.faults == []


@pytest.mark.skipif(not WHOLE, reason="what is longer in English is looked at in `make trials`")
@pytest.mark.parametrize("filled", kinds(1)[:1], indirect=True)
def test_every_page_can_be_read_in_english(server: Server, browser: Browser) -> None:
    house = House(server.app)
    eye = Eye(browser, server.url)
    for name, visits in by_reader(house).items():
        with eye.of(house.browser_of(name), language="en") as page:
            for visit in visits:
                page.goto(server.url + visit.address)
                eye.look(page, f"{visit.endpoint}.{name}.en", windows=TRANSLATED)
    assert eye.faults == []
