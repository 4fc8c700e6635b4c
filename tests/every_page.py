"""Every page that there is, in the filled demo: at which address, and for whom.

New pages come in by themselves. One with parts in its address needs an example in `EXAMPLES`; the
tests that go through all pages say so.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from models import appointments, held, people, schools
from models.appointments import Appointment, Role
from processes import stand_ins
from processes.attachments import attaching
from processes.attachments.attaching import Sent
from processes.permissions import PERMITTED, Act
from processes.sign_in import caller_of
from processes.stand_ins import StandInNamed
from processes.working_time.local_time import today
from tests.processes.changed_bundles import edited
from tests.sandboxes import as_sandbox
from tests.service.residents import Resident, workplace_of
from tests.service.visitor import TOKEN

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
    "attachments.download",
    "audit_files.download",
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
    "attachments.show": {"code": CASE},
    "attachments.mistaken": {"code": CASE, "seq": "ATTACHED", "number": 1},
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


@dataclass(frozen=True)
class Visit:
    """A page, and who of the cast opens it."""

    endpoint: str
    name: str  # "nobody" for who has not signed in
    address: str


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
        self.people["nobody"] = app.test_client()
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
            "ATTACHED": self._attached(),
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

    def _attached(self) -> int:
        """The entry by which An puts two files into the case, of which one is refused."""
        place = workplace_of(self.app)
        with place.database.reading() as session:
            an = people.by_sign_in_name(session, "an")
            assert an is not None
            today_held = tuple(appointments.in_force(session, an.id, on=today(datetime.now(UTC))))
        sent = [Sent("letter.pdf", b"%PDF-1.7 %%EOF"), Sent("empty.pdf", b"")]
        by, now = caller_of(an, today_held), datetime.now(UTC)
        attaching.attach(place, CASE, sent, about="A letter", by=by, now=now)
        page = self.page("an", f"/ho-so/{CASE}")
        found = re.search(rf"/ho-so/{CASE}/tai-lieu/(\d+)/1", page)
        assert found is not None
        return int(found[1])

    def _export(self) -> int:
        """The number of an export of Dũng's."""
        client = self.people["dung"]
        token = TOKEN.search(self.page("dung", f"/kiem-tra/{CASE}/phat-lai"))
        assert token is not None
        answer = client.post(f"/kiem-tra/{CASE}/xuat", data={"csrf_token": token[1]})
        return int(answer.headers["Location"].rsplit("/", 1)[1])

    def browser_of(self, name: str) -> FlaskClient:
        return self.people[name]

    def visits(self) -> Iterator[Visit]:
        """Each page with whom it is for: all who may, or one for what is at one place only."""
        for rule in self.app.url_map.iter_rules():
            if "GET" not in (rule.methods or ()) or rule.endpoint in NO_PAGES | NOT_IN_THE_DEMO:
                continue
            if rule.rule.startswith(("/api/", "/static/")):
                continue
            for name in self._readers(rule):
                yield Visit(rule.endpoint, name, self._address(rule))

    def _readers(self, rule: Rule) -> list[str]:
        act = getattr(self.app.view_functions[rule.endpoint], "demands", "")
        if act == "public":
            return ["nobody"]
        may = [name for name, role in CAST.items() if role in PERMITTED[Act(act)]]
        only = EXAMPLES.get(rule.endpoint, {}).get("by", may[0] if rule.arguments else "")
        return [str(only)] if only else may

    def _address(self, rule: Rule) -> str:
        parts = {
            name: self.found.get(str(part), part)
            for name, part in EXAMPLES.get(rule.endpoint, {}).items()
            if name != "by"
        }
        assert parts.keys() >= rule.arguments, (
            f"{rule.rule} is a page without an example: in EXAMPLES of tests/every_page.py, say "
            f"for {rule.endpoint!r} what {', '.join(sorted(rule.arguments))} is in the filled "
            "demo, and `by` whom it is opened, if not by the first of CAST with a role for it; or, "
            "if it answers with something else than a page, name it in NO_PAGES"
        )
        return str(self.app.url_map.bind("localhost").build(rule.endpoint, parts))
