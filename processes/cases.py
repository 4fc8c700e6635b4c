"""Cases: opened by a report or a request, linked to earlier ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy.orm import Session

from models import appointments, calendars, cases, drafts, held, reports
from models import definitions as versions
from models.appointments import Role
from models.cases import Case, LinkReason
from models.journal import canonical
from models.reports import NewReport
from processes import concerned, definitions, policies
from processes.deadlines import Reckoning
from processes.deeds import Deed
from processes.engine import Entry
from processes.forms.answers import Answers, check
from processes.journal import CaseNotFound, write_first
from processes.once import Answer, Once, answered_once
from processes.permissions import Act, Caller, demand
from processes.progress import Standing, progress
from processes.working_time.local_time import ZONE, today
from processes.workplace import NoCalendar, Workplace

PROCESS = "school_social_work"
REPORT = "report"
SUPPORT_REQUEST = "open_development_support"


@dataclass(frozen=True)
class Opened:
    """What the person who reported is told, and the case that began with its open tasks by key."""

    report_code: str | None
    case_code: str
    received_at: datetime
    version: int
    tasks: Mapping[str, int]

    def to_answer(self) -> Answer:
        """As a repeat is told it."""
        return {
            "report": self.report_code,
            "case": self.case_code,
            "received_at": self.received_at.isoformat(),
            "version": self.version,
            "tasks": dict(self.tasks),
        }

    @classmethod
    def of(cls, answer: Answer) -> Opened:
        """From a kept answer."""
        report = answer["report"]
        return cls(
            None if report is None else str(report),
            str(answer["case"]),
            datetime.fromisoformat(str(answer["received_at"])),
            int(str(answer["version"])),
            cast(Mapping[str, int], answer["tasks"]),
        )


@dataclass(frozen=True)
class _Opening:
    """A checked form that opens a case."""

    form: str
    answers: Answers
    routing: Mapping[str, str]
    received_at: datetime


def open_by_report(
    workplace: Workplace,
    school_id: int,
    raw: Mapping[str, object],
    *,
    by: Caller,
    now: datetime,
    once: Once | None = None,
    draft: str | None = None,
) -> Opened:
    """Enter a report; the case that it opens has its clock running from the receipt.

    `draft`: the key of the draft that is sent with it, and goes.

    Raises NotPermitted, AnswersRejected, NoCalendar, NoProcessInForce. The same request again
    gets the first answer.
    """
    return _open(workplace, school_id, REPORT, raw, by=by, now=now, once=once, draft=draft)


def open_by_request(
    workplace: Workplace,
    school_id: int,
    raw: Mapping[str, object],
    *,
    by: Caller,
    now: datetime,
    once: Once | None = None,
) -> Opened:
    """Open a case for development support on request, without a report; raises as above."""
    return _open(workplace, school_id, SUPPORT_REQUEST, raw, by=by, now=now, once=once)


def _open(
    workplace: Workplace,
    school_id: int,
    form_id: str,
    raw: Mapping[str, object],
    *,
    by: Caller,
    now: datetime,
    once: Once | None,
    draft: str | None = None,
) -> Opened:
    demand(by, Act.ENTER_REPORT, school_id=school_id)
    with workplace.database.reading() as session:
        version = versions.in_force(session, PROCESS, on=today(now))
        calendar_version = calendars.current(session, school_id, now=now)
        if calendar_version is None:
            raise NoCalendar
        bundle = workplace.bundle(session, version.id)
        calendar = workplace.calendar(session, calendar_version.id)
        answers = check(
            definitions.form(bundle, form_id),
            raw,
            now=now,
            wording=workplace.wording(session, school_id),
        )
    opening = _opening(form_id, answers, now)
    entry = Entry(kind="opened", at=now, routing=opening.routing)
    applied = tuple(progress(bundle, calendar, Standing(None, (), None), entry, until=now))

    def act() -> Answer:
        with workplace.database.transaction() as session:
            case, data_key = cases.create(
                session,
                workplace.keys,
                school_id=school_id,
                process_version_id=version.id,
                opened_at=now,
                year=now.astimezone(ZONE).year,
                emergency=opening.routing["emergency"] == "yes",
                focal_point_id=_focal_point(session, school_id, answers, now),
            )
            report_code = None
            if form_id == REPORT:
                report_code = _report(session, workplace, case, opening, by, now)
            concerned.shut_out(
                session, case.id, school_id, answers.values, by=by.person_id, now=now
            )
            written = write_first(
                session,
                held.new(case, calendar_version_id=calendar_version.id),
                data_key,
                applied,
                Deed(entry, actor_id=by.person_id, content=_content(opening, report_code)),
                bundle=bundle,
                reckoning=Reckoning(calendar, calendar_version.id),
                now=now,
            )
            answer = Opened(
                report_code,
                case.code,
                opening.received_at,
                written.advanced.version,
                written.advanced.task_ids,
            ).to_answer()
            if draft is not None:
                drafts.remove(session, by.person_id, draft)
            if once is not None:
                once.keep(session, answer)
        return answer

    return Opened.of(answered_once(workplace, once, act))


def _focal_point(session: Session, school_id: int, answers: Answers, now: datetime) -> int | None:
    """The school's focal point, unless the report names the focal point as concerned."""
    if Role.FOCAL_POINT in concerned.roles_named(answers.values):
        return None
    found = appointments.holders(session, school_id, Role.FOCAL_POINT, on=today(now))
    return found[0].person.id if found else None


def _opening(form_id: str, answers: Answers, now: datetime) -> _Opening:
    routing = {"kind": "report", "emergency": "no", "reopened": "no"} | answers.routing
    if form_id == SUPPORT_REQUEST:
        routing["kind"] = "support_request"
    received_at = datetime.fromisoformat(routing.setdefault("received_at", now.isoformat()))
    return _Opening(form_id, answers, routing, received_at)


def _report(
    session: Session,
    workplace: Workplace,
    case: Case,
    opening: _Opening,
    by: Caller,
    now: datetime,
) -> str:
    report = reports.add(
        session,
        workplace.keys,
        NewReport(
            school_id=case.school_id,
            received_at=opening.received_at,
            channel=str(opening.answers.values.get("channel", "other")),
            entered_by_id=by.person_id,
            emergency=opening.routing["emergency"] == "yes",
            content=opening.answers.to_bytes(),
        ),
        now=now,
        year=now.astimezone(ZONE).year,
    )
    reports.attach(session, report.id, case.id, by=by.person_id, now=now)
    return report.code


def _content(opening: _Opening, report_code: str | None) -> bytes:
    document = {
        "form": opening.form,
        "answers": opening.answers.values,
        "report": report_code,
    }
    return canonical(document).encode()


def link_earlier(
    workplace: Workplace,
    code: str,
    earlier_code: str,
    reason: LinkReason,
    *,
    by: Caller,
    now: datetime,
) -> None:
    """Note that a case follows an earlier one; both must be open to the caller."""
    with workplace.database.reading() as session:
        case, earlier = (held.by_code(session, one, now=now) for one in (code, earlier_code))
    if case is None or earlier is None:
        raise CaseNotFound
    if not policies.sees(by, case) or not policies.sees(by, earlier):
        raise CaseNotFound
    demand(by, Act.LINK_CASES, school_id=case.school_id)
    with workplace.database.transaction() as session:
        cases.link(session, case.id, earlier.id, reason=reason, now=now)
