"""Snapshots: a cache of where the engine stands in a case; the journal is the truth."""

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.rows import Kind, Row
from models.tables import Table


class Snapshot(Table):
    """The state after the case's last entry; ``format`` is that of the engine's codec."""

    __tablename__ = "snapshots"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    version: Mapped[int]  # of the case
    format: Mapped[int]
    body: Mapped[bytes]


LATEST = Kind(Snapshot, key=("case_id",), renew=("version", "format", "body"))


def row_of(case_id: int, *, version: int, format_number: int, body: bytes) -> Row:
    """The latest snapshot of a case, in place of the one before."""
    return {"case_id": case_id, "version": version, "format": format_number, "body": body}


def get(session: Session, case_id: int) -> Snapshot | None:
    """The snapshot of a case."""
    return session.scalars(select(Snapshot).where(Snapshot.case_id == case_id)).one_or_none()
