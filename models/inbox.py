"""The inbox: messages from outside, kept until the case that they mean waits for them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import data_keys
from models.awaited_messages import AwaitedMessage
from models.cases import Case
from models.keys import KeyRing, decrypt, encrypt
from models.tables import Key, Table, where


class InboxMessage(Table):
    """A message by its name and the case code that it correlates to; content under its own key."""

    __tablename__ = "inbox"
    __table_args__ = (
        CheckConstraint("(taken_at IS NULL) = (taken_seq IS NULL)", name="taken"),
        Index(
            "ix_inbox_waiting",
            "correlation",
            "name",
            **where("taken_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    name: Mapped[str]
    correlation: Mapped[str]
    received_at: Mapped[datetime]
    sender_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    content: Mapped[bytes]
    data_key_name: Mapped[str] = mapped_column(ForeignKey("data_keys.id"))
    taken_at: Mapped[datetime | None]
    taken_seq: Mapped[int | None]  # the journal entry that it became


def put(
    session: Session,
    ring: KeyRing,
    *,
    name: str,
    correlation: str,
    content: bytes,
    sender_id: int,
    now: datetime,
) -> InboxMessage:
    """Keep a message."""
    data_key_name, data_key = data_keys.create(session, ring)
    message = InboxMessage(
        name=name,
        correlation=correlation,
        received_at=now,
        sender_id=sender_id,
        content=encrypt(data_key, content, context=_context(data_key_name)),
        data_key_name=data_key_name,
    )
    session.add(message)
    session.flush()
    return message


def content_of(session: Session, ring: KeyRing, message: InboxMessage) -> bytes:
    """The decrypted content; raises ContentErased, KeyUnknown or ContentUnreadable."""
    data_key = data_keys.get(session, ring, message.data_key_name)
    return decrypt(data_key, message.content, context=_context(message.data_key_name))


def deliverable(session: Session, *, limit: int = 100) -> Sequence[tuple[InboxMessage, int]]:
    """Messages whose case waits for them now, with the case's id, in order of arrival."""
    found = session.execute(
        select(InboxMessage, Case.id)
        .join(Case, Case.code == InboxMessage.correlation)
        .where(
            InboxMessage.taken_at.is_(None),
            select(AwaitedMessage.key)
            .where(
                AwaitedMessage.case_id == Case.id,
                AwaitedMessage.name == InboxMessage.name,
                AwaitedMessage.closed_seq.is_(None),
            )
            .exists(),
        )
        .order_by(InboxMessage.received_at, InboxMessage.id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in found]


def take(session: Session, message_id: int, *, seq: int, now: datetime) -> bool:
    """Mark the message as taken by the entry ``seq``; False when it was taken already."""
    taken = session.execute(
        update(InboxMessage)
        .where(InboxMessage.id == message_id, InboxMessage.taken_at.is_(None))
        .values(taken_at=now, taken_seq=seq)
        .returning(InboxMessage.id)
    )
    return taken.one_or_none() is not None


def _context(data_key_name: str) -> str:
    return f"inbox.content:{data_key_name}"
