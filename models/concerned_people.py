"""Concerned people: who is accused in a case, or kin to the accused, sees nothing of it."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import BindParameter, Exists, ForeignKey, delete, exists, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from models import reports, rows
from models.tables import Table


class ConcernedPerson(Table):
    """A person shut out from a case."""

    __tablename__ = "concerned_people"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    noted_at: Mapped[datetime]
    noted_by: Mapped[int] = mapped_column(ForeignKey("people.id"))


def note(session: Session, case_id: int, person_id: int, *, by: int, now: datetime) -> None:
    """Shut the person out from the case and from all that gather a report with it.

    What a report says of the person, and who informed, can be read in each of its cases. Doing so
    again changes nothing.
    """
    noted = [
        {"case_id": one, "person_id": person_id, "noted_at": now, "noted_by": by}
        for one in sorted({case_id, *reports.sharing(session, case_id)})
    ]
    rows.write(session, ConcernedPerson, noted, key=("case_id", "person_id"))


def lift(session: Session, case_id: int, person_id: int) -> None:
    """The person is not concerned after all."""
    session.execute(
        delete(ConcernedPerson).where(
            ConcernedPerson.case_id == case_id, ConcernedPerson.person_id == person_id
        )
    )


def is_concerned(
    case_id: InstrumentedAttribute[int] | InstrumentedAttribute[int | None],
    person_id: int | BindParameter[int],
) -> Exists:
    """The condition that a person is concerned in a case, for use in another statement."""
    return exists().where(
        ConcernedPerson.case_id == case_id, ConcernedPerson.person_id == person_id
    )


def concerned(session: Session, case_id: int, person_id: int) -> bool:
    """Whether the person is shut out from the case."""
    return session.get(ConcernedPerson, (case_id, person_id)) is not None


def among(session: Session, case_ids: Collection[int], person_id: int) -> set[int]:
    """Those of the cases from which the person is shut out, in one statement."""
    return set(
        session.scalars(
            select(ConcernedPerson.case_id).where(
                ConcernedPerson.case_id.in_(case_ids), ConcernedPerson.person_id == person_id
            )
        )
    )
