"""Drafts: what somebody has typed into a form and not sent yet, on whichever device.

One for each person and form. The content is encrypted with the data key of the case, so that
destroying the key erases it too; a report has no case yet, so its draft has a data key of its own,
which goes with the draft.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, delete, exists, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import rows
from models.cases import Case
from models.concerned_people import is_concerned
from models.data_keys import DataKey
from models.keys import decrypt, encrypt
from models.participants import Participant
from models.tables import Table, where
from models.tasks import Task


class Draft(Table):
    """`subject` names the form and what it is about; `revision` grows with each saving."""

    __tablename__ = "drafts"
    __table_args__ = (
        CheckConstraint("(case_id IS NULL) = (data_key_name IS NOT NULL)", name="one_key"),
        Index("ix_drafts_of_case", "case_id", **where("case_id IS NOT NULL")),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    form: Mapped[str]
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))  # None: of a report
    task_id: Mapped[int | None] = mapped_column(ForeignKey("tasks.id"))
    revision: Mapped[int]
    saved_at: Mapped[datetime] = mapped_column(index=True)
    content: Mapped[bytes]
    data_key_name: Mapped[str | None] = mapped_column(ForeignKey("data_keys.id"))


@dataclass(frozen=True, slots=True)
class Unsent:
    """A draft without its content, with its case, and what decides who may know of it.

    `open`: its task still waits for somebody.
    """

    draft: Draft
    case: Case | None
    named: bool
    open: bool


def find(session: Session, person_id: int, subject: str) -> Draft | None:
    """The draft that the person has of this form."""
    return session.get(Draft, (person_id, subject))


def begin(session: Session, row: dict[str, Any]) -> bool:
    """Keep a first draft; False where there is one already."""
    written = rows.write(
        session, Draft, [row], key=("person_id", "subject"), returning=("revision",)
    )
    return written.one_or_none() is not None


def renew(
    session: Session,
    draft: Draft,
    *,
    revision: int,
    content: bytes,
    now: datetime,
) -> bool:
    """Keep newer content; False where somebody else has renewed or removed it since it was read."""
    renewed = session.execute(
        update(Draft)
        .where(
            Draft.person_id == draft.person_id,
            Draft.subject == draft.subject,
            Draft.revision == draft.revision,
        )
        .values(revision=revision, content=content, saved_at=now)
        .returning(Draft.revision)
        .execution_options(synchronize_session=False)
    )
    return renewed.one_or_none() is not None


def remove(session: Session, person_id: int, subject: str) -> None:
    """The draft goes, because it was sent or thrown away; so does a key that only it had."""
    _forget_keys(
        session,
        session.scalars(
            delete(Draft)
            .where(Draft.person_id == person_id, Draft.subject == subject)
            .returning(Draft.data_key_name)
            .execution_options(synchronize_session=False)
        ).all(),
    )


def remove_old(session: Session, *, saved_before: datetime) -> None:
    """Drafts that nobody has touched for so long go, except those of tasks that still wait."""
    waits = exists().where(Task.id == Draft.task_id, Task.closed_seq.is_(None))
    _forget_keys(
        session,
        session.scalars(
            delete(Draft)
            .where(Draft.saved_at < saved_before, ~waits)
            .returning(Draft.data_key_name)
            .execution_options(synchronize_session=False)
        ).all(),
    )


def unsent(session: Session, person_id: int, *, limit: int = 100) -> Sequence[Unsent]:
    """The drafts of a person, the latest first, but for cases in which they are concerned."""
    named = exists().where(Participant.case_id == Draft.case_id, Participant.person_id == person_id)
    waits = exists().where(Task.id == Draft.task_id, Task.closed_seq.is_(None))
    found = session.execute(
        select(Draft, Case, named, waits)
        .outerjoin(Case, Case.id == Draft.case_id)
        .where(Draft.person_id == person_id, ~is_concerned(Draft.case_id, person_id))
        .order_by(Draft.saved_at.desc(), Draft.subject)
        .limit(limit)
    )
    return [Unsent(row[0], row[1], bool(row[2]), bool(row[3])) for row in found]


def sealed(data_key: bytes, content: bytes, *, person_id: int, subject: str) -> bytes:
    """The content as it is stored."""
    return encrypt(data_key, content, context=_context(person_id, subject))


def opened(data_key: bytes, draft: Draft) -> bytes:
    """The decrypted content; raises ContentUnreadable."""
    return decrypt(data_key, draft.content, context=_context(draft.person_id, draft.subject))


def _forget_keys(session: Session, names: Sequence[str | None]) -> None:
    """A key of a draft that is gone says nothing any more, so not even its row stays."""
    own = [name for name in names if name is not None]
    if own:
        session.execute(delete(DataKey).where(DataKey.id.in_(own)))


def _context(person_id: int, subject: str) -> str:
    return f"drafts.content:{person_id}:{subject}"
