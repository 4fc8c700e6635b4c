"""Heartbeats: when each scheduler last looked for due work; in real time, in a sandbox too."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import rows
from models.tables import Table, one_of

SILENCE = timedelta(minutes=2)
EARLY = timedelta(minutes=1)  # a heartbeat further ahead is of a clock that has jumped


class Pause(StrEnum):
    """Why a node has stopped looking."""

    CLOCK_JUMPED = "clock_jumped"
    HEARTBEAT_AHEAD = "heartbeat_ahead"  # when the node was started


class Heartbeat(Table):
    """One row for each node: a scheduler process on a machine.

    While a node pauses it writes no new tick.
    """

    __tablename__ = "heartbeats"

    node: Mapped[str] = mapped_column(primary_key=True)
    last_tick_at: Mapped[datetime]
    paused_because: Mapped[Pause | None] = mapped_column(one_of(Pause, "paused_because"))


def beat(session: Session, node: str, *, now: datetime) -> None:
    """The node has looked."""
    rows.write(
        session,
        Heartbeat,
        [{"node": node, "last_tick_at": now, "paused_because": None}],
        key=("node",),
        renew=("last_tick_at", "paused_because"),
    )


def pause(session: Session, node: str, *, now: datetime, because: Pause) -> None:
    """The node has stopped looking; its last tick stays what it was."""
    rows.write(
        session,
        Heartbeat,
        [{"node": node, "last_tick_at": now, "paused_because": because}],
        key=("node",),
        renew=("paused_because",),
    )


def go_on(session: Session, node: str) -> None:
    """The node looks again."""
    session.execute(update(Heartbeat).where(Heartbeat.node == node).values(paused_because=None))


def all_nodes(session: Session) -> Sequence[Heartbeat]:
    """All nodes, the latest first."""
    return session.scalars(select(Heartbeat).order_by(Heartbeat.last_tick_at.desc())).all()


def last(session: Session) -> datetime | None:
    """The latest tick of any node."""
    return session.scalars(select(func.max(Heartbeat.last_tick_at))).one()


def is_ticking(session: Session, *, now: datetime) -> bool:
    """Whether a node that does not pause has looked within two minutes."""
    return any(ticks(one, now=now) for one in session.scalars(select(Heartbeat)))


def ticks(node: Heartbeat, *, now: datetime) -> bool:
    """Whether this node looks for due work."""
    return node.paused_because is None and -EARLY <= now - node.last_tick_at <= SILENCE


def forget(session: Session, node: str) -> None:
    """A node that is no more."""
    session.execute(delete(Heartbeat).where(Heartbeat.node == node))


def forget_old(session: Session, machine: str, *, before: datetime) -> None:
    """Earlier processes of the machine that ticked last before that moment."""
    session.execute(
        delete(Heartbeat).where(
            Heartbeat.node.startswith(f"{machine}/", autoescape=True),
            Heartbeat.last_tick_at < before,
        )
    )
