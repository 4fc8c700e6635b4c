"""Auditing: reading the history of cases under a mandate, and opening what people wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from functools import cache

from sqlalchemy.orm import Session

from models import accesses, appointments, held
from models.accesses import Access, AccessKind
from models.appointments import Appointment
from models.held import HeldCase
from models.keys import encrypt
from processes import permissions
from processes.forms.answers import check
from processes.forms.definition import FormDefinition
from processes.journal import CaseNotFound
from processes.permissions import Act, Caller
from processes.working_time.local_time import ZONE, today
from processes.workplace import Workplace

LONGEST_REASON = 500


@dataclass(frozen=True)
class Opening:
    """What people wrote in a case is open to a person until the end of the day, for a reason."""

    reason: str
    since: datetime
    data_key: bytes


def audited(session: Session, who: Caller, code: str, *, now: datetime) -> HeldCase:
    """The case with this code, if a mandate of today is for its school.

    Raises CaseNotFound, also where the auditor is concerned in the case.
    """
    case = held.by_code(session, code, now=now)
    if case is None or not covers(who, case):
        raise CaseNotFound
    return case


def covers(who: Caller, case: HeldCase) -> bool:
    """Is a mandate of today for the school of the case, in which the auditor is not concerned?"""
    return who.person_id not in case.concerned and permissions.permitted(
        who, Act.AUDIT, school_id=case.school_id
    )


def mandate(session: Session, who: Caller, school_id: int, *, now: datetime) -> Appointment | None:
    """The mandate for a school by which the person audits today."""
    found = appointments.mandates(session, who.person_id, on=today(now))
    return next((one for one in found if one.school_id == school_id), None)


def open_content(
    session: Session,
    workplace: Workplace,
    who: Caller,
    code: str,
    answers: Mapping[str, object],
    *,
    now: datetime,
) -> HeldCase:
    """Open what people wrote in a case, until the end of the day; the reason is kept, encrypted.

    Raises CaseNotFound, ContentErased, and AnswersRejected for a reason that says nothing.
    """
    case = audited(session, who, code, now=now)
    permissions.demand(who, Act.OPEN_CONTENT, school_id=case.school_id)
    reason = str(check(reason_form(), answers, now=now).values["reason"])
    sealed = encrypt(
        case.data_key(workplace.keys), reason.encode(), context=accesses.reason_context(case.id)
    )
    accesses.record(
        session,
        case.id,
        who.person_id,
        kind=AccessKind.CONTENT_OPENED,
        now=now,
        reason=sealed,
    )
    return case


def opening(
    session: Session, workplace: Workplace, who: Caller, case: HeldCase, *, now: datetime
) -> Opening | None:
    """The opening that the auditor made today; None: none, or the content has been erased."""
    if case.data_key_wrapped is None or not covers(who, case):
        return None
    since = datetime.combine(today(now), time.min, tzinfo=ZONE)
    found: Access | None = accesses.opened_by(session, case.id, who.person_id, since=since)
    if found is None or found.at > now:
        return None
    data_key = case.data_key(workplace.keys)
    return Opening(accesses.reason_of(found, data_key), found.at, data_key)


@cache
def reason_form() -> FormDefinition:
    """What is asked before content is opened."""
    return FormDefinition.from_document(
        {
            "id": "open_content",
            "title": {"vi": "Mở nội dung", "en": "Open the content"},
            "basis": "design",
            "components": [
                {
                    "type": "textarea",
                    "key": "reason",
                    "label": {
                        "vi": "Vì sao cần đọc nội dung?",
                        "en": "Why do you need to read the content?",
                    },
                    "hint": {
                        "vi": "Thủ trưởng và đầu mối của trường đọc được lý do này. "
                        "Không ghi tên học sinh.",
                        "en": "The head and the focal point of the school can read this reason. "
                        "Do not name the student.",
                    },
                    "missing": {
                        "vi": "Ghi lý do mở nội dung",
                        "en": "Enter the reason for opening the content",
                    },
                    "required": True,
                    "private": "none",
                    "max": LONGEST_REASON,
                }
            ],
        }
    )
