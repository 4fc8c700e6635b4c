"""Calendar moves: a new version of a school's calendar on its way through the school's cases.

The cursor goes on when a batch is done, so that a move whose process died is taken up where it
was; a lease keeps two nodes from doing the same batch.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, delete, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import rows
from models.cases import Case, CaseState
from models.tables import Key, Table, where


class CalendarMove(Table):
    """One row for each new version; ``done_at`` once every case of the school was looked at.

    ``moved`` is at least so many: what a batch had moved when its process died is not counted.
    """

    __tablename__ = "calendar_moves"
    __table_args__ = (
        UniqueConstraint("version_id"),
        Index("ix_calendar_moves_under_way", "id", **where("done_at IS NULL")),
    )

    id: Mapped[Key]
    version_id: Mapped[int] = mapped_column(ForeignKey("calendar_versions.id"))
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    begun_at: Mapped[datetime]
    after_case_id: Mapped[int] = mapped_column(default=0)
    moved: Mapped[int] = mapped_column(default=0)  # cases in which a limit or a timer moved
    noted: Mapped[int] = mapped_column(default=0)  # closed limits with a later change
    leased_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]


class StuckCase(Table):
    """A case that could not be moved; tried again at ``wake_at``."""

    __tablename__ = "stuck_cases"

    move_id: Mapped[int] = mapped_column(ForeignKey("calendar_moves.id"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    failures: Mapped[int]
    cause: Mapped[str]  # class and first line of the error, no content
    wake_at: Mapped[datetime]


def begin(session: Session, version_id: int, school_id: int, *, now: datetime) -> CalendarMove:
    """A new version is on its way."""
    move = CalendarMove(version_id=version_id, school_id=school_id, begun_at=now)
    session.add(move)
    session.flush()
    return move


def under_way(session: Session, *, now: datetime) -> Sequence[CalendarMove]:
    """Moves that are not done, the first begun first.

    One that begins later by this node's clock is left out: there its calendar is not known yet.
    """
    return session.scalars(
        select(CalendarMove)
        .where(CalendarMove.done_at.is_(None), CalendarMove.begun_at <= now)
        .order_by(CalendarMove.id)
    ).all()


def waiting(session: Session, *, now: datetime) -> Sequence[CalendarMove]:
    """Those under way that no node has and that do not rest."""
    return [
        move
        for move in under_way(session, now=now)
        if move.leased_until is None or move.leased_until <= now
    ]


def get(session: Session, move_id: int) -> CalendarMove:
    """The move with this id."""
    return session.get_one(CalendarMove, move_id)


def lease(session: Session, move_id: int, *, now: datetime, until: datetime) -> bool:
    """Take the move for a while; False where another node has it, or it is done."""
    taken = session.execute(
        update(CalendarMove)
        .where(
            CalendarMove.id == move_id,
            CalendarMove.done_at.is_(None),
            or_(CalendarMove.leased_until.is_(None), CalendarMove.leased_until <= now),
        )
        .values(leased_until=until)
        .returning(CalendarMove.id)
    )
    return taken.first() is not None


def go_on(
    session: Session,
    move: CalendarMove,
    *,
    after_case_id: int,
    moved: int,
    noted: int,
    rest_until: datetime | None,
) -> None:
    """A batch is done and the lease is given back, or kept until then by nobody.

    Where another node has gone on in the meantime, its cursor stays, and what it has counted.
    """
    session.execute(
        update(CalendarMove)
        .where(CalendarMove.id == move.id, CalendarMove.after_case_id == move.after_case_id)
        .values(
            after_case_id=after_case_id,
            moved=CalendarMove.moved + moved,
            noted=CalendarMove.noted + noted,
            leased_until=rest_until,
        )
    )


def finish(session: Session, move_id: int, *, now: datetime) -> None:
    """Every case was looked at."""
    session.execute(
        update(CalendarMove)
        .where(CalendarMove.id == move_id, CalendarMove.done_at.is_(None))
        .values(done_at=now, leased_until=None)
    )


def next_cases(
    session: Session, school_id: int, *, after: int, limit: int
) -> list[tuple[int, bool]]:
    """The next cases of the school in order of their ids, and whether each is open."""
    found = session.execute(
        select(Case.id, Case.state)
        .where(Case.school_id == school_id, Case.id > after)
        .order_by(Case.id)
        .limit(limit)
    )
    return [(row.id, row.state is CaseState.OPEN) for row in found]


def stick(
    session: Session, move_id: int, case_id: int, *, cause: str, wake_at: datetime, failures: int
) -> None:
    """The case could not be moved: look again at ``wake_at``."""
    row = {
        "move_id": move_id,
        "case_id": case_id,
        "failures": failures,
        "cause": cause,
        "wake_at": wake_at,
    }
    key, renew = ("move_id", "case_id"), ("failures", "cause", "wake_at")
    rows.write(session, StuckCase, [row], key=key, renew=renew)


def loosen(session: Session, move_id: int, case_ids: Sequence[int]) -> None:
    """These cases were moved after all."""
    session.execute(
        delete(StuckCase).where(StuckCase.move_id == move_id, StuckCase.case_id.in_(case_ids))
    )


def stuck(session: Session, move_id: int | None = None) -> Sequence[StuckCase]:
    """Cases that could not be moved yet, of one move or of all; the next to be tried first."""
    found = select(StuckCase).order_by(StuckCase.wake_at, StuckCase.case_id)
    if move_id is not None:
        found = found.where(StuckCase.move_id == move_id)
    return session.scalars(found).all()
