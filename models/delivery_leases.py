"""Leases: which node sends a delivery, for how long, and what came of the attempt.

A lease is taken in one short transaction and the outcome written in another; between them, while
a server is spoken to, no transaction is open.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select, text, update
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from models.deliveries import (
    LONGEST_ANSWER,
    Channel,
    Delivery,
    DeliveryAttempt,
    DeliveryState,
    Outcome,
)

CAP_LOCK = 0x4D61696C  # one count of the mails of the last hour at a time on PostgreSQL


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to make the attempt ``n`` of a delivery."""

    delivery_id: int
    by: str
    n: int


def due(
    session: Session,
    channel: Channel,
    *,
    now: datetime,
    limit: int,
    but: Collection[str] = (),
) -> Sequence[Delivery]:
    """What is to be sent now and nobody is sending: urgent first, then the longest due.

    Nothing for the outlets `but`. Read without a lock.
    """
    return session.scalars(
        select(Delivery)
        .where(
            Delivery.closed_at.is_(None),
            Delivery.wake_at <= now,
            Delivery.channel == channel,
            or_(Delivery.outlet.is_(None), Delivery.outlet.not_in(but)),
            or_(Delivery.leased_until.is_(None), Delivery.leased_until < now),
        )
        .order_by(Delivery.urgent.desc(), Delivery.wake_at, Delivery.id)
        .limit(limit)
    ).all()


def take(
    session: Session, delivery_id: int, *, by: str, until: datetime, now: datetime
) -> Lease | None:
    """Lease the delivery and begin an attempt; None when somebody else was faster."""
    n = session.execute(
        update(Delivery)
        .where(
            Delivery.id == delivery_id,
            Delivery.closed_at.is_(None),
            Delivery.wake_at <= now,
            or_(Delivery.leased_until.is_(None), Delivery.leased_until < now),
        )
        .values(leased_until=until, leased_by=by, attempts=Delivery.attempts + 1)
        .returning(Delivery.attempts)
    ).scalar_one_or_none()
    if n is None:
        return None
    session.add(DeliveryAttempt(delivery_id=delivery_id, n=n, begun_at=now))
    session.flush()
    return Lease(delivery_id, by, n)


def mails_since(session: Session, since: datetime) -> int:
    """How many mails were accepted since then, or may have been; counted one node at a time."""
    if session.connection().dialect.name == "postgresql":
        session.execute(text(f"SELECT pg_advisory_xact_lock({CAP_LOCK})"))
    may_count = or_(DeliveryAttempt.outcome.is_(None), DeliveryAttempt.outcome == Outcome.ACCEPTED)
    return session.scalars(
        select(func.count())
        .select_from(DeliveryAttempt)
        .join(Delivery, Delivery.id == DeliveryAttempt.delivery_id)
        .where(DeliveryAttempt.begun_at > since, may_count, Delivery.channel == Channel.MAIL)
    ).one()


def close(
    session: Session,
    lease: Lease,
    *,
    state: DeliveryState,
    outcome: Outcome,
    answer: str,
    now: datetime,
) -> None:
    """The attempt has ended, and the delivery with it.

    What was accepted is accepted, even if the lease has run out meanwhile; any other end counts
    only while the lease is held.
    """
    _end_attempt(session, lease, outcome, answer, now)
    closed = update(Delivery).where(Delivery.id == lease.delivery_id, Delivery.closed_at.is_(None))
    if state is not DeliveryState.ACCEPTED:
        closed = closed.where(*_held(lease))
    session.execute(
        closed.values(
            state=state,
            closed_at=now,
            answer=answer[:LONGEST_ANSWER],
            leased_until=None,
            leased_by=None,
        )
    )


def try_again(session: Session, lease: Lease, *, answer: str, at: datetime, now: datetime) -> None:
    """The attempt has failed; the delivery is looked at again at ``at``."""
    _end_attempt(session, lease, Outcome.FAILED, answer, now)
    session.execute(
        update(Delivery)
        .where(Delivery.id == lease.delivery_id, *_held(lease))
        .values(
            wake_at=at,
            answer=answer[:LONGEST_ANSWER],
            leased_until=None,
            leased_by=None,
        )
    )


def first_begun(session: Session, delivery_id: int) -> datetime:
    """When the delivery was first attempted."""
    return session.scalars(
        select(DeliveryAttempt.begun_at).where(
            DeliveryAttempt.delivery_id == delivery_id, DeliveryAttempt.n == 1
        )
    ).one()


def _held(lease: Lease) -> tuple[ColumnElement[bool], ...]:
    return (
        Delivery.leased_by == lease.by,
        Delivery.attempts == lease.n,
        Delivery.closed_at.is_(None),
    )


def _end_attempt(
    session: Session, lease: Lease, outcome: Outcome, answer: str, now: datetime
) -> None:
    session.execute(
        update(DeliveryAttempt)
        .where(DeliveryAttempt.delivery_id == lease.delivery_id, DeliveryAttempt.n == lease.n)
        .values(ended_at=now, outcome=outcome, answer=answer[:LONGEST_ANSWER])
    )
