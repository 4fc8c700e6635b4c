"""An administrator enters a day off in a real browser, on a phone and at a desk."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from models.appointments import Appointment, Role
from models.settings import Settings
from tests import world as worlds
from tests.browser import DESK, PHONE
from tests.journeys.kinds import kinds
from tests.journeys.person import Person
from tests.server import Server
from tests.trials.acts import opened_case
from tests.world import World

SOURCE = "Công văn 45/PGD ngày 1/9/2026"
HERE = "/lich/truong/THCS-A"


@pytest.fixture
def world(settings: Settings) -> Iterator[World]:
    """Chi administers everything."""
    built = worlds.build(settings)
    with built.workplace.database.transaction() as session:
        session.add(
            Appointment(
                person_id=built.chi.person_id, role=Role.ADMINISTRATOR, from_date=worlds.SINCE
            )
        )
    opened_case(built)
    yield built
    built.close()


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("database_url", kinds(0), indirect=True)
def test_a_day_off_from_the_list_to_the_month(
    page: Page, width: int, world: World, server: Server
) -> None:
    chi = Person(page, server.url)
    chi.sign_in(world.chi)
    enters_a_day_off(chi, world, width)


@pytest.mark.parametrize("database_url", kinds(1), indirect=True)
def test_it_works_without_scripts(page_without_scripts: Page, world: World, server: Server) -> None:
    chi = Person(page_without_scripts, server.url)
    chi.sign_in(world.chi)
    enters_a_day_off(chi, world, DESK, axe=False)


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("database_url", kinds(1), indirect=True)
def test_every_form_can_be_used_on_this_width(
    page: Page, width: int, world: World, server: Server
) -> None:
    chi = Person(page, server.url)
    chi.sign_in(world.chi)
    for kind in ("lam-bu", "dong-cua", "mua", "gio-lam-viec"):
        chi.go(f"{HERE}/{kind}")
        is_usable(page, width)


def enters_a_day_off(chi: Person, world: World, width: int, *, axe: bool = True) -> None:
    page = chi.page
    chi.go("/lich")
    is_usable(page, width, axe=axe)
    page.get_by_role("link", name=world.school.name, exact=True).click()
    page.goto(f"{page.url}?thang=2026-08")
    expect(page.get_by_role("heading", name="Tháng 8/2026")).to_be_visible()
    expect(day(page, 22)).to_contain_text("làm bù cho 31/8")
    expect(day(page, 31)).to_contain_text("nghỉ hoán đổi")
    is_usable(page, width, axe=axe)
    page.get_by_role("link", name="Tháng sau").click()
    expect(page.get_by_role("heading", name="Tháng 9/2026")).to_be_visible()
    page.get_by_role("link", name="Thêm ngày nghỉ").click()
    chi.fill({"on": "14/9/2026", "name": "Nghỉ tránh bão"})
    chi.submit()
    assert chi.problems == ["Ghi văn bản làm căn cứ"]
    expect(page.locator("[name=on]")).to_have_value("14/9/2026")
    is_usable(page, width, axe=axe)
    chi.fill({"source": SOURCE})
    chi.submit()
    expect(page.get_by_text("14/9/2026: 7:30-11:30, 13:30-17:00 → nghỉ")).to_be_visible()
    is_usable(page, width, axe=axe)
    page.get_by_role("button", name="Sửa lại").click()
    expect(page.locator("[name=source]")).to_have_value(SOURCE)
    chi.submit()
    page.get_by_role("button", name="Áp dụng").click()
    expect(page.get_by_text("Đã ghi vào lịch")).to_be_visible()
    chi.go(f"{HERE}?thang=2026-09")
    expect(day(page, 14)).to_contain_text("Nghỉ tránh bão")
    is_usable(page, width, axe=axe)


def day(page: Page, number: int) -> Locator:
    """A date of the month that is shown."""
    exactly = re.compile(rf"^{number}\b")
    return page.locator("td.day", has=page.locator(".day-number", has_text=exactly))


def is_usable(page: Page, width: int, *, axe: bool = True) -> None:
    """Nothing runs out of the window, and axe finds nothing to complain about."""
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if axe:
        assert Axe().run(page).response["violations"] == []
