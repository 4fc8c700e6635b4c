"""Heartbeats: when each scheduler last looked for due work."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import rows
from models.tables import Table


class Heartbeat(Table):
    """One row for each node."""

    __tablename__ = "heartbeats"

    node: Mapped[str] = mapped_column(primary_key=True)
    last_tick_at: Mapped[datetime]


def beat(session: Session, node: str, *, now: datetime) -> None:
    """The node has looked."""
    rows.write(
        session,
        Heartbeat,
        [{"node": node, "last_tick_at": now}],
        key=("node",),
        renew=("last_tick_at",),
    )


def all_nodes(session: Session) -> Sequence[Heartbeat]:
    """All nodes, the latest first."""
    return session.scalars(select(Heartbeat).order_by(Heartbeat.last_tick_at.desc())).all()
