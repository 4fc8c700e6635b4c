"""Data keys: one for each case, report and draft of a report, wrapped by the key ring.

They lie outside the journal. Destroying a data key erases what was encrypted with it, while the
journal's chain still verifies.
"""

from datetime import datetime
from secrets import token_hex

from sqlalchemy import CheckConstraint, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import rows
from models.keys import KeyRing, KeyUnknown, new_key
from models.refusals import Refusal
from models.tables import Table

CHECKED_TEXT = b"donghanh"
CHECK_CONTEXT = "key_checks.sealed"


class ContentErased(Refusal):
    """The data key was destroyed."""

    vi = "Nội dung đã được xóa vĩnh viễn."
    en = "The content has been erased for good."


class DataKey(Table):
    """A wrapped data key; ``wrapped`` is NULL once it has been destroyed."""

    __tablename__ = "data_keys"
    __table_args__ = (
        CheckConstraint("(wrapped IS NULL) = (destroyed_at IS NOT NULL)", name="destroyed"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    key_id: Mapped[str] = mapped_column(index=True)
    wrapped: Mapped[bytes | None]
    destroyed_at: Mapped[datetime | None]


class KeyCheck(Table):
    """A known text encrypted with each key ever used here, so that a wrong key stops the start."""

    __tablename__ = "key_checks"

    key_id: Mapped[str] = mapped_column(primary_key=True)
    sealed: Mapped[bytes]


def create(session: Session, ring: KeyRing) -> tuple[str, bytes]:
    """A new data key: its id, and the key itself."""
    name, data_key = token_hex(12), new_key()
    key_id, wrapped = ring.wrap(data_key, context=_context(name))
    session.add(DataKey(id=name, key_id=key_id, wrapped=wrapped))
    session.flush()
    return name, data_key


def unwrap(ring: KeyRing, *, name: str, key_id: str, wrapped: bytes | None) -> bytes:
    """The data key from the columns of its row; raises ContentErased or KeyUnknown."""
    if wrapped is None:
        raise ContentErased
    return ring.unwrap(key_id, wrapped, context=_context(name))


def get(session: Session, ring: KeyRing, name: str) -> bytes:
    """The data key with this id; raises ContentErased or KeyUnknown."""
    row = session.get_one(DataKey, name)
    return unwrap(ring, name=name, key_id=row.key_id, wrapped=row.wrapped)


def named(session: Session, ring: KeyRing, name: str) -> bytes:
    """A key of a fixed name that serves the whole database, made on first use."""
    key_id, wrapped = ring.wrap(new_key(), context=_context(name))
    row = {"id": name, "key_id": key_id, "wrapped": wrapped, "destroyed_at": None}
    rows.write(session, DataKey, [row], key=("id",))
    return get(session, ring, name)


def destroy(session: Session, name: str, *, now: datetime) -> None:
    """Erase for good whatever was encrypted with this key."""
    session.execute(
        update(DataKey)
        .where(DataKey.id == name, DataKey.destroyed_at.is_(None))
        .values(wrapped=None, destroyed_at=now)
    )


def rewrap(session: Session, ring: KeyRing, *, limit: int = 500) -> int:
    """Wrap up to ``limit`` data keys anew with the current key; how many were. 0: all are."""
    others = session.scalars(
        select(DataKey)
        .where(DataKey.key_id != ring.current, DataKey.wrapped.is_not(None))
        .order_by(DataKey.id)
        .limit(limit)
    ).all()
    for row in others:
        data_key = unwrap(ring, name=row.id, key_id=row.key_id, wrapped=row.wrapped)
        row.key_id, row.wrapped = ring.wrap(data_key, context=_context(row.id))
    session.flush()
    return len(others)


def check_ring(session: Session, ring: KeyRing) -> None:
    """At start: raises KeyUnknown when data was wrapped by a key that the ring does not hold.

    The current key is noted when it is new and every key needed is there.
    """
    noted = {row.key_id: row.sealed for row in session.scalars(select(KeyCheck))}
    used = select(DataKey.key_id).where(DataKey.wrapped.is_not(None)).distinct()
    missing = sorted(key for key in session.scalars(used) if key not in ring)
    if not missing and not any(key in ring for key in noted):
        missing = sorted(noted)
    if missing:
        raise KeyUnknown(key_id=missing[0])
    if ring.current in noted:
        ring.unwrap(ring.current, noted[ring.current], context=CHECK_CONTEXT)
        return
    key_id, sealed = ring.wrap(CHECKED_TEXT, context=CHECK_CONTEXT)
    # Several nodes may start on a new database at the same moment.
    noted_now = {"key_id": key_id, "sealed": sealed}
    rows.write(session, KeyCheck, [noted_now], key=("key_id",))


def _context(name: str) -> str:
    return f"data_keys.wrapped:{name}"
