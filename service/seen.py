"""Cases as the caller of this request sees them; each look into one is recorded."""

from __future__ import annotations

from sqlalchemy.orm import Session

from models import accesses, held
from models.accesses import AccessKind
from models.held import HeldCase
from processes import policies
from processes.journal import CaseNotFound
from processes.permissions import Caller
from service.here import now, workplace


def seen_case(session: Session, who: Caller, code: str) -> HeldCase:
    """The case with this code; raises CaseNotFound, also for what the caller may not know of."""
    case = held.by_code(session, code, now=now())
    if case is None or not policies.sees(who, case):
        raise CaseNotFound
    return case


def record_access(
    who: Caller,
    case: HeldCase,
    *,
    kind: AccessKind = AccessKind.VIEWED,
    element: str | None = None,
) -> None:
    """Note that the caller has looked into the case, or into one of its forms."""
    with workplace().database.transaction() as session:
        accesses.record(session, case.id, who.person_id, kind=kind, now=now(), element=element)
