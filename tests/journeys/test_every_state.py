"""Pages in the states that the demo does not stand in: refused, empty, failed, late, in long names.

Looked at as every other page; see tests/journeys/test_every_page.py.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy import update

from models.people import Person
from models.schools import School
from service.here import STARTED_AT
from tests.every_page import House
from tests.filled import Filled
from tests.journeys import newcomers
from tests.journeys.eye import Eye
from tests.journeys.kinds import WHOLE, kinds, some
from tests.server import Server, serving
from tests.service.residents import workplace_of

# Pages with a form: what they say when nothing was filled in.
FORMS = {
    "reports.empty",
    "tasks.show",
    "messages.show",
    "corrections.show",
    "gathering.show",
    "concerned.show",
    "notices.wishes",
    "stand_ins.empty",
    "stand_ins.ending",
    "deputies.empty",
    "deputies.order",
    "agencies.empty",
    "agencies.wrong",
    "agencies.ending",
    "calendars.empty",
    "clock.show",
    "people.desk",
    "versions.listed",
    "proposals.show",
    "replays.show",
}
# Empties the first form of the page that asks for something, and sends it.
SEND_NOTHING = """() => {
  const asks = "input:not([type=hidden], [type=range]), select, textarea";
  const form = [...document.querySelectorAll("main form[method=post]")]
    .find(it => it.querySelector(asks));
  for (const it of form.querySelectorAll(asks)) {
    if (it.type === "checkbox") it.checked = false;
    else if (it.type !== "radio") it.value = "";
  }
  form.submit();
}"""
TOLD_OFF = ".summary, .notice--late"
ENDED, NASTY = "HS-2026-0001", "HS-2026-0008"
LONG = "Nguyễn-Phúc-Hoàng-Ánh-Dương-Thiên-Kim-Công-Tằng-Tôn-Nữ-Ngọc-Lan"
UNBROKEN = "THCSNguyễnThịMinhKhaiPhườngBốnThànhPhốSócTrăngTỉnhCầnThơMớiLập"


@pytest.fixture
def server(filled: Filled) -> Iterator[Server]:
    with serving(filled.settings) as server:
        yield server


@pytest.mark.parametrize("filled", kinds(1), indirect=True)
def test_what_is_refused_failed_or_late_is_said_on_a_page_that_can_be_read(
    server: Server, browser: Browser
) -> None:
    house = House(server.app)
    eye = Eye(browser, server.url)
    refused(house, eye)
    not_there(house, eye)
    silent(house, eye)
    eye.close()


@pytest.mark.parametrize("filled", kinds(0), indirect=True)
def test_empty_lists_and_long_names_can_be_read(server: Server, browser: Browser) -> None:
    house = House(server.app)
    eye = Eye(browser, server.url)
    empty(house, eye)
    cases(house, eye)
    lengthen(server.app)
    long_names(house, eye)
    eye.close()


def refused(house: House, eye: Eye) -> None:
    """Every form, sent with nothing filled in; sign-in with a wrong password."""
    forms = {it.endpoint: it for it in house.visits() if it.endpoint in FORMS}
    for visit in some(list(forms.values()), 8):
        called = f"{visit.endpoint}.{visit.name}.refused"
        page = eye.page_of(house.browser_of(visit.name))
        page.goto(eye.url + visit.address)
        with page.expect_navigation():
            page.evaluate(SEND_NOTHING)
        assert page.locator(TOLD_OFF).count(), called
        page.locator(f":is({TOLD_OFF}):focus").wait_for()
        eye.look(page, called)
    page = eye.page_of(house.browser_of("nobody"))
    page.goto(f"{eye.url}/dang-nhap")
    page.fill("[name=login]", "an")
    page.fill("[name=password]", "sai-mat-khau")
    page.locator("main button").click()
    page.locator(f"{TOLD_OFF}").wait_for()
    eye.look(page, "sign_in.refused")


def not_there(house: House, eye: Eye) -> None:
    """403, 404, 500, and a search that finds nothing."""

    def fails() -> str:
        raise ZeroDivisionError

    page = eye.page_of(house.browser_of("an"))
    for address, status in (("/van-hanh", 403), ("/ho-so/HS-2026-9999", 404)):
        answer = page.goto(eye.url + address)
        assert answer is not None
        assert answer.status == status
        eye.look(page, f"error.{status}")
    page.goto(f"{eye.url}/ho-so")
    page.fill("[name=q]", "Không Có Ai")
    page.keyboard.press("Enter")
    page.locator(".empty").wait_for()
    eye.look(page, "cases.listed.nothing")
    view = house.app.view_functions["reports.empty"]
    house.app.view_functions["reports.empty"] = fails
    house.app.logger.setLevel(logging.CRITICAL)
    page.goto(f"{eye.url}/bao-tin")
    house.app.view_functions["reports.empty"] = view
    eye.look(page, "error.500")


def silent(house: House, eye: Eye) -> None:
    """No scheduler has ticked for two minutes."""
    started = house.app.extensions[STARTED_AT]
    house.app.extensions[STARTED_AT] = started - timedelta(hours=1)
    for name in ("an", "khanh"):
        page = eye.page_of(house.browser_of(name))
        page.goto(f"{eye.url}/viec-cua-toi")
        assert page.locator(".ribbon--late").count() == 1
        eye.look(page, f"tasks.mine.{name}.silent")
    house.app.extensions[STARTED_AT] = started


def empty(house: House, eye: Eye) -> None:
    """What somebody finds who has just come to a school where nothing has happened."""
    for role, client in newcomers.settle(house.app).items():
        page = eye.page_of(client)
        for address in some(newcomers.PAGES[role], 2):
            answer = page.goto(eye.url + address)
            assert answer is not None
            assert answer.status == 200, address
            eye.look(page, f"empty.{role.value}{address.replace('/', '.')}")


def cases(house: House, eye: Eye) -> None:
    """Cases that have ended, are late, are about a child with a difficult name; open tasks."""
    codes = [f"HS-2026-{number:04}" for number in range(1, 17)] if WHOLE else [ENDED, NASTY]
    for name in some(("binh", "an"), 2):
        page = eye.page_of(house.browser_of(name))
        for code in codes:
            if page.goto(f"{eye.url}/ho-so/{code}").ok:  # type: ignore[union-attr]
                eye.look(page, f"cases.show.{name}.{code}")
        page.goto(f"{eye.url}/viec-cua-toi")
        tasks = page.locator("a[href^='/viec/']").evaluate_all("all => all.map(it => it.href)")
        for number, address in enumerate(tasks if WHOLE else tasks[:1]):
            page.goto(address)
            eye.look(page, f"tasks.show.{name}.{number}")


def lengthen(app: Flask) -> None:
    """Give everybody a long name, some of one word, and one that looks like a tag."""
    with workplace_of(app).database.transaction() as session:
        session.execute(update(Person).values(name=LONG))
        session.execute(
            update(Person)
            .where(Person.sign_in_name.in_(("an", "binh")))
            .values(name="Ngô Thị Đ'Ả <b>" + UNBROKEN)
        )
        session.execute(update(School).values(name=f"Trường {UNBROKEN}"))


def long_names(house: House, eye: Eye) -> None:
    """All lists, and the pages of one case."""
    for visit in house.visits():
        if WHOLE or visit.endpoint in LISTS:
            page = eye.page_of(house.browser_of(visit.name))
            page.goto(eye.url + visit.address)
            eye.look(page, f"{visit.endpoint}.{visit.name}.long")


LISTS = {"cases.show", "appointments.show"}
