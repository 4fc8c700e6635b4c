"""Timers that a case waits for, by the moment at which they are due."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.cases import Case
from models.tables import Table, one_of, where


class TimerState(StrEnum):
    ARMED = "armed"
    FIRED = "fired"
    STOPPED = "stopped"


class Timer(Table):
    """A timer of the diagram, rewritten with the snapshot; closed ones stay, for the record.

    ``wake_at`` is when the sweep looks at it: the due moment, or later after a failure.
    """

    __tablename__ = "timers"
    __table_args__ = (
        CheckConstraint("(state = 'armed') = (closed_seq IS NULL)", name="closed"),
        Index("ix_timers_armed_in_case", "case_id", **where("closed_seq IS NULL")),
        Index(
            "ix_timers_due",
            "wake_at",
            **where("closed_seq IS NULL"),
        ),
        Index("ix_timers_failing", "wake_at", **where("closed_seq IS NULL AND failures > 0")),
    )

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    element: Mapped[str]
    due_at: Mapped[datetime]
    wake_at: Mapped[datetime]
    failures: Mapped[int] = mapped_column(default=0)
    cause: Mapped[str | None]  # of the last failure, without content
    state: Mapped[TimerState] = mapped_column(one_of(TimerState, "state"))
    closed_seq: Mapped[int | None]


def cases_due(session: Session, *, now: datetime, limit: int = 100) -> list[int]:
    """Ids of cases with a timer due by now, the longest due first; read without a lock."""
    found = session.scalars(
        select(Timer.case_id)
        .where(Timer.closed_seq.is_(None), Timer.wake_at <= now)
        .order_by(Timer.wake_at)
        .limit(limit)
    )
    return list(dict.fromkeys(found))


def postpone(session: Session, case_id: int, *, now: datetime, until: datetime, cause: str) -> None:
    """The case's due timers could not be fired: look again at ``until``, and count the failure."""
    session.execute(
        update(Timer)
        .where(Timer.case_id == case_id, Timer.closed_seq.is_(None), Timer.wake_at <= now)
        .values(wake_at=until, failures=Timer.failures + 1, cause=cause)
    )


def failing(session: Session, *, limit: int = 100) -> list[tuple[Timer, Case]]:
    """Armed timers that could not be fired with their cases, for the administrator."""
    found = session.execute(
        select(Timer, Case)
        .join(Case, Case.id == Timer.case_id)
        .where(Timer.closed_seq.is_(None), Timer.failures > 0)
        .order_by(Timer.wake_at)
        .limit(limit)
    )
    return [(timer, case) for timer, case in found]


def failures(session: Session, case_id: int) -> int:
    """How many times in a row the armed timers of the case could not be fired."""
    found = select(func.max(Timer.failures)).where(
        Timer.case_id == case_id, Timer.closed_seq.is_(None)
    )
    return session.scalars(found).one() or 0
