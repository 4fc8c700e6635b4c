"""The journal: everything that reached a case from outside, one entry each, only ever appended.

Each entry carries a digest of what is stored of it and of the entry before; database triggers
refuse to change, delete, replace or truncate. The content is encrypted and enters the digest by
its stored bytes, so that the chain still verifies when the case's data key is destroyed.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, or_, select
from sqlalchemy.orm import Mapped, Session, defer, mapped_column

from models.cases import Case
from models.keys import decrypt
from models.tables import Table, where

ATTACHED = "attached"
MISTAKEN = "attachment_mistaken"
# What the partial index and its question say word for word: so an old case is not read whole.
OF_ATTACHMENTS = f"kind IN ('{ATTACHED}', '{MISTAKEN}')"


class JournalEntry(Table):
    """One entry; ``actor_id`` NULL is the clock, ``content`` NULL says nothing beyond routing."""

    __tablename__ = "journal_entries"
    # Without a rowid, INSERT OR REPLACE has no second key by which to replace an entry.
    __table_args__ = (
        CheckConstraint("seq > 0", name="seq"),
        CheckConstraint("answers_to < seq", name="answers_to_an_earlier_one"),
        Index("ix_journal_entries_recorded_at", "recorded_at"),
        Index(
            "ix_journal_entries_attachments",
            "case_id",
            "seq",
            **where(OF_ATTACHMENTS),
        ),
        {"sqlite_with_rowid": False},
    )

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]  # the moment of the fact, the engine's clock
    recorded_at: Mapped[datetime]
    kind: Mapped[str]
    element: Mapped[str | None]
    task_key: Mapped[str | None]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    on_behalf_of: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    calendar_version_id: Mapped[int | None] = mapped_column(ForeignKey("calendar_versions.id"))
    routing: Mapped[str]  # canonical JSON
    replaced: Mapped[str | None]  # canonical JSON: the routing values that a correction replaces
    content: Mapped[bytes | None]
    answers_to: Mapped[int | None]  # seq of the entry that this one corrects
    state_digest: Mapped[str]
    previous_digest: Mapped[str]
    digest: Mapped[str]


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry to be written; ``content`` in plain bytes, it is encrypted on the way."""

    kind: str
    at: datetime
    state_digest: str
    element: str | None = None
    task_key: str | None = None
    actor_id: int | None = None
    on_behalf_of: int | None = None
    calendar_version_id: int | None = None
    routing: Mapping[str, str] | None = None
    replaced: Mapping[str, str | None] | None = None
    content: bytes | None = None
    answers_to: int | None = None
    path: Sequence[tuple[str, str]] = ()  # (what, element): entered, left, taken, cancelled


# A column added later needs a format of its own here: what was digested once stays as it was.
DIGESTED = (
    "case_id",
    "seq",
    "at",
    "recorded_at",
    "kind",
    "element",
    "task_key",
    "actor_id",
    "on_behalf_of",
    "calendar_version_id",
    "routing",
    "replaced",
    "content",
    "answers_to",
    "state_digest",
    "previous_digest",
)


def canonical(document: object) -> str:
    """JSON in one way only: sorted keys, no spaces, characters as they are."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def content_context(case_id: int, seq: int) -> str:
    """The context under which the content of an entry is encrypted."""
    return f"journal_entries.content:{case_id}/{seq}"


def digest_of(entry: Mapping[str, object]) -> str:
    """sha256 over all columns of an entry but the digest itself, the content by its own sha256."""
    document = {name: digested(entry[name]) for name in DIGESTED}
    return sha256(canonical(document).encode()).hexdigest()


def digested(value: object) -> object:
    """The form in which a column enters the digest of its entry."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return sha256(value).hexdigest() if isinstance(value, bytes) else value


def of_case(session: Session, case_id: int) -> Sequence[JournalEntry]:
    """All entries of a case, in order."""
    return session.scalars(
        select(JournalEntry).where(JournalEntry.case_id == case_id).order_by(JournalEntry.seq)
    ).all()


def entry(session: Session, case_id: int, seq: int) -> JournalEntry | None:
    """One entry."""
    return session.get(JournalEntry, (case_id, seq))


def content_of(row: JournalEntry, data_key: bytes) -> bytes | None:
    """The decrypted content; raises ContentUnreadable."""
    if row.content is None:
        return None
    return decrypt(data_key, row.content, context=content_context(row.case_id, row.seq))


def reckoned_before(
    session: Session, school_id: int, *, version_id: int, recorded_since: datetime
) -> list[int]:
    """Open cases of the school whose last entry, not older, names an earlier calendar version."""
    found = session.scalars(
        select(JournalEntry.case_id)
        .join(Case, (Case.id == JournalEntry.case_id) & (Case.last_seq == JournalEntry.seq))
        .where(
            Case.school_id == school_id,
            Case.ended_at.is_(None),
            JournalEntry.recorded_at >= recorded_since,
            JournalEntry.calendar_version_id < version_id,
        )
    )
    return list(found)


def latest_with_content(session: Session, case_id: int, *, limit: int) -> Sequence[JournalEntry]:
    """The latest entries that carry content, the last first, but for those about attachments."""
    return session.scalars(
        select(JournalEntry)
        .where(
            JournalEntry.case_id == case_id,
            JournalEntry.content.is_not(None),
            JournalEntry.kind.not_in((ATTACHED, MISTAKEN)),
        )
        .order_by(JournalEntry.seq.desc())
        .limit(limit)
    ).all()


def with_corrections(session: Session, case_id: int, seq: int) -> Sequence[JournalEntry]:
    """An entry and all that correct it, in order."""
    return session.scalars(
        select(JournalEntry)
        .where(
            JournalEntry.case_id == case_id,
            or_(JournalEntry.seq == seq, JournalEntry.answers_to == seq),
        )
        .order_by(JournalEntry.seq)
    ).all()


def following(session: Session, case_id: int, *, after: int, limit: int) -> Sequence[JournalEntry]:
    """The entries that follow the entry `after` (0: from the first on), in order."""
    return session.scalars(
        select(JournalEntry)
        .where(JournalEntry.case_id == case_id, JournalEntry.seq > after)
        .order_by(JournalEntry.seq)
        .limit(limit)
    ).all()


def completion(session: Session, case_id: int, task_key: str) -> JournalEntry | None:
    """The entry that completed the task."""
    return session.scalars(
        select(JournalEntry).where(
            JournalEntry.case_id == case_id,
            JournalEntry.kind == "completed",
            JournalEntry.task_key == task_key,
        )
    ).one_or_none()


def latest(
    session: Session, case_id: int, *, before: int | None, limit: int
) -> Sequence[JournalEntry]:
    """The latest entries, or the latest of those before an entry, the last first."""
    found = select(JournalEntry).where(JournalEntry.case_id == case_id)
    if before is not None:
        found = found.where(JournalEntry.seq < before)
    return session.scalars(found.order_by(JournalEntry.seq.desc()).limit(limit)).all()


def course(session: Session, case_id: int, *, after: int = 0, until: int) -> Sequence[JournalEntry]:
    """The entries after `after` up to `until`, in order, without their content."""
    return session.scalars(
        select(JournalEntry)
        .where(JournalEntry.case_id == case_id, JournalEntry.seq > after, JournalEntry.seq <= until)
        .order_by(JournalEntry.seq)
        .options(defer(JournalEntry.content))
    ).all()


def last_before(session: Session, case_id: int, moment: datetime) -> int | None:
    """The last entry of a case before a moment; None: there was none yet."""
    return session.scalars(
        select(func.max(JournalEntry.seq)).where(
            JournalEntry.case_id == case_id, JournalEntry.at < moment
        )
    ).one()


def filed_before(session: Session, case_id: int, element: str, *, before: int) -> int | None:
    """The entry by which the task of this element was completed the last time before `before`."""
    return session.scalars(
        select(func.max(JournalEntry.seq)).where(
            JournalEntry.case_id == case_id,
            JournalEntry.kind == "completed",
            JournalEntry.element == element,
            JournalEntry.seq < before,
        )
    ).one()
