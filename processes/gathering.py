"""Reports and cases, n to m: a report joined to another case, another case opened from a report.

Each report keeps its own t0: joining it moves no limit, and what it opens counts from it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from models import case_names, cases, concerned_people, held, reports
from models.advance import Advanced
from models.cases import Case, LinkReason
from models.held import HeldCase
from models.journal import canonical
from models.refusals import Refusal
from models.reports import Report
from processes import journal, papers, policies
from processes.bundle import Bundle
from processes.cases import REPORT
from processes.deeds import Deed
from processes.engine import Entry
from processes.forms.answers import Answers
from processes.journal import CaseNotFound
from processes.once import Once
from processes.openings import Ground, Opened, Opening, begin
from processes.permissions import Act, Caller, demand
from processes.workplace import Workplace

NAME: Final = "student_name"
# Of the one child whom the report names: another case is about another child.
OF_THE_CHILD: Final = frozenset({NAME, "student_class"})


class SameCase(Refusal):
    """A report is of its own case already."""

    vi = "Tin báo này đã thuộc hồ sơ {code}."
    en = "This report belongs to {code} already."


class OtherSchool(Refusal):
    """Cases of two schools gather no report between them."""

    vi = "Hồ sơ {code} thuộc trường khác; tin báo chỉ gộp trong cùng một trường."
    en = "{code} is of another school; a report joins only cases of its own."


@dataclass(frozen=True)
class Gathered:
    """A report as one of a case that the caller sees."""

    case: HeldCase
    report: Report


def gathered(
    session: Session, code: str, report_code: str, *, by: Caller, now: datetime
) -> Gathered:
    """The report of the case; raises CaseNotFound, also for what the caller may not know of."""
    case = held.by_code(session, code, now=now)
    if case is None or not policies.sees(by, case):
        raise CaseNotFound
    for report in reports.of_case(session, case.id):
        if report.code == report_code:
            return Gathered(case, report)
    raise CaseNotFound


def add_to_case(
    workplace: Workplace, code: str, report_code: str, to: str, *, by: Caller, now: datetime
) -> None:
    """Join a report to a case that was open before; both cases are linked, both stay as they are.

    Whoever is shut out of one of them is shut out of the other too.
    Raises CaseNotFound, NotPermitted, SameCase, OtherSchool, CaseEnded.
    """
    with workplace.database.reading() as session:
        of = gathered(session, code, report_code, by=by, now=now)
    demand(by, Act.LINK_CASES, school_id=of.case.school_id)

    def decide(session: Session, case: HeldCase, bundle: Bundle) -> Deed:
        del bundle
        if not policies.sees(by, case):
            raise CaseNotFound
        if case.school_id != of.case.school_id:
            raise OtherSchool(code=case.code)
        if any(one.id == case.id for one in reports.cases_of(session, of.report.id)):
            raise SameCase(code=case.code)

        def also(session: Session, advanced: Advanced) -> None:
            del advanced
            reports.attach(session, of.report.id, case.id, by=by.person_id, now=now)
            cases.link(session, of.case.id, case.id, reason=LinkReason.RELATED, now=now)
            _shut_out(session, of.case, by=by, now=now)
            _shut_out(session, case, by=by, now=now)

        return Deed(
            Entry(kind="report_added", at=journal.moment(case, now)),
            actor_id=by.person_id,
            content=canonical({"report": of.report.code, "from": of.case.code}).encode(),
            also=also,
        )

    journal.write(workplace, journal.by_code(to, now), decide, now=now)


def open_another(
    workplace: Workplace,
    code: str,
    report_code: str,
    student: str,
    *,
    by: Caller,
    now: datetime,
    once: Once | None = None,
) -> Opened:
    """Open a case about another child of whom the same report tells; its clock runs from t0.

    Raises CaseNotFound, NotPermitted, ContentErased, NoCalendar, NoProcessInForce.
    """
    with workplace.database.reading() as session:
        of = gathered(session, code, report_code, by=by, now=now)
        demand(by, Act.LINK_CASES, school_id=of.case.school_id)
        told, routing = _told(session, workplace, of)
        ground = Ground.of(session, workplace, of.case.school_id, now=now)
    values = {key: value for key, value in told.items() if key not in OF_THE_CHILD}
    answers = Answers(dict(sorted({**values, NAME: student}.items())), dict(routing))
    received_at = datetime.fromisoformat(routing["received_at"])

    def joined(session: Session, case: Case) -> str:
        reports.attach(session, of.report.id, case.id, by=by.person_id, now=now)
        cases.link(session, case.id, of.case.id, reason=LinkReason.RELATED, now=now)
        _shut_out(session, of.case, by=by, now=now)
        case_names.note(session, workplace.index_key(session), case.id, [student])
        return of.report.code

    return begin(
        workplace,
        ground,
        of.case.school_id,
        Opening(REPORT, answers, routing, received_at),
        joined=joined,
        by=by,
        now=now,
        once=once,
        without=of.case.concerned,
    )


def _told(
    session: Session, workplace: Workplace, of: Gathered
) -> tuple[Mapping[str, Any], Mapping[str, str]]:
    """The answers of the report and what they start a case with, as corrected since."""
    report = of.report
    received_at = report.received_at.astimezone(UTC).isoformat()
    start = {
        "kind": "report",
        "reopened": "no",
        "emergency": "yes" if report.emergency else "no",
        "received_at": received_at,
    }
    versions = papers.one(session, of.case, workplace.keys, 1)
    first = versions[0] if versions else None
    if first is not None and first.form == REPORT and first.routing == {**first.routing, **start}:
        last = versions[-1]
        return last.values, {**start, **last.routing}
    return json.loads(reports.content_of(session, workplace.keys, report)), start


def _shut_out(session: Session, case: HeldCase, *, by: Caller, now: datetime) -> None:
    """From every case that now gathers a report with this one, whoever is shut out of this one."""
    for person_id in sorted(case.concerned):
        concerned_people.note(session, case.id, person_id, by=by.person_id, now=now)
