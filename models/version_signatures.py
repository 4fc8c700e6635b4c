"""Signatures: which two process owners put a version in force; rows are only ever added."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.definitions import ProcessVersion
from models.tables import Key, Table


class VersionSignature(Table):
    """Who proposed a version and who approved it: never the same person.

    The first version of a process, which an installation begins with, has none.
    """

    __tablename__ = "version_signatures"
    __table_args__ = (CheckConstraint("proposed_by <> approved_by", name="two_people"),)

    version_id: Mapped[Key] = mapped_column(ForeignKey("process_versions.id"))
    proposed_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    proposed_at: Mapped[datetime]
    approved_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    approved_at: Mapped[datetime]


def add(
    session: Session,
    version_id: int,
    *,
    proposed_by: int,
    proposed_at: datetime,
    approved_by: int,
    approved_at: datetime,
) -> None:
    """Sign a version; raises IntegrityError when both are one person."""
    session.add(
        VersionSignature(
            version_id=version_id,
            proposed_by=proposed_by,
            proposed_at=proposed_at,
            approved_by=approved_by,
            approved_at=approved_at,
        )
    )


def of_process(session: Session, process: str) -> Sequence[VersionSignature]:
    """The signatures of all versions of the process."""
    return session.scalars(
        select(VersionSignature)
        .join(ProcessVersion, ProcessVersion.id == VersionSignature.version_id)
        .where(ProcessVersion.process == process)
    ).all()
