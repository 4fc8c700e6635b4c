"""Cases: opened by a report or a request, linked to earlier ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from models import cases, drafts, held, reports
from models.cases import Case, LinkReason
from models.reports import NewReport
from processes import agencies, definitions, policies
from processes.forms.answers import Answers, check
from processes.journal import CaseNotFound
from processes.once import Once
from processes.openings import PROCESS, Ground, Opened, Opening, begin
from processes.permissions import Act, Caller, demand
from processes.working_time.local_time import ZONE
from processes.workplace import Workplace

__all__ = ["PROCESS", "Opened", "link_earlier", "open_by_report", "open_by_request"]

REPORT = "report"
SUPPORT_REQUEST = "open_development_support"


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
        ground = Ground.of(session, workplace, school_id, now=now)
        form = definitions.form(ground.bundle, form_id)
        answers = check(
            form,
            raw,
            now=now,
            wording=workplace.wording(session, school_id),
            agencies=agencies.listed(session, form),
        )
    opening = _opening(form_id, answers, now)

    def joined(session: Session, case: Case) -> str | None:
        if draft is not None:
            drafts.remove(session, by.person_id, draft)
        if form_id != REPORT:
            return None
        return _report(session, workplace, case, opening, by, now)

    return begin(workplace, ground, school_id, opening, joined=joined, by=by, now=now, once=once)


def _opening(form_id: str, answers: Answers, now: datetime) -> Opening:
    routing = {"kind": "report", "emergency": "no", "reopened": "no"} | answers.routing
    if form_id == SUPPORT_REQUEST:
        routing["kind"] = "support_request"
    received_at = datetime.fromisoformat(routing.setdefault("received_at", now.isoformat()))
    return Opening(form_id, answers, routing, received_at)


def _report(
    session: Session,
    workplace: Workplace,
    case: Case,
    opening: Opening,
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
