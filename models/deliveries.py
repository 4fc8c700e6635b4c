"""Deliveries: what is to leave the house, row by row, and each attempt to send it.

A notice is decided once; a delivery says by which channel it goes out, when, and what came of it.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import rows
from models.tables import Key, Table, one_of, where

LONGEST_ANSWER = 500
# Word for word in index and query: of values that are bound SQLite does not know that they fit.
UNDELIVERED = "state IN ('refused', 'given_up', 'bounced')"


class Channel(StrEnum):
    MAIL = "mail"
    WEBHOOK = "webhook"
    CHAT = "chat"


class DeliveryState(StrEnum):
    WAITING = "waiting"
    ACCEPTED = "accepted"  # the other side has taken it over
    REFUSED = "refused"  # for good, at the recipient
    GIVEN_UP = "given_up"  # tried in vain for three days
    BOUNCED = "bounced"  # accepted, and sent back later
    WITHDRAWN = "withdrawn"  # nobody is awaited any more, so nobody is told


class Outcome(StrEnum):
    ACCEPTED = "accepted"
    REFUSED = "refused"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"  # looked at, nothing sent


class Delivery(Table):
    """One message by one channel; its ``key`` is unique, so that it is written once.

    ``send_at`` is when it should go, ``wake_at`` when it is looked at next. While ``leased_until``
    lies ahead one node, ``leased_by``, is sending it.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        CheckConstraint("(state = 'waiting') = (closed_at IS NULL)", name="closed"),
        CheckConstraint("(leased_until IS NULL) = (leased_by IS NULL)", name="leased"),
        CheckConstraint(
            "channel <> 'mail' OR recipient_id IS NOT NULL", name="mail_is_to_somebody"
        ),
        Index("ix_deliveries_due", "wake_at", **where("closed_at IS NULL")),
        Index(
            "ix_deliveries_undelivered",
            "closed_at",
            **where(UNDELIVERED),
        ),
    )

    id: Mapped[Key]
    key: Mapped[str] = mapped_column(unique=True)
    channel: Mapped[Channel] = mapped_column(one_of(Channel, "channel"))
    outlet: Mapped[str | None]  # which of several addresses of the channel, by a short digest
    recipient_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    is_digest: Mapped[bool]
    urgent: Mapped[bool]
    send_at: Mapped[datetime]
    wake_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    leased_by: Mapped[str | None]
    attempts: Mapped[int]
    message_id: Mapped[str] = mapped_column(unique=True)
    state: Mapped[DeliveryState] = mapped_column(one_of(DeliveryState, "state"))
    closed_at: Mapped[datetime | None]
    answer: Mapped[str | None]  # the last one, in the words of the other side


class DeliveryNotice(Table):
    """A notice that a delivery carries; a digest carries several."""

    __tablename__ = "delivery_notices"

    delivery_id: Mapped[int] = mapped_column(ForeignKey("deliveries.id"), primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"), primary_key=True, index=True)


class DeliveryAttempt(Table):
    """One attempt; without an outcome it is under way, or its process died during it."""

    __tablename__ = "delivery_attempts"
    __table_args__ = (CheckConstraint("(ended_at IS NULL) = (outcome IS NULL)", name="ended"),)

    delivery_id: Mapped[int] = mapped_column(ForeignKey("deliveries.id"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    begun_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None] = mapped_column(one_of(Outcome, "outcome"))
    answer: Mapped[str | None]


def put(
    session: Session,
    *,
    key: str,
    channel: Channel,
    send_at: datetime,
    message_id: str,
    notice_ids: Sequence[int],
    recipient_id: int | None = None,
    urgent: bool = False,
    outlet: str | None = None,
) -> None:
    """A new delivery of the notices; one whose key exists stays as it is."""
    row = _row(key, channel, send_at, message_id, recipient_id=recipient_id, is_digest=False)
    added = rows.write(
        session,
        Delivery,
        [row | {"urgent": urgent, "outlet": outlet}],
        key=("key",),
        returning=("id",),
    )
    delivery_id = added.scalar_one_or_none()
    if delivery_id is not None:
        _carry(session, delivery_id, notice_ids)


def add_to_digest(
    session: Session,
    *,
    key: str,
    send_at: datetime,
    message_id: str,
    notice_id: int,
    recipient_id: int,
) -> bool:
    """Put the notice into a digest; False when that one is being sent or has been.

    The digest's row stays locked until the transaction ends: nobody sends it without the notice.
    """
    row = _row(key, Channel.MAIL, send_at, message_id, recipient_id=recipient_id, is_digest=True)
    rows.write(session, Delivery, [row], key=("key",))
    held = session.execute(
        update(Delivery)
        .where(Delivery.key == key, Delivery.closed_at.is_(None), Delivery.attempts == 0)
        .values(send_at=send_at)
        .returning(Delivery.id)
    ).scalar_one_or_none()
    if held is None:
        return False
    _carry(session, held, [notice_id])
    return True


def of_notices(
    session: Session, notice_ids: Collection[int]
) -> Mapping[int, Sequence[tuple[Delivery, datetime | None]]]:
    """How people were told of each notice: its deliveries, each with its last attempt's end."""
    last = DeliveryAttempt.n == Delivery.attempts
    found = session.execute(
        select(DeliveryNotice.notice_id, Delivery, DeliveryAttempt.ended_at)
        .join(Delivery, Delivery.id == DeliveryNotice.delivery_id)
        .outerjoin(DeliveryAttempt, (DeliveryAttempt.delivery_id == Delivery.id) & last)
        .where(DeliveryNotice.notice_id.in_(notice_ids))
        .order_by(Delivery.id)
    )
    told: dict[int, list[tuple[Delivery, datetime | None]]] = {}
    for notice_id, delivery, ended_at in found:
        told.setdefault(notice_id, []).append((delivery, ended_at))
    return told


def bounce(session: Session, message_id: str, *, answer: str, now: datetime) -> Delivery | None:
    """The mail came back; None when no mail has this Message-ID. Bouncing again changes nothing."""
    found = session.scalars(
        select(Delivery).where(Delivery.message_id == message_id, Delivery.channel == Channel.MAIL)
    ).one_or_none()
    if found is not None and found.state is not DeliveryState.BOUNCED:
        found.state, found.closed_at = DeliveryState.BOUNCED, now
        found.leased_until = found.leased_by = None
        found.answer = answer[:LONGEST_ANSWER]
        session.flush()
    return found


def _row(
    key: str,
    channel: Channel,
    send_at: datetime,
    message_id: str,
    *,
    recipient_id: int | None,
    is_digest: bool,
) -> dict[str, object]:
    return {
        "key": key,
        "channel": channel,
        "outlet": None,
        "recipient_id": recipient_id,
        "is_digest": is_digest,
        "urgent": False,
        "send_at": send_at,
        "wake_at": send_at,
        "attempts": 0,
        "message_id": message_id,
        "state": DeliveryState.WAITING,
    }


def _carry(session: Session, delivery_id: int, notice_ids: Sequence[int]) -> None:
    carried = [{"delivery_id": delivery_id, "notice_id": one} for one in notice_ids]
    rows.write(session, DeliveryNotice, carried, key=("delivery_id", "notice_id"))
