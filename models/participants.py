"""Participants: people named in the plan of a case, who report on their own activities."""

from collections.abc import Sequence, Set
from datetime import datetime

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import rows
from models.cases import Case, CaseState
from models.concerned_people import is_concerned
from models.tables import Table


class Participant(Table):
    """The role ``named_in_plan``, in one case."""

    __tablename__ = "participants"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    named_at: Mapped[datetime]


def replace(
    session: Session, case_id: int, people: Set[int], *, before: Set[int], now: datetime
) -> None:
    """Exactly these people are named in the plan now; `before` were, as the case was read."""
    if gone := before - people:
        session.execute(
            delete(Participant).where(
                Participant.case_id == case_id, Participant.person_id.in_(gone)
            )
        )
    named = [
        {"case_id": case_id, "person_id": person, "named_at": now}
        for person in sorted(people - before)
    ]
    if named:
        rows.write(session, Participant, named, key=("case_id", "person_id"))


def cases_of(session: Session, person_id: int) -> Sequence[Case]:
    """Open cases in whose plan the person is named, the latest first."""
    return session.scalars(
        select(Case)
        .join(Participant, Participant.case_id == Case.id)
        .where(
            Participant.person_id == person_id,
            Case.state == CaseState.OPEN,
            ~is_concerned(Case.id, person_id),
        )
        .order_by(Case.opened_at.desc(), Case.id.desc())
    ).all()
