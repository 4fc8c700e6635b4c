"""Later changes: what a calendar entered after a limit was closed would have made of it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import rows
from models.deadlines import Deadline, DeadlineRow
from models.tables import Key, Table


class LaterChange(Table):
    """Beside a closed limit, which stays as it was: where it would end by this version."""

    __tablename__ = "later_changes"
    __table_args__ = (UniqueConstraint("deadline_id", "version_id"),)

    id: Mapped[Key]
    deadline_id: Mapped[int] = mapped_column(ForeignKey("deadlines.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("calendar_versions.id"))
    due_at: Mapped[datetime]
    due_on: Mapped[date | None]
    noted_at: Mapped[datetime]


def note(session: Session, changes: Sequence[rows.Row]) -> None:
    """Note changes (all columns but the id); what was noted of the same version stays."""
    if changes:
        rows.write(session, LaterChange, changes, key=("deadline_id", "version_id"))


def beside(session: Session, limits: Iterable[DeadlineRow]) -> dict[int, LaterChange]:
    """The last change noted beside each closed one of these limits, by the id of its row."""
    closed = [row.id for row in limits if row.id is not None and row.closed_seq is not None]
    return of_deadlines(session, closed) if closed else {}


def of_deadlines(session: Session, deadline_ids: Sequence[int]) -> dict[int, LaterChange]:
    """The last change noted beside each of these deadlines."""
    found = session.scalars(
        select(LaterChange)
        .where(LaterChange.deadline_id.in_(deadline_ids))
        .order_by(LaterChange.version_id)
    )
    return {change.deadline_id: change for change in found}


def of_case(session: Session, case_id: int) -> dict[int, LaterChange]:
    """The last change noted beside each closed deadline of the case."""
    found = session.scalars(
        select(LaterChange)
        .join(Deadline, Deadline.id == LaterChange.deadline_id)
        .where(Deadline.case_id == case_id)
        .order_by(LaterChange.version_id)
    )
    return {change.deadline_id: change for change in found}
