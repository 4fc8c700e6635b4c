"""Proposed versions: what process owners upload, read, propose from a date, approve or withdraw."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.tables import Key, Table, one_of, where

_WAITS = "proposed_at IS NOT NULL AND closed_at IS NULL"


class Outcome(StrEnum):
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


class ProposedVersion(Table):
    """A bundle that somebody uploaded: a draft, until its author proposes it from a date.

    Of one process one proposal waits at a time. A draft goes when its author uploads another; what
    was proposed stays, with its outcome.
    """

    __tablename__ = "proposed_versions"
    __table_args__ = (
        CheckConstraint("(proposed_at IS NULL) = (effective_from IS NULL)", name="dated"),
        CheckConstraint(
            "(outcome IS NULL) = (closed_at IS NULL) AND (outcome IS NULL) = (closed_by IS NULL)",
            name="closed",
        ),
        CheckConstraint("outcome <> 'approved' OR closed_by <> author_id", name="two_people"),
        Index("ix_proposed_versions_waiting", "process", unique=True, **where(_WAITS)),
        Index("ix_proposed_versions_author_id", "author_id"),
        # No draft takes the number of one that is gone: an old page must not propose a new draft.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    process: Mapped[str]
    digest: Mapped[str]
    bundle: Mapped[bytes] = mapped_column(deferred=True, deferred_raiseload=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    uploaded_at: Mapped[datetime]
    effective_from: Mapped[date | None]
    proposed_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None] = mapped_column(one_of(Outcome, "outcome"))
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    closed_at: Mapped[datetime | None]

    @property
    def is_draft(self) -> bool:
        """Seen by its author only, and not proposed yet."""
        return self.proposed_at is None

    @property
    def waits(self) -> bool:
        """Proposed, and neither approved nor withdrawn yet."""
        return self.proposed_at is not None and self.closed_at is None


def add(
    session: Session, *, process: str, digest: str, bundle: bytes, author_id: int, now: datetime
) -> ProposedVersion:
    """A draft, in the place of the author's earlier one."""
    session.execute(
        delete(ProposedVersion).where(
            ProposedVersion.author_id == author_id,
            ProposedVersion.process == process,
            ProposedVersion.proposed_at.is_(None),
        )
    )
    draft = ProposedVersion(
        process=process, digest=digest, bundle=bundle, author_id=author_id, uploaded_at=now
    )
    session.add(draft)
    session.flush()
    return draft


def get(session: Session, proposal_id: int) -> ProposedVersion | None:
    """The draft or proposal with this id."""
    return session.get(ProposedVersion, proposal_id)


def bundle_of(session: Session, proposal_id: int) -> bytes:
    """The bytes of its bundle."""
    return session.scalars(
        select(ProposedVersion.bundle).where(ProposedVersion.id == proposal_id)
    ).one()


def waiting(session: Session, process: str) -> ProposedVersion | None:
    """The proposal that waits for a second owner."""
    return session.scalars(
        select(ProposedVersion).where(
            ProposedVersion.process == process,
            ProposedVersion.proposed_at.is_not(None),
            ProposedVersion.closed_at.is_(None),
        )
    ).one_or_none()


def draft_of(session: Session, process: str, author_id: int) -> ProposedVersion | None:
    """The draft of this person."""
    return session.scalars(
        select(ProposedVersion).where(
            ProposedVersion.process == process,
            ProposedVersion.author_id == author_id,
            ProposedVersion.proposed_at.is_(None),
        )
    ).one_or_none()


def withdrawn(session: Session, process: str, *, most: int) -> Sequence[ProposedVersion]:
    """The proposals that came to nothing, the latest first."""
    return session.scalars(
        select(ProposedVersion)
        .where(ProposedVersion.process == process, ProposedVersion.outcome == Outcome.WITHDRAWN)
        .order_by(ProposedVersion.closed_at.desc(), ProposedVersion.id.desc())
        .limit(most)
    ).all()


def propose(session: Session, proposal_id: int, *, effective_from: date, now: datetime) -> bool:
    """Let a draft wait for a second owner; False when it is none any more.

    Raises IntegrityError when another one of the process waits.
    """
    changed = session.execute(
        update(ProposedVersion)
        .where(ProposedVersion.id == proposal_id, ProposedVersion.proposed_at.is_(None))
        .values(effective_from=effective_from, proposed_at=now)
        .returning(ProposedVersion.id)
    )
    return changed.scalar() is not None


def close(session: Session, proposal_id: int, *, outcome: Outcome, by: int, now: datetime) -> bool:
    """Approve or withdraw what waits; False when it waits no more."""
    changed = session.execute(
        update(ProposedVersion)
        .where(
            ProposedVersion.id == proposal_id,
            ProposedVersion.proposed_at.is_not(None),
            ProposedVersion.closed_at.is_(None),
        )
        .values(outcome=outcome, closed_by=by, closed_at=now)
        .returning(ProposedVersion.id)
    )
    return changed.scalar() is not None
