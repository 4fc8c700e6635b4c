"""Notice lists: what a person was told, with the case and whether it is still awaited."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from models.cases import Case
from models.concerned_people import is_concerned
from models.notices import Notice
from models.people import Person
from models.schools import School
from models.watches import Watch, WatchState


@dataclass(frozen=True, slots=True)
class ToldOf:
    """A notice with what it is about; ``awaited``: what it reminds of has not come yet."""

    notice: Notice
    case: Case
    school: School
    instead_of: Person | None
    awaited: bool


def of_person(
    session: Session, person_id: int, *, before: int | None = None, limit: int = 50
) -> Sequence[ToldOf]:
    """What the person was told, the newest first; one statement.

    Nothing of cases in which they are concerned by now.
    """
    absent = aliased(Person)
    found = (
        select(Notice, Case, School, absent, Watch.state)
        .join(Case, Case.id == Notice.case_id)
        .join(School, School.id == Notice.school_id)
        .outerjoin(absent, absent.id == Notice.instead_of_id)
        .outerjoin(Watch, Watch.id == Notice.watch_id)
        .where(Notice.recipient_id == person_id, ~is_concerned(Case.id, person_id))
        .order_by(Notice.id.desc())
        .limit(limit)
    )
    if before is not None:
        found = found.where(Notice.id < before)
    return [
        ToldOf(notice, case, school, person, state is not WatchState.STOPPED)
        for notice, case, school, person, state in session.execute(found)
    ]
