"""Watches: what a case waits for and how far its ladder of reminders has been climbed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.rows import Gathered, Kind
from models.tables import Key, Table, one_of, where


class WatchState(StrEnum):
    WAITING = "waiting"
    CLIMBED = "climbed"  # nothing is left to say, though what is awaited has not come
    STOPPED = "stopped"


class Watch(Table):
    """A task, a limit or a date that a ladder watches; ``subject`` is what makes it one in a case.

    ``rung`` is the next to be reached, by name (NULL: none is left), ``round`` how often a
    repeating one was reached. ``wake_at`` is when the sweep looks at it: when the rung is
    reached, or later after a failure, whose class and first line are its ``cause``.
    """

    __tablename__ = "watches"
    __table_args__ = (
        UniqueConstraint("case_id", "subject"),
        CheckConstraint("(state = 'stopped') = (closed_seq IS NOT NULL)", name="closed"),
        CheckConstraint("state <> 'waiting' OR rung IS NOT NULL", name="waits_for_a_rung"),
        Index("ix_watches_of_case", "case_id", **where("closed_seq IS NULL")),
        Index("ix_watches_due", "wake_at", **where("state = 'waiting'")),
        Index("ix_watches_failing", "wake_at", **where("state = 'waiting' AND failures > 0")),
    )

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    subject: Mapped[str]  # task key, limit@anchor, timer key
    ladder: Mapped[str]
    element: Mapped[str]  # the element that names the ladder
    host: Mapped[str]  # the element whose open tasks are awaited
    started_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    due_on: Mapped[date | None]
    rung: Mapped[str | None]
    round: Mapped[int]
    decided_at: Mapped[datetime | None]  # when a rung was last decided
    wake_at: Mapped[datetime]
    failures: Mapped[int]
    cause: Mapped[str | None]
    state: Mapped[WatchState] = mapped_column(one_of(WatchState, "state"))
    closed_seq: Mapped[int | None]


@dataclass(frozen=True, slots=True)
class WatchRow:
    """A watch as a step reads and writes it; ``dataclasses.replace`` moves or stops one."""

    subject: str
    ladder: str
    element: str
    host: str
    started_at: datetime
    due_at: datetime | None
    due_on: date | None
    rung: str | None
    wake_at: datetime
    round: int = 0
    decided_at: datetime | None = None
    closed_seq: int | None = None
    id: int | None = None  # None: it begins


COLUMNS = tuple(field.name for field in fields(WatchRow))
# What a step does not renew: the sweep alone climbs, and a step may have read it before that.
KEPT = frozenset({"id", "subject", "round", "decided_at"})


RENEWED = Kind(
    Watch,
    key=("case_id", "subject"),
    renew=(*(name for name in COLUMNS if name not in KEPT), "failures", "cause", "state"),
)


def gather(gathered: Gathered, case_id: int, school_id: int, watches: Sequence[WatchRow]) -> None:
    """Watches begin, move and stop; one that was stopped begins anew."""
    gathered.add(RENEWED, [_written(case_id, school_id, row) for row in watches])


def _written(case_id: int, school_id: int, row: WatchRow) -> dict[str, object]:
    return {
        "case_id": case_id,
        "school_id": school_id,
        **{name: getattr(row, name) for name in COLUMNS if name != "id"},
        "failures": 0,
        "cause": None,
        "state": _state(row),
    }


def _state(row: WatchRow) -> WatchState:
    if row.closed_seq is not None:
        return WatchState.STOPPED
    return WatchState.CLIMBED if row.rung is None else WatchState.WAITING


def due(session: Session, *, now: datetime, limit: int) -> dict[int, list[Watch]]:
    """Watches with a rung reached by now, by case, the longest due first; read without a lock."""
    found: dict[int, list[Watch]] = {}
    for watch in session.scalars(
        select(Watch)
        .where(Watch.state == WatchState.WAITING, Watch.wake_at <= now)
        .order_by(Watch.wake_at, Watch.id)
        .limit(limit)
    ):
        found.setdefault(watch.case_id, []).append(watch)
    return found


def next_wake(session: Session) -> datetime | None:
    """When the next rung is reached, in any case."""
    return session.scalars(
        select(func.min(Watch.wake_at)).where(Watch.state == WatchState.WAITING)
    ).one()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a watch stands on its ladder after some rungs were decided."""

    rung: str | None
    round: int
    wake_at: datetime
    decided_at: datetime | None


def climb(session: Session, watch: Watch, to: Place) -> bool:
    """Move the watch up; False when another node or a step was faster.

    Whoever brings it from the place that was read decides what is said there.
    """
    moved = session.execute(
        update(Watch)
        .where(
            Watch.id == watch.id,
            Watch.state == WatchState.WAITING,
            Watch.rung == watch.rung,
            Watch.round == watch.round,
            Watch.wake_at == watch.wake_at,
        )
        .values(
            rung=to.rung,
            round=to.round,
            wake_at=to.wake_at,
            decided_at=to.decided_at,
            state=WatchState.CLIMBED if to.rung is None else WatchState.WAITING,
            failures=0,
            cause=None,
        )
        .returning(Watch.id)
        .execution_options(synchronize_session=False)
    )
    return moved.one_or_none() is not None


def postpone(session: Session, watch: Watch, *, until: datetime, cause: str) -> None:
    """The watch could not be decided: look again at ``until``, and keep why."""
    session.execute(
        update(Watch)
        .where(Watch.id == watch.id, Watch.state == WatchState.WAITING)
        .values(wake_at=until, failures=Watch.failures + 1, cause=cause)
        .execution_options(synchronize_session=False)
    )


def failing(session: Session, *, limit: int = 100) -> Sequence[Watch]:
    """Watches that could not be decided, for the administrator; the next to be tried first."""
    return session.scalars(
        select(Watch)
        .where(Watch.state == WatchState.WAITING, Watch.failures > 0)
        .order_by(Watch.wake_at, Watch.id)
        .limit(limit)
    ).all()


def by_ids(session: Session, ids: set[int]) -> Mapping[int, Watch]:
    """Watches by id, in one statement."""
    return {watch.id: watch for watch in session.scalars(select(Watch).where(Watch.id.in_(ids)))}
