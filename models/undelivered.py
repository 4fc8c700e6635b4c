"""Deliveries that did not reach anybody, for the administrator: for good, or so far."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from models.deliveries import UNDELIVERED, Delivery, DeliveryNotice
from models.notices import Notice


def for_good(session: Session, *, limit: int = 100) -> Sequence[Delivery]:
    """Refused, given up or bounced, the latest first."""
    return session.scalars(
        select(Delivery)
        .where(text(UNDELIVERED))
        .order_by(Delivery.closed_at.desc(), Delivery.id.desc())
        .limit(limit)
    ).all()


def retrying(session: Session, *, limit: int = 100) -> Sequence[Delivery]:
    """Tried in vain so far and to be tried again, the next one first."""
    return session.scalars(
        select(Delivery)
        .where(Delivery.closed_at.is_(None), Delivery.attempts > 0, Delivery.leased_until.is_(None))
        .order_by(Delivery.wake_at, Delivery.id)
        .limit(limit)
    ).all()


def schools_of(session: Session, delivery_ids: Collection[int]) -> Mapping[int, set[int]]:
    """Of which schools each delivery tells."""
    found = session.execute(
        select(DeliveryNotice.delivery_id, Notice.school_id)
        .join(Notice, Notice.id == DeliveryNotice.notice_id)
        .where(DeliveryNotice.delivery_id.in_(delivery_ids))
    )
    told: dict[int, set[int]] = {}
    for delivery_id, school_id in found:
        told.setdefault(delivery_id, set()).add(school_id)
    return told
