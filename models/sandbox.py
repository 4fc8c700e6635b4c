"""The sandbox: a database made for training, whose clock can be moved forward."""

from datetime import timedelta

from sqlalchemy import CheckConstraint, exists, insert, literal, or_, select, update
from sqlalchemy.orm import Mapped, Session

from models.people import Person
from models.schools import School
from models.tables import Key, Table

ONLY = 1


class Sandbox(Table):
    """One row in a database made by ``demo --clock``, none in any other.

    ``offset_seconds`` is how far the clock of the sandbox stands before the real one; less than 0
    where its story plays in the past.
    """

    __tablename__ = "sandboxes"
    __table_args__ = (CheckConstraint(f"id = {ONLY}", name="only_one"),)

    id: Mapped[Key]
    offset_seconds: Mapped[int]


def begin(session: Session, offset: timedelta) -> bool:
    """Make an empty database a sandbox; False, and nothing done, where anything is entered.

    One statement asks and writes, so that nobody's school becomes a sandbox.
    """
    filled = or_(exists(select(Person.id)), exists(select(School.id)), exists(select(Sandbox.id)))
    row = select(literal(ONLY), literal(_seconds(offset))).where(~filled)
    begun = session.execute(
        insert(Sandbox).from_select(["id", "offset_seconds"], row).returning(Sandbox.id)
    )
    return begun.one_or_none() is not None


def offset(session: Session) -> timedelta | None:
    """How far the clock of the sandbox stands before the real one; None where it is none."""
    seconds = session.scalars(select(Sandbox.offset_seconds)).one_or_none()
    return None if seconds is None else timedelta(seconds=seconds)


def move(session: Session, *, seen: timedelta, to: timedelta) -> bool:
    """Move the clock from the offset that was seen; False where it is no longer that one."""
    moved = session.execute(
        update(Sandbox)
        .where(Sandbox.offset_seconds == _seconds(seen))
        .values(offset_seconds=_seconds(to))
        .returning(Sandbox.id)
    )
    return moved.one_or_none() is not None


def is_settled(session: Session) -> bool:
    """Whether something is entered: what is no sandbox by then never becomes one."""
    return session.scalars(select(exists(select(Person.id)) | exists(select(School.id)))).one()


def _seconds(offset: timedelta) -> int:
    """Rounded up: the clock shows the moment that was meant, never the second before it."""
    return -(-offset // timedelta(seconds=1))
