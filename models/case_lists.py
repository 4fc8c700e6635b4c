"""Case lists: cases of a school, page by page."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from models.cases import Case, CaseState
from models.concerned_people import is_concerned


def page(
    session: Session,
    school_id: int,
    *,
    state: CaseState,
    hidden_from: int,
    before: tuple[datetime, int] | None = None,
    limit: int = 50,
) -> Sequence[Case]:
    """Cases of a school, the latest opened first, without those that concern a person.

    ``before`` is (opened_at, id) of the last case of the page before.
    """
    found = select(Case).where(
        Case.school_id == school_id,
        Case.state == state,
        ~is_concerned(Case.id, hidden_from),
    )
    if before is not None:
        found = found.where(tuple_(Case.opened_at, Case.id) < before)
    return session.scalars(found.order_by(Case.opened_at.desc(), Case.id.desc()).limit(limit)).all()
