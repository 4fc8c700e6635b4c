"""Replies: the first answer to a request that may be sent twice, kept under its key."""

from datetime import datetime

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import rows
from models.tables import Table


class Reply(Table):
    """The same person's repeat under the same key gets this answer again."""

    __tablename__ = "replies"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    request_digest: Mapped[str]  # of method, path and body: another request needs another key
    status: Mapped[int]
    body: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(index=True)


def find(session: Session, person_id: int, key: str) -> Reply | None:
    """The answer given under this key."""
    return session.scalars(
        select(Reply).where(Reply.person_id == person_id, Reply.key == key)
    ).one_or_none()


def keep(
    session: Session,
    person_id: int,
    key: str,
    *,
    request_digest: str,
    status: int,
    body: str,
    now: datetime,
) -> None:
    """Keep an answer, in the transaction of the fact.

    Raises IntegrityError when another request under the same key was first; then nothing of this
    transaction may stay.
    """
    row = {
        "person_id": person_id,
        "key": key,
        "request_digest": request_digest,
        "status": status,
        "body": body,
        "recorded_at": now,
    }
    rows.write(session, Reply, [row])


def forget(session: Session, *, before: datetime) -> None:
    """Drop answers so old that nobody repeats their requests any more."""
    session.execute(delete(Reply).where(Reply.recorded_at < before))
