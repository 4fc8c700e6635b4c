"""In a browser with the movable clock: what people see when a plan is left unapproved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from processes.demo.residents import TOLD
from processes.workplace import Workplace
from scheduler import main
from scheduler.jobs import JOBS
from scheduler.steadiness import Steadiness
from tests.answers import answers_to
from tests.browser import DESK, PHONE
from tests.filled import Filled
from tests.journeys.kinds import kinds
from tests.journeys.person import Person
from tests.sandboxes import as_sandbox
from tests.server import Server, serving

PLAN = "HS-2026-0010"  # handed in on Thursday 20/8: three working days end with Monday 24/8
UNDECIDED = "HS-2026-0013"
UNASSESSED = "HS-2026-0015"
REFERRED = {"route": "refer", "referral_reading": "other_matters_only"}
PAGES = {
    "an": ["/nhac-viec", "/nhac-viec/cach-nhan"],
    "binh": ["/theo-doi"],
    "lan": ["/theo-doi", "/nhac-viec"],
    "khanh": ["/van-hanh", "/dong-ho"],
}


@pytest.fixture
def sandbox(filled: Filled, workplace: Workplace) -> Iterator[Server]:
    """The filled demo as a sandbox on Friday 21/8/2026, 15:00."""
    as_sandbox(workplace)
    with serving(filled.settings) as server:
        yield server


@dataclass(frozen=True)
class Trainees:
    """People of the demo at one browser, one after the other; the scheduler beside them."""

    page: Page
    url: str
    workplace: Workplace

    def become(self, name: str) -> None:
        self.page.context.clear_cookies()
        self.page.goto(f"{self.url}/dang-nhap")
        self.page.fill("[name=login]", name)
        self.page.fill("[name=password]", TOLD["password"])
        self.page.get_by_role("button", name="Đăng nhập").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Việc của tôi")

    def move(self, words: str) -> None:
        """The administrator moves the clock; the scheduler looks."""
        self.become("khanh")
        self.page.get_by_role("link", name="Dời đồng hồ").click()
        self.page.fill("#f-words", words)
        self.page.get_by_role("button", name="Dời đồng hồ").click()
        expect(self.page.get_by_role("status")).to_contain_text("Đồng hồ đã dời đến")
        node = Steadiness(self.workplace)
        for job in JOBS:
            main.tick(job, self.workplace, node)

    def told(self, name: str, code: str = PLAN) -> list[str]:
        """What the person was told of the case, the newest first."""
        self.become(name)
        reminders = self.page.get_by_role("link", name=re.compile("^Nhắc việc"))
        Person(self.page, self.url).press(reminders)
        rows = self.page.locator("li.task", has_text=code).all_inner_texts()
        return [row.replace("\N{NO-BREAK SPACE}", " ") for row in rows]

    def do(self, name: str, code: str, element: str, **given: object) -> None:
        """The person fills in the task of the case, and sends it."""
        self.become(name)
        person = Person(self.page, self.url)
        person.open_task(code, element)
        person.fill(answers_to(element, now=self.workplace.clock.now(), **given))
        person.submit()
        assert person.problems == []

    def limit(self, name: str, code: str) -> Locator:
        """The limit for the referral, on the page of the case."""
        self.become(name)
        self.page.goto(f"{self.url}/ho-so/{code}")
        return self.page.locator(".card:has(h2[id^=limit-])", has_text="Hạn chuyển").first


@pytest.mark.parametrize("width", [PHONE])
@pytest.mark.parametrize("filled", kinds(1), indirect=True)
def test_a_plan_left_unapproved_goes_from_reminder_to_the_managing_body(
    sandbox: Server, page: Page, workplace: Workplace
) -> None:
    people = Trainees(page, sandbox.url, workplace)
    assert not any("Cảnh báo" in row for row in people.told("binh"))
    assert people.told("lan") == []

    people.move("+2 ngày làm việc")  # Monday 24/8, 15:00
    reminded = people.told("binh")
    assert any("Nhắc việc" in row and "phê duyệt kế hoạch" in row for row in reminded)
    assert not any("Cảnh báo" in row for row in reminded)

    people.move("+2 ngày làm việc")  # Wednesday 26/8, 15:00
    assert any("Cảnh báo" in row for row in people.told("binh"))
    assert any("Cảnh báo" in row for row in people.told("phuc"))

    people.move("+2 ngày làm việc")
    assert any("quá hạn" in row for row in people.told("lan"))
    page.get_by_role("link", name="Theo dõi").click()
    expect(page.locator("main")).to_contain_text(PLAN)


@pytest.mark.parametrize("width", [PHONE])
@pytest.mark.parametrize("filled", kinds(0), indirect=True)
def test_twelve_hours_undecided_are_missed_by_a_referral_and_do_not_apply_to_help_at_school(
    sandbox: Server, page: Page, workplace: Workplace
) -> None:
    people = Trainees(page, sandbox.url, workplace)
    people.move("+2 ngày làm việc")  # Monday 24/8, 15:00: both limits ended on Saturday 22/8
    assert any("hạn 12 giờ làm việc đã hết" in row for row in people.told("binh", UNDECIDED))
    expect(people.limit("binh", UNDECIDED)).to_contain_text("Đã báo động lúc 8:40")

    people.do("binh", UNDECIDED, "decide_route", **REFERRED)
    referred = people.limit("binh", UNDECIDED)
    expect(referred).to_contain_text("Quá hạn")

    people.do("an", UNASSESSED, "assess_risk")
    people.do("binh", UNASSESSED, "decide_route", route="at_school")
    helped = people.limit("binh", UNASSESSED)
    expect(helped).to_contain_text("Không áp dụng")
    expect(helped).not_to_contain_text("Quá hạn")


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("filled", kinds(0), indirect=True)
def test_axe_finds_nothing_on_the_pages_of_the_clock(
    sandbox: Server, page: Page, width: int, workplace: Workplace
) -> None:
    people = Trainees(page, sandbox.url, workplace)
    people.move("+5 ngày làm việc")
    for name, addresses in PAGES.items():
        people.become(name)
        for address in addresses:
            assert page.goto(sandbox.url + address).status == 200  # type: ignore[union-attr]
            assert Axe().run(page).response["violations"] == [], address
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
            for link in page.locator(".nav a").all():
                expect(link).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("filled", kinds(1), indirect=True)
def test_the_clock_is_moved_without_scripts(
    sandbox: Server, page_without_scripts: Page, workplace: Workplace
) -> None:
    people = Trainees(page_without_scripts, sandbox.url, workplace)
    people.move("+12 giờ làm việc")
    expect(page_without_scripts.locator(".ribbon").first).to_contain_text("24/8/2026")
