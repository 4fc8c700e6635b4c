"""Conflict of interest: whoever is accused in a case, or kin to the accused, sees nothing of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session

from models import appointments, concerned_people
from models.advance import Advanced
from models.appointments import Role
from models.held import HeldCase
from models.journal import canonical
from processes import journal, policies
from processes.bundle import Bundle
from processes.deeds import Deed
from processes.engine import Entry
from processes.journal import CaseNotFound, Written
from processes.permissions import Caller
from processes.working_time.local_time import today
from processes.workplace import Workplace

FIELD = "concerned_staff"


def note(
    workplace: Workplace, code: str, person_ids: Collection[int], *, by: Caller, now: datetime
) -> Written | None:
    """Note people as concerned: from now on the case does not exist for them.

    The last head or focal point of a school may be among them: then its tasks wait for the next
    deputy, or for somebody whom the managing body names.
    """

    def decide(session: Session, case: HeldCase, bundle: Bundle) -> Deed:
        del session, bundle
        if not policies.sees(by, case):
            raise CaseNotFound

        def also(session: Session, advanced: Advanced) -> None:
            del advanced
            for person_id in person_ids:
                concerned_people.note(session, case.id, person_id, by=by.person_id, now=now)

        return Deed(
            Entry(kind="concerned_noted", at=journal.moment(case, now)),
            actor_id=by.person_id,
            content=canonical({"concerned": sorted(person_ids)}).encode(),
            also=also,
        )

    return journal.write(workplace, journal.by_code(code, now), decide, now=now)


def roles_named(answers: Mapping[str, Any]) -> frozenset[Role]:
    """The roles that a form names as concerned."""
    named = answers.get(FIELD)
    if not isinstance(named, list):
        return frozenset()
    return frozenset(Role(one) for one in named if one in set(Role))


def shut_out(
    session: Session,
    case_id: int,
    school_id: int,
    answers: Mapping[str, Any],
    *,
    by: int,
    now: datetime,
    before: Mapping[str, Any] = MappingProxyType({}),
) -> None:
    """Shut out from the case everybody who holds a role that a form names as concerned.

    The report and Mẫu 01 ask for the role, because the person who reports may not know the name.
    `before`: what a correction mends; whom it named already was shut out then.
    """
    for role in sorted(roles_named(answers) - roles_named(before)):
        for holder in appointments.holders(session, school_id, role, on=today(now)):
            concerned_people.note(session, case_id, holder.person.id, by=by, now=now)
