"""Path steps: elements entered and left and flows taken, as the case page shows them."""

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.tables import Table, one_of


class Passage(StrEnum):
    ENTERED = "entered"
    LEFT = "left"
    TAKEN = "taken"
    CANCELLED = "cancelled"


class PathStep(Table):
    """The ``n``-th thing (from 0) that the entry ``seq`` brought about."""

    __tablename__ = "path_steps"
    __table_args__ = ({"sqlite_with_rowid": False},)

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    what: Mapped[Passage] = mapped_column(one_of(Passage, "what"))
    element: Mapped[str]


def of_case(session: Session, case_id: int) -> Sequence[PathStep]:
    """The whole path of a case, in order."""
    return session.scalars(
        select(PathStep).where(PathStep.case_id == case_id).order_by(PathStep.seq, PathStep.n)
    ).all()
