"""Definitions: published versions of a process, each an immutable bundle with its dates."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.refusals import Refusal
from models.tables import Key, Table


class NoProcessInForce(Refusal):
    """No version of the process is in force on the date."""

    vi = "Không có phiên bản nào của quy trình {process} có hiệu lực vào ngày {on:%d/%m/%Y}."
    en = "No version of the process {process} is in force on {on:%d/%m/%Y}."


class ProcessVersion(Table):
    """A published version; only its last date may change, when the next version is published."""

    __tablename__ = "process_versions"
    __table_args__ = (
        CheckConstraint("effective_to IS NULL OR effective_to >= effective_from", name="dates"),
        Index("ix_process_versions_in_force", "process", "effective_from"),
    )

    id: Mapped[Key]
    process: Mapped[str]
    digest: Mapped[str] = mapped_column(unique=True)
    bundle: Mapped[bytes] = mapped_column(deferred=True, deferred_raiseload=True)
    effective_from: Mapped[date]
    effective_to: Mapped[date | None]
    published_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    published_at: Mapped[datetime]


def publish(
    session: Session,
    *,
    process: str,
    digest: str,
    bundle: bytes,
    effective_from: date,
    published_by: int | None,
    now: datetime,
) -> ProcessVersion:
    """A new version, in force from a date on; versions in force until then end the day before.

    Where a later one has been published already, the new one ends the day before that. Raises
    IntegrityError when this very bundle has been published already.
    """
    later = session.scalar(
        select(func.min(ProcessVersion.effective_from)).where(
            ProcessVersion.process == process, ProcessVersion.effective_from > effective_from
        )
    )
    session.execute(
        update(ProcessVersion)
        .where(
            ProcessVersion.process == process,
            ProcessVersion.effective_from < effective_from,
            or_(
                ProcessVersion.effective_to.is_(None),
                ProcessVersion.effective_to >= effective_from,
            ),
        )
        .values(effective_to=effective_from - timedelta(days=1))
    )
    version = ProcessVersion(
        process=process,
        digest=digest,
        bundle=bundle,
        effective_from=effective_from,
        effective_to=None if later is None else later - timedelta(days=1),
        published_by=published_by,
        published_at=now,
    )
    session.add(version)
    session.flush()
    return version


def in_force(session: Session, process: str, *, on: date) -> ProcessVersion:
    """The version in force on a date (of one day's several, the last published).

    Raises NoProcessInForce.
    """
    version = session.scalars(
        select(ProcessVersion)
        .where(
            ProcessVersion.process == process,
            ProcessVersion.effective_from <= on,
            or_(ProcessVersion.effective_to.is_(None), ProcessVersion.effective_to >= on),
        )
        .order_by(ProcessVersion.effective_from.desc(), ProcessVersion.id.desc())
        .limit(1)
    ).one_or_none()
    if version is None:
        raise NoProcessInForce(process=process, on=on)
    return version


def bundle_of(session: Session, version_id: int) -> bytes:
    """The bytes of the version's bundle."""
    return session.scalars(
        select(ProcessVersion.bundle).where(ProcessVersion.id == version_id)
    ).one()


def by_digest(session: Session, digest: str) -> ProcessVersion | None:
    """The version with this bundle."""
    return session.scalars(
        select(ProcessVersion).where(ProcessVersion.digest == digest)
    ).one_or_none()


def all_versions(session: Session, process: str | None = None) -> Sequence[ProcessVersion]:
    """All versions, the newest first; of one process or of all."""
    found = select(ProcessVersion).order_by(
        ProcessVersion.process, ProcessVersion.effective_from.desc(), ProcessVersion.id.desc()
    )
    if process is not None:
        found = found.where(ProcessVersion.process == process)
    return session.scalars(found).all()


def get(session: Session, version_id: int) -> ProcessVersion | None:
    """The version with this id."""
    return session.get(ProcessVersion, version_id)
