"""Cases (hồ sơ): what lists and searches may know of one, in columns that identify nobody."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import data_keys, rows
from models.code_counters import next_code
from models.keys import KeyRing
from models.refusals import Refusal
from models.tables import Key, Table, one_of

NO_ENTRY_YET = "0" * 64


class CaseState(StrEnum):
    OPEN = "open"
    ENDED = "ended"


class CaseMoved(Refusal):
    """Someone else's step came between reading the case and writing to it."""

    vi = "Hồ sơ vừa có thay đổi; xin xem lại rồi thực hiện lại."
    en = "The case has just changed; please look again and repeat."


class Case(Table):
    """A case. ``version`` grows by one with every transaction that writes to the case."""

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name="ended"),
        CheckConstraint("version >= 0 AND last_seq >= 0", name="counters"),
        Index("ix_cases_of_school", "school_id", "state", "opened_at", "id"),
        Index("ix_cases_in_order", "school_id", "id"),
    )

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(unique=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    process_version_id: Mapped[int] = mapped_column(ForeignKey("process_versions.id"))
    state: Mapped[CaseState] = mapped_column(one_of(CaseState, "state"), default=CaseState.OPEN)
    end_element: Mapped[str | None]
    category: Mapped[str | None]  # enumerated, never free text
    emergency: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    focal_point_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    data_key_name: Mapped[str] = mapped_column(ForeignKey("data_keys.id"))
    version: Mapped[int] = mapped_column(default=0)
    # The journal's last entry: where the next one is chained.
    last_seq: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime]
    last_digest: Mapped[str] = mapped_column(default=NO_ENTRY_YET)


class LinkReason(StrEnum):
    NEW_FACTS = "new_facts"  # learned after the earlier case had ended
    HANDED_OVER = "handed_over"  # the student changed school
    RELATED = "related"


class CaseLink(Table):
    """A case that follows an earlier one."""

    __tablename__ = "case_links"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    earlier_case_id: Mapped[int] = mapped_column(
        ForeignKey("cases.id"), primary_key=True, index=True
    )
    reason: Mapped[LinkReason] = mapped_column(one_of(LinkReason, "reason"))
    linked_at: Mapped[datetime]


def create(
    session: Session,
    ring: KeyRing,
    *,
    school_id: int,
    process_version_id: int,
    opened_at: datetime,
    year: int,
    category: str | None = None,
    emergency: bool = False,
    focal_point_id: int | None = None,
) -> tuple[Case, bytes]:
    """A new case without an entry yet, and its data key; ``year`` is that of its code."""
    data_key_name, data_key = data_keys.create(session, ring)
    case = Case(
        code=next_code(session, "HS", year),
        school_id=school_id,
        process_version_id=process_version_id,
        category=category,
        emergency=emergency,
        opened_at=opened_at,
        focal_point_id=focal_point_id,
        data_key_name=data_key_name,
        last_at=opened_at,
    )
    session.add(case)
    session.flush()
    return case, data_key


def by_code(session: Session, code: str) -> Case | None:
    """The case with this code."""
    return session.scalars(select(Case).where(Case.code == code)).one_or_none()


def by_ids(session: Session, ids: Collection[int]) -> dict[int, Case]:
    """Cases by id, in one statement."""
    return {case.id: case for case in session.scalars(select(Case).where(Case.id.in_(ids)))}


def counts_of_versions(session: Session) -> dict[int, tuple[int, int]]:
    """How many cases run on each process version, and how many have ended on it."""
    found = session.execute(
        select(
            Case.process_version_id,
            func.count().filter(Case.state == CaseState.OPEN),
            func.count().filter(Case.state == CaseState.ENDED),
        ).group_by(Case.process_version_id)
    )
    return {row[0]: (row[1], row[2]) for row in found}


def link(
    session: Session, case_id: int, earlier_case_id: int, *, reason: LinkReason, now: datetime
) -> None:
    """Note that a case follows an earlier one; noting it again changes nothing."""
    row = {
        "case_id": case_id,
        "earlier_case_id": earlier_case_id,
        "reason": reason,
        "linked_at": now,
    }
    rows.write(session, CaseLink, [row], key=("case_id", "earlier_case_id"))


def linked(session: Session, case_id: int) -> Sequence[tuple[CaseLink, Case]]:
    """Links of the case, to earlier and to later ones, with the other case."""
    other = or_(CaseLink.earlier_case_id == Case.id, CaseLink.case_id == Case.id)
    found = session.execute(
        select(CaseLink, Case)
        .join(Case, other)
        .where(
            or_(CaseLink.case_id == case_id, CaseLink.earlier_case_id == case_id),
            Case.id != case_id,
        )
        .order_by(Case.opened_at)
    )
    return [(row[0], row[1]) for row in found]
