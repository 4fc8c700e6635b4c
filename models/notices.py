"""Notices: what a person was told by the clock, reminders and escalations alike.

A notice holds no content: the element awaited, until when, and the name of its text.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import rows
from models.concerned_people import is_concerned
from models.tables import Key, Table, one_of, where


class Grade(StrEnum):
    REMINDER = "reminder"  # nhắc việc
    ESCALATION = "escalation"  # cảnh báo


class Notice(Table):
    """One person told once: at one rung of a watch, in one round of it."""

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("watch_id", "rung", "round", "recipient_id"),
        Index("ix_notices_of_person", "recipient_id", "id"),
        Index("ix_notices_unseen", "recipient_id", **where("seen_at IS NULL")),
        Index("ix_notices_of_case", "case_id", "id"),
    )

    id: Mapped[Key]
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    watch_id: Mapped[int | None] = mapped_column(ForeignKey("watches.id"))
    ladder: Mapped[str]
    rung: Mapped[str]
    round: Mapped[int]
    recipient_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    instead_of_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    grade: Mapped[Grade] = mapped_column(one_of(Grade, "grade"))
    name: Mapped[str]  # of the text in the bundle of the case
    awaited: Mapped[str]  # element
    started_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    due_on: Mapped[date | None]
    urgent: Mapped[bool]
    decided_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]


def insert(session: Session, notices: Sequence[Mapping[str, Any]]) -> list[Notice]:
    """Keep new notices; those that a person has had already are left out of the answer."""
    if not notices:
        return []
    written = rows.write(
        session,
        Notice,
        [{"seen_at": None, **notice} for notice in notices],
        key=("watch_id", "rung", "round", "recipient_id"),
        returning=("id",),
    )
    ids = [row.id for row in written]
    found = session.scalars(select(Notice).where(Notice.id.in_(ids)).order_by(Notice.id))
    return list(found)


def unseen_count(session: Session, person_id: int) -> int:
    """How many notices the person has not seen; none of cases in which they are concerned."""
    return session.scalars(
        select(func.count()).where(
            Notice.recipient_id == person_id,
            Notice.seen_at.is_(None),
            ~is_concerned(Notice.case_id, person_id),
        )
    ).one()


def of_case(session: Session, case_id: int) -> Sequence[Notice]:
    """All notices about a case, in the order of their decision."""
    return session.scalars(
        select(Notice).where(Notice.case_id == case_id).order_by(Notice.id)
    ).all()


def told_by(session: Session, case_id: int, until: datetime, *, limit: int) -> Sequence[Notice]:
    """The notices about a case that were decided up to a moment, the last first."""
    return session.scalars(
        select(Notice)
        .where(Notice.case_id == case_id, Notice.decided_at <= until)
        .order_by(Notice.id.desc())
        .limit(limit)
    ).all()


def mark_seen(
    session: Session, person_id: int, ids: Collection[int] | None, *, now: datetime
) -> None:
    """The person has seen these notices, or all of their own (None); others' stay as they are."""
    seen = update(Notice).where(Notice.recipient_id == person_id, Notice.seen_at.is_(None))
    if ids is not None:
        seen = seen.where(Notice.id.in_(ids))
    session.execute(seen.values(seen_at=now))
