"""Every page that there is, of the filled demo: valid, headed, light, in English whole.

New pages come in by themselves. One with parts in its address needs an example in `EXAMPLES`; the
test says so.
"""

from __future__ import annotations

import io
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from html5lib.html5parser import ParseError
from werkzeug.routing import Rule

from models import appointments, held, people, schools
from models.appointments import Appointment, Role
from processes import demo, stand_ins
from processes.permissions import PERMITTED, Act
from processes.sign_in import caller_of
from processes.stand_ins import StandInNamed
from processes.working_time.local_time import today
from processes.working_time.vietnam import demo_calendar
from tests.processes.changed_bundles import edited
from tests.sandboxes import as_sandbox
from tests.service.residents import Resident, app, workplace_of
from tests.service.visitor import TOKEN

__all__ = ["app"]

# Of the document as sent. Sheets and scripts are not counted, nor the drawing: a browser keeps
# them from page to page.
LARGEST_PAGE = 60_000
# What answers with something else than a page.
NO_PAGES = {
    "sign_in.start",
    "sign_in.choose_language",
    "diagrams.show",
    "health.health",
    "health.metrics",
    "audit.diagram",
    "versions.diagram",
    "versions.download",
    "proposals.diagram",
    "proposals.download",
    "prints.download",
    "audit.download",
}
# There once a case has ended because its student changes school; test_handing_over.py is for it.
NOT_IN_THE_DEMO = {"handing_over.show"}
CASE = "HS-2026-0006"  # help at school and a referral at once
SCHOOL = "THCS-VAM-LUA"
# The parts of an address, by the endpoint; `by` where not just anybody who may is right.
EXAMPLES: Mapping[str, Mapping[str, str | int]] = {
    "reports.receipt": {"by": "ha", "code": "RECEIPT"},
    "cases.show": {"code": CASE},
    "messages.show": {"code": CASE, "element": "new_information"},
    "tasks.show": {"task_id": "TASK"},
    "tasks.done": {"code": CASE, "seq": 2},
    "papers.show": {"code": CASE, "seq": 2},
    "corrections.show": {"code": CASE, "seq": 2},
    "concerned.show": {"code": CASE},
    "calendars.show": {"of": "truong", "code": SCHOOL},
    "calendars.empty": {"of": "truong", "code": SCHOOL, "kind": "ngay-nghi"},
    "accesses.listed": {"code": CASE},
    "gathering.show": {"code": CASE, "report": "REPORT"},
    "audit.verify": {"code": CASE},
    "audit.exported": {"code": CASE, "number": "EXPORT"},
    "replays.show": {"code": CASE},
    "appointments.listed": {"by": "khanh"},  # the head's is that of the own school
    "appointments.show": {"code": SCHOOL},
    "stand_ins.empty": {"code": SCHOOL},
    "stand_ins.ending": {"code": SCHOOL, "row_id": "STAND_IN"},
    "deputies.empty": {"code": SCHOOL},
    "deputies.order": {"code": SCHOOL},
    "agencies.ending": {"agency_id": 1},
    "agencies.wrong": {"agency_id": 1},
    "versions.show": {"number": 1},
    "versions.form": {"number": 1, "form": "approve_plan"},
    "proposals.show": {"number": "PROPOSAL"},
    "proposals.form": {"number": "PROPOSAL", "form": "approve_plan"},
}
CAST = {
    "an": "focal_point",
    "binh": "head",
    "ha": "staff",
    "lan": "managing_body",
    "khanh": "administrator",
    "chi": "process_owner",
    "dung": "auditor",
}
# Names that stay as they are in English: our own, the other language's, and numbers of letters.
AS_THEY_ARE = re.compile(r"Đồng Hành|Tiếng Việt|\b\S*/\S*GDĐT\b|\b\d+/QĐ-THCS\b")
VIETNAMESE = re.compile(r"[À-ỹđĐ]")


class House:
    """The demo school with a browser for each of its people."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        place = workplace_of(app)
        as_sandbox(place)  # with the page that moves the clock
        with place.database.reading() as session:
            case = held.by_code(session, CASE, now=datetime.now(UTC))
        assert case is not None
        self.people = {name: Resident(app, name).client for name in CAST}
        receipt = re.search(r"/bao-tin/(TB-[0-9-]+)", self.page("ha", "/bao-tin"))
        assert receipt is not None
        report = re.search(rf"/ho-so/{CASE}/tin-bao/([^/\"]+)", self.page("an", f"/ho-so/{CASE}"))
        assert report is not None
        self.found = {
            "TASK": case.tasks[0].id,
            "RECEIPT": receipt[1],
            "REPORT": report[1],
            "STAND_IN": self._stand_in(),
            "PROPOSAL": self._proposal(),
            "EXPORT": self._export(),
        }

    def page(self, name: str, address: str) -> str:
        return self.people[name].get(address).text

    def _stand_in(self) -> int:
        """The row of a deputy, one of two, who stands in for the head."""
        place = workplace_of(self.app)
        with place.database.transaction() as session:
            school = schools.by_code(session, SCHOOL)
            binh, phuc, nam = (
                people.by_sign_in_name(session, name) for name in ("binh", "phuc", "nam")
            )
            assert school is not None
            assert nam is not None
            assert binh is not None
            assert phuc is not None
            day = today(place.clock.now())
            second = {"role": Role.DEPUTY_HEAD, "school_id": school.id, "rank": 2}
            session.add(Appointment(person_id=nam.id, from_date=day, **second))
            named = StandInNamed(
                absent_id=binh.id, person_id=phuc.id, from_date=day, to_date=day, document="12"
            )
            head = caller_of(binh, tuple(appointments.in_force(session, binh.id, on=day)))
            stand_ins.name(session, school.id, named, by=head, now=place.clock.now())
        found = re.search(r"/nguoi-thay/(\d+)/ket-thuc", self.page("binh", f"/nhan-su/{SCHOOL}"))
        assert found is not None
        return int(found[1])

    def _proposal(self) -> int:
        """The number of a draft of Chi's, in which one English name is another."""
        client = self.people["chi"]
        token = TOKEN.search(self.page("chi", "/quy-trinh"))
        assert token is not None
        changed = edited("names.toml", ("Plan the intervention", "Write the plan"))
        sent = (io.BytesIO(changed.to_bytes()), "quy-trinh.zip")
        answer = client.post("/quy-trinh/tai-len", data={"csrf_token": token[1], "bundle": sent})
        return int(answer.headers["Location"].rsplit("/", 1)[1])

    def _export(self) -> int:
        """The number of an export of Dũng's."""
        client = self.people["dung"]
        token = TOKEN.search(self.page("dung", f"/kiem-tra/{CASE}/phat-lai"))
        assert token is not None
        answer = client.post(f"/kiem-tra/{CASE}/xuat", data={"csrf_token": token[1]})
        return int(answer.headers["Location"].rsplit("/", 1)[1])

    def browser_of(self, name: str) -> FlaskClient:
        return self.people.get(name) or self.app.test_client()

    def visits(self) -> Iterator[tuple[Rule, str]]:
        """Each page with whom it is for: all who may, or one for what is at one place only."""
        for rule in self.app.url_map.iter_rules():
            if "GET" not in (rule.methods or ()) or rule.endpoint in NO_PAGES | NOT_IN_THE_DEMO:
                continue
            if rule.rule.startswith(("/api/", "/static/")):
                continue
            act = getattr(self.app.view_functions[rule.endpoint], "demands", "")
            if act == "public":
                yield rule, "nobody"
                continue
            may = [name for name, role in CAST.items() if role in PERMITTED[Act(act)]]
            only = EXAMPLES.get(rule.endpoint, {}).get("by", may[0] if rule.arguments else "")
            yield from ((rule, name) for name in ([str(only)] if only else may))

    def address(self, rule: Rule) -> str:
        parts = {
            name: self.found.get(str(part), part)
            for name, part in EXAMPLES.get(rule.endpoint, {}).items()
            if name != "by"
        }
        assert parts.keys() >= rule.arguments, (
            f"{rule.rule} is a page without an example: in EXAMPLES of this file, say for "
            f"{rule.endpoint!r} what {', '.join(sorted(rule.arguments))} is in the filled demo, "
            "and `by` whom it is opened, if not by the first of CAST with a role for it; or, if it "
            "answers with something else than a page, name it in NO_PAGES"
        )
        return str(self.app.url_map.bind("localhost").build(rule.endpoint, parts))


def test_every_page_is_valid_headed_light_and_whole_in_both_languages(app: Flask) -> None:
    house = House(app)
    faults = []
    seen_before: set[str] = set()
    for rule, name in house.visits():
        # What others see of the same page is read in English only: it tells more.
        languages = ("en",) if rule.endpoint in seen_before else ("vi", "en")
        seen_before.add(rule.endpoint)
        address = house.address(rule)
        browser = house.browser_of(name)
        for language in languages:
            browser.set_cookie("language", language)
            answer = browser.get(address)
            seen = f"{address} as {name} sees it ({language})"
            if answer.status_code != 200:
                faults.append(f"{seen}: {answer.status_code}")
            else:
                faults += [f"{seen}: {fault}" for fault in faults_of(answer.text, language)]
    assert faults == []


def faults_of(page: str, language: str) -> Iterator[str]:
    try:
        document = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    except ParseError as error:
        yield f"not valid: {error}"
        return
    ids = Counter(one.get("id") for one in document.iter() if one.get("id"))
    if twice := [one for one, times in ids.items() if times > 1]:
        yield f"ids that stand twice: {twice}"
    headings = ["".join(one.itertext()).strip() for one in document.iter("h1")]
    if len(headings) != 1 or not headings[0]:
        yield f"not one heading: {headings}"
    titles = [one.text or "" for one in document.iter("title") if one.text != "Đồng Hành"]
    if len(titles) != 1 or not titles[0].strip():
        yield f"not one title: {titles}"
    if document.get("lang") != language:
        yield f"its language is {document.get('lang')}"
    if len(page.encode()) > LARGEST_PAGE:
        yield f"{len(page.encode())} bytes"
    if language == "en":
        yield from (f"not in English: {words}" for words in left_in_vietnamese(document))


def left_in_vietnamese(document: Element) -> Iterator[str]:
    """What the page says in Vietnamese although nobody of the demo and no document said it."""
    for one in document.iter():
        for said in (one.text, one.tail, one.get("aria-label"), one.get("title")):
            words = " ".join((said or "").split())
            if VIETNAMESE.search(words):
                rest = AS_THEY_ARE.sub("", words)
                for told in told_in_vietnamese():
                    rest = rest.replace(told, "")
                if VIETNAMESE.search(rest):
                    yield words


@cache
def told_in_vietnamese() -> tuple[str, ...]:
    """Names and stories of the demo, titles of legal documents: the longest first."""
    told = {"", *strings(demo_calendar().to_document())}
    for story in Path(demo.__file__).parent.rglob("*.toml"):
        told.update(strings(tomllib.loads(story.read_text(encoding="utf-8"))))
    whole = {" ".join(one.split()) for one in told if VIETNAMESE.search(one)}
    return tuple(sorted(whole, key=len, reverse=True))


def strings(document: Any) -> Iterator[str]:
    if isinstance(document, str):
        yield document
    elif isinstance(document, Mapping | list):
        inside = document.values() if isinstance(document, Mapping) else document
        for one in inside:
            yield from strings(one)
