"""Accesses: who opened or exported which case, when and why."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, select, tuple_
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import rows
from models.keys import decrypt
from models.tables import Key, Table, one_of


class AccessKind(StrEnum):
    VIEWED = "viewed"  # the case page, a form with what was filled in
    HISTORY_READ = "history_read"
    CONTENT_OPENED = "content_opened"  # by an auditor, with a reason
    EXPORTED = "exported"


class Access(Table):
    """One look into a case. The reason is encrypted with the case's data key."""

    __tablename__ = "accesses"
    __table_args__ = (Index("ix_accesses_of_case", "case_id", "at"),)

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    at: Mapped[datetime]
    kind: Mapped[AccessKind] = mapped_column(one_of(AccessKind, "kind"))
    element: Mapped[str | None]  # the form looked at, where it was one
    reason: Mapped[bytes | None]


def record(
    session: Session,
    case_id: int,
    person_id: int,
    *,
    kind: AccessKind,
    now: datetime,
    element: str | None = None,
    reason: bytes | None = None,
) -> int:
    """Record a look into a case, ``reason`` encrypted under `reason_context`; gives its number."""
    row = {
        "case_id": case_id,
        "person_id": person_id,
        "at": now,
        "kind": kind,
        "element": element,
        "reason": reason,
    }
    return int(rows.write(session, Access, [row], returning=("id",)).scalar_one())


def of_case(
    session: Session, case_id: int, *, before: tuple[datetime, int] | None = None, limit: int = 200
) -> Sequence[Access]:
    """The latest looks into a case, the last first.

    ``before`` is (at, id) of the last one of the page before.
    """
    found = select(Access).where(Access.case_id == case_id)
    if before is not None:
        found = found.where(tuple_(Access.at, Access.id) < before)
    return session.scalars(found.order_by(Access.at.desc(), Access.id.desc()).limit(limit)).all()


def opened_by(session: Session, case_id: int, person_id: int, *, since: datetime) -> Access | None:
    """The last opening of the content of a case by a person, not before a moment."""
    return session.scalars(
        select(Access)
        .where(
            Access.case_id == case_id,
            Access.at >= since,
            Access.person_id == person_id,
            Access.kind == AccessKind.CONTENT_OPENED,
        )
        .order_by(Access.at.desc(), Access.id.desc())
        .limit(1)
    ).one_or_none()


def exports_by(session: Session, case_id: int, person_id: int, *, limit: int) -> Sequence[Access]:
    """The latest exports of the whole case by a person, the last first; not of single papers."""
    return session.scalars(
        select(Access)
        .where(
            Access.case_id == case_id,
            Access.person_id == person_id,
            Access.kind == AccessKind.EXPORTED,
            Access.element.is_(None),
        )
        .order_by(Access.at.desc(), Access.id.desc())
        .limit(limit)
    ).all()


def reason_context(case_id: int) -> str:
    """The context under which a reason is encrypted, with the data key of the case."""
    return f"accesses.reason:{case_id}"


def reason_of(row: Access, data_key: bytes) -> str:
    """The reason that was given, or ""; raises ContentUnreadable."""
    if row.reason is None:
        return ""
    return decrypt(data_key, row.reason, context=reason_context(row.case_id)).decode()
