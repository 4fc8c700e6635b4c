"""Awaited messages: events of the diagram that a case waits for, from people or from outside."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.tables import Table, one_of, where


class MessageState(StrEnum):
    AWAITED = "awaited"
    RECEIVED = "received"
    WITHDRAWN = "withdrawn"


class AwaitedMessage(Table):
    """A message event; ``form`` is NULL for one that only comes through the API."""

    __tablename__ = "awaited_messages"
    __table_args__ = (
        CheckConstraint("(state = 'awaited') = (closed_seq IS NULL)", name="closed"),
        Index(
            "ix_awaited_messages_name",
            "case_id",
            "name",
            **where("closed_seq IS NULL"),
        ),
    )

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    element: Mapped[str]
    name: Mapped[str]
    roles: Mapped[str]
    form: Mapped[str | None]
    state: Mapped[MessageState] = mapped_column(one_of(MessageState, "state"))
    closed_seq: Mapped[int | None]


def awaits(session: Session, case_id: int, name: str) -> bool:
    """Whether the case waits for a message of that name."""
    found = select(AwaitedMessage.key).where(
        AwaitedMessage.case_id == case_id,
        AwaitedMessage.name == name,
        AwaitedMessage.closed_seq.is_(None),
    )
    return session.scalars(found.limit(1)).one_or_none() is not None
