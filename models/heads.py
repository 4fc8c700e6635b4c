"""Heads: each day's end of all cases' chains in one digest, to be handed outside.

A bare chain does not show that its end was cut off or that the whole was rewritten; a head kept
elsewhere does.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import rows
from models.journal import JournalEntry, canonical
from models.refusals import Refusal
from models.tables import Table

# The same as in `processes.working_time.local_time`, which this layer does not know.
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
# A transaction begun before midnight is over by then.
SETTLED_AFTER = timedelta(minutes=5)
NO_HEAD_YET = "0" * 64


class DayNotOver(Refusal):
    """Entries of the day may still come."""

    vi = "Ngày {day:%d/%m/%Y} chưa kết thúc nên chưa chốt được sổ."
    en = "The day {day:%d/%m/%Y} is not over, so its journal cannot be sealed yet."


class JournalHead(Table):
    """The head of one day (in Vietnam), over all entries recorded in it and the head before."""

    __tablename__ = "journal_heads"
    __table_args__ = ({"sqlite_with_rowid": False},)

    day: Mapped[date] = mapped_column(primary_key=True)
    sealed_at: Mapped[datetime]
    entries: Mapped[int]
    previous_digest: Mapped[str]
    digest: Mapped[str]


@dataclass(frozen=True, slots=True)
class HeadBreak:
    """A day whose entries are no longer those that were sealed."""

    day: date
    reason: str  # altered | unchained


def seal(session: Session, day: date, *, now: datetime) -> JournalHead:
    """Seal a day that is over; a day already sealed is given back as it is. Raises DayNotOver."""
    sealed = session.get(JournalHead, day)
    if sealed is not None:
        return sealed
    if now < _begin(day + timedelta(days=1)) + SETTLED_AFTER:
        raise DayNotOver(day=day)
    before = session.scalars(
        select(JournalHead).order_by(JournalHead.day.desc()).limit(1)
    ).one_or_none()
    previous = NO_HEAD_YET if before is None else before.digest
    entries, digest = _reckon(session, day, previous)
    head = {
        "day": day,
        "sealed_at": now,
        "entries": entries,
        "previous_digest": previous,
        "digest": digest,
    }
    # Two nodes may seal the same day: they reckon the same, the second leaves the first's row.
    rows.write(session, JournalHead, [head], key=("day",))
    return session.get_one(JournalHead, day)


def days_to_seal(session: Session, *, now: datetime) -> list[date]:
    """Days that are over and not sealed, from the day after the last head (or the first entry)."""
    last = session.scalars(select(func.max(JournalHead.day))).one_or_none()
    if last is None:
        first = session.scalars(select(func.min(JournalEntry.recorded_at))).one_or_none()
        if first is None:
            return []
        last = first.astimezone(ZONE).date() - timedelta(days=1)
    until = (now - SETTLED_AFTER).astimezone(ZONE).date()
    return [last + timedelta(days=n) for n in range(1, (until - last).days)]


def latest(session: Session) -> JournalHead | None:
    """The last head sealed."""
    return session.scalars(
        select(JournalHead).order_by(JournalHead.day.desc()).limit(1)
    ).one_or_none()


def all_heads(session: Session) -> Sequence[JournalHead]:
    """All heads, in order of days."""
    return session.scalars(select(JournalHead).order_by(JournalHead.day)).all()


def breaks(session: Session) -> list[HeadBreak]:
    """Days whose entries differ from what was sealed; empty when all agree."""
    found: list[HeadBreak] = []
    previous = NO_HEAD_YET
    for head in all_heads(session):
        if head.previous_digest != previous:
            found.append(HeadBreak(head.day, "unchained"))
        elif (head.entries, head.digest) != _reckon(session, head.day, previous):
            found.append(HeadBreak(head.day, "altered"))
        previous = head.digest
    return found


def sealing(session: Session, case_id: int) -> Sequence[JournalHead]:
    """The heads of the days at which entries of a case were recorded, in order."""
    recorded = session.scalars(
        select(JournalEntry.recorded_at).where(JournalEntry.case_id == case_id)
    )
    days = {day_of(moment) for moment in recorded}
    return session.scalars(
        select(JournalHead).where(JournalHead.day.in_(days)).order_by(JournalHead.day)
    ).all()


def holds(session: Session, head: JournalHead) -> bool:
    """Are the entries of the day still those that were sealed?"""
    return (head.entries, head.digest) == _reckon(session, head.day, head.previous_digest)


def day_of(recorded_at: datetime) -> date:
    """The day (in Vietnam) whose head seals an entry."""
    return recorded_at.astimezone(ZONE).date()


Sealed = tuple[int, int, str]
"""What a head knows of an entry: the number of its case, its seq, its digest."""


def sealed_entries(session: Session, day: date) -> Iterator[Sealed]:
    """The entries of all cases that were recorded in a day, in the order in which it is sealed."""
    found = session.execute(
        select(JournalEntry.case_id, JournalEntry.seq, JournalEntry.digest)
        .where(
            JournalEntry.recorded_at >= _begin(day),
            JournalEntry.recorded_at < _begin(day + timedelta(days=1)),
        )
        .order_by(JournalEntry.case_id, JournalEntry.seq),
        execution_options={"yield_per": 1000},
    )
    return ((case_id, seq, digest) for case_id, seq, digest in found)


def reckon(day: date, previous: str, sealed: Iterable[Sealed]) -> tuple[int, str]:
    """How many entries these are, and the digest over theirs and the head before."""
    digest = sha256(canonical([previous, day.isoformat()]).encode())
    entries = 0
    for one in sealed:
        digest.update(canonical(list(one)).encode())
        entries += 1
    return entries, digest.hexdigest()


def _reckon(session: Session, day: date, previous: str) -> tuple[int, str]:
    return reckon(day, previous, sealed_entries(session, day))


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=ZONE)
