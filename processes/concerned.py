"""Conflict of interest: whoever is accused in a case, or kin to the accused, sees nothing of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from models import appointments, concerned_people
from models.appointments import Role
from processes.sign_in import today

FIELD = "concerned_staff"


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
) -> None:
    """Shut out from the case everybody who holds a role that a form names as concerned.

    The report and Mẫu 01 ask for the role, because the person who reports may not know the name.
    """
    for role in sorted(roles_named(answers)):
        for holder in appointments.holders(session, school_id, role, on=today(now)):
            concerned_people.note(session, case_id, holder.person.id, by=by, now=now)
