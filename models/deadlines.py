"""Deadlines: each limit that runs or ran in a case, with the proof of its reckoning."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.rows import Gathered, Kind
from models.tables import Key, Table, one_of


class DeadlineState(StrEnum):
    OPEN = "open"
    MET = "met"
    MISSED = "missed"
    NOT_APPLICABLE = "not_applicable"


class LimitUnit(StrEnum):
    """Never converted into one another: 12 working hours are not a day and a half."""

    HOURS = "hours"
    DAYS = "days"


class Deadline(Table):
    """One limit from one anchor moment; a new anchor (a new submission) is a new row."""

    __tablename__ = "deadlines"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("(unit = 'days') = (due_on IS NOT NULL)", name="days_have_a_date"),
        CheckConstraint("(state = 'open') = (closed_seq IS NULL)", name="closed"),
        Index("ix_deadlines_of_case", "case_id", "id"),
        Index("ix_deadlines_of_state", "case_id", "state"),
    )

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    limit_name: Mapped[str]
    anchor_name: Mapped[str]
    anchor_at: Mapped[datetime]
    unit: Mapped[LimitUnit] = mapped_column(one_of(LimitUnit, "unit"))
    amount: Mapped[int]
    clause: Mapped[str | None]
    due_at: Mapped[datetime]
    due_on: Mapped[date | None]
    calendar_version_id: Mapped[int] = mapped_column(ForeignKey("calendar_versions.id"))
    proof: Mapped[str]  # canonical JSON
    state: Mapped[DeadlineState] = mapped_column(one_of(DeadlineState, "state"))
    alarmed_at: Mapped[datetime | None]
    act_at: Mapped[datetime | None]  # when the act happened that met it
    recorded_at: Mapped[datetime | None]  # when the act was recorded
    recorded_late: Mapped[bool]
    reason: Mapped[str | None]  # enumerated (a route, an end), never free text
    closed_seq: Mapped[int | None]


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """A deadline as a step reads and writes it; ``dataclasses.replace`` closes one."""

    limit_name: str
    anchor_name: str
    anchor_at: datetime
    unit: LimitUnit
    amount: int
    clause: str | None
    due_at: datetime
    due_on: date | None
    calendar_version_id: int
    proof: str
    state: DeadlineState = DeadlineState.OPEN
    alarmed_at: datetime | None = None
    act_at: datetime | None = None
    recorded_at: datetime | None = None
    recorded_late: bool = False
    reason: str | None = None
    closed_seq: int | None = None
    id: int | None = None  # None: it begins to run


COLUMNS = tuple(field.name for field in fields(DeadlineRow))
WRITTEN = tuple(name for name in COLUMNS if name != "id")
BEGUN = Kind(Deadline)
KNOWN = Kind(Deadline, key=("id",), renew=WRITTEN)


def gather(gathered: Gathered, case_id: int, deadlines: Sequence[DeadlineRow]) -> None:
    """New deadlines are inserted, known ones renewed."""
    gathered.add(BEGUN, [_written(case_id, row) for row in deadlines if row.id is None])
    gathered.add(
        KNOWN,
        [{"id": row.id} | _written(case_id, row) for row in deadlines if row.id is not None],
    )


def _written(case_id: int, row: DeadlineRow) -> dict[str, object]:
    return {"case_id": case_id} | {name: getattr(row, name) for name in WRITTEN}


def of_case(session: Session, case_id: int) -> Sequence[Deadline]:
    """All deadlines of a case, in order of their anchors."""
    return session.scalars(
        select(Deadline)
        .where(Deadline.case_id == case_id)
        .order_by(Deadline.anchor_at, Deadline.id)
    ).all()


def at_anchors(
    session: Session, case_id: int, anchors: Collection[datetime]
) -> Sequence[DeadlineRow]:
    """All deadlines of a case that count from one of these moments."""
    found = session.scalars(
        select(Deadline).where(Deadline.case_id == case_id, Deadline.anchor_at.in_(anchors))
    )
    return [DeadlineRow(**{name: getattr(row, name) for name in COLUMNS}) for row in found]


def running_of_cases(session: Session, case_ids: Sequence[int]) -> dict[int, list[Deadline]]:
    """Open and missed deadlines of several cases (a page of tasks), the earliest due first."""
    found: dict[int, list[Deadline]] = {}
    for row in session.scalars(
        select(Deadline)
        .where(
            Deadline.case_id.in_(case_ids),
            Deadline.state.in_((DeadlineState.OPEN, DeadlineState.MISSED)),
        )
        .order_by(Deadline.due_at, Deadline.id)
    ):
        found.setdefault(row.case_id, []).append(row)
    return found


def results_of_cases(
    session: Session, case_ids: Collection[int]
) -> dict[int, list[tuple[str, DeadlineState]]]:
    """How the limits of several cases stand: the name of each limit with its states, once each."""
    found: dict[int, list[tuple[str, DeadlineState]]] = {}
    for case_id, limit_name, state in session.execute(
        select(Deadline.case_id, Deadline.limit_name, Deadline.state)
        .where(Deadline.case_id.in_(case_ids))
        .distinct()
        .order_by(Deadline.case_id, Deadline.limit_name, Deadline.state)
    ):
        found.setdefault(case_id, []).append((limit_name, state))
    return found
