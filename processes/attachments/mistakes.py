"""Saying that a file was put in by mistake: it stays, struck through, for the head alone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from models.held import HeldCase
from models.journal import MISTAKEN, canonical
from models.refusals import Refusal
from processes import journal, policies
from processes.attachments import listing
from processes.attachments.limits import LONGEST_REASON
from processes.bundle import Bundle
from processes.deeds import Deed
from processes.engine import Entry
from processes.journal import CaseNotFound
from processes.permissions import Act, Caller, demand
from processes.workplace import Workplace


class ReasonMissing(Refusal):
    """Why it was a mistake was not said."""

    vi = "Ghi vì sao tệp này là đính kèm nhầm."
    en = "Say why this file was attached by mistake."


class ReasonTooLong(Refusal):
    """More was typed than the entry takes."""

    vi = "Rút ngắn lý do: nhận tối đa {most} ký tự."
    en = "Shorten the reason: at most {most} characters fit."


def mark(
    workplace: Workplace,
    code: str,
    seq: int,
    number: int,
    *,
    reason: str,
    by: Caller,
    now: datetime,
) -> None:
    """Note that a file was put in by mistake. Saying it again changes nothing.

    Raises CaseNotFound, also where there is no such file, ReasonMissing, ReasonTooLong, CaseEnded.
    """
    said = " ".join(reason.split())
    if not said:
        raise ReasonMissing
    if len(said) > LONGEST_REASON:
        raise ReasonTooLong(most=LONGEST_REASON)

    def decide(session: Session, case: HeldCase, bundle: Bundle) -> Deed | None:
        del bundle
        if not policies.sees(by, case):
            raise CaseNotFound
        demand(by, Act.ATTACH, school_id=case.school_id)
        found = listing.of_case(session, case.id, case.data_key(workplace.keys))
        file = listing.one_of(found, seq, number)
        if file is None:
            raise CaseNotFound
        if file.mistake is not None:
            return None
        return Deed(
            Entry(kind=MISTAKEN, at=journal.moment(case, now)),
            actor_id=by.person_id,
            content=canonical({"number": number, "reason": said}).encode(),
            answers_to=seq,
        )

    journal.write(workplace, journal.by_code(code, now), decide, now=now)
