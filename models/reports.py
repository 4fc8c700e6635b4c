"""Reports (tin báo): what came in, by which channel and when; n to m with cases."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import data_keys, rows
from models.cases import Case
from models.code_counters import next_code
from models.keys import KeyRing, decrypt, encrypt
from models.tables import Key, Table


class Report(Table):
    """A report; ``received_at`` is the t0 of a limit and never after the entry."""

    __tablename__ = "reports"
    __table_args__ = (
        CheckConstraint("received_at <= entered_at", name="received_before_entered"),
        Index("ix_reports_of_school", "school_id", "entered_at"),
    )

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(unique=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    received_at: Mapped[datetime]
    received_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    channel: Mapped[str]  # enumerated
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    entered_at: Mapped[datetime]
    emergency: Mapped[bool]
    content: Mapped[bytes]  # encrypted with the report's own data key
    data_key_name: Mapped[str] = mapped_column(ForeignKey("data_keys.id"))


class ReportOfCase(Table):
    """One report may lead to several cases, a case may gather several reports."""

    __tablename__ = "reports_of_cases"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), primary_key=True, index=True)
    linked_at: Mapped[datetime]
    linked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


@dataclass(frozen=True, slots=True)
class NewReport:
    """A report to be entered; ``content`` in plain bytes."""

    school_id: int
    received_at: datetime
    channel: str
    entered_by_id: int
    emergency: bool
    content: bytes
    received_by_id: int | None = None


def add(session: Session, ring: KeyRing, new: NewReport, *, now: datetime, year: int) -> Report:
    """Enter a report; its code carries ``year``."""
    data_key_name, data_key = data_keys.create(session, ring)
    code = next_code(session, "TB", year)
    report = Report(
        code=code,
        school_id=new.school_id,
        received_at=new.received_at,
        received_by_id=new.received_by_id,
        channel=new.channel,
        entered_by_id=new.entered_by_id,
        entered_at=now,
        emergency=new.emergency,
        content=encrypt(data_key, new.content, context=content_context(code)),
        data_key_name=data_key_name,
    )
    session.add(report)
    session.flush()
    return report


def content_of(session: Session, ring: KeyRing, report: Report) -> bytes:
    """The decrypted content; raises ContentErased, KeyUnknown or ContentUnreadable."""
    data_key = data_keys.get(session, ring, report.data_key_name)
    return decrypt(data_key, report.content, context=content_context(report.code))


def content_context(code: str) -> str:
    """The context under which the content of a report is encrypted."""
    return f"reports.content:{code}"


def attach(session: Session, report_id: int, case_id: int, *, by: int, now: datetime) -> None:
    """Join a report to a case; doing so again changes nothing."""
    row = {"case_id": case_id, "report_id": report_id, "linked_at": now, "linked_by_id": by}
    rows.write(session, ReportOfCase, [row], key=("case_id", "report_id"))


def by_code(session: Session, code: str) -> Report | None:
    """The report with this code."""
    return session.scalars(select(Report).where(Report.code == code)).one_or_none()


def of_case(session: Session, case_id: int) -> Sequence[Report]:
    """Reports of a case, in order of receipt."""
    return session.scalars(
        select(Report)
        .join(ReportOfCase, ReportOfCase.report_id == Report.id)
        .where(ReportOfCase.case_id == case_id)
        .order_by(Report.received_at, Report.id)
    ).all()


def cases_of(session: Session, report_id: int) -> Sequence[Case]:
    """Cases that a report led to."""
    return session.scalars(
        select(Case)
        .join(ReportOfCase, ReportOfCase.case_id == Case.id)
        .where(ReportOfCase.report_id == report_id)
        .order_by(Case.id)
    ).all()


def sharing(session: Session, case_id: int) -> Sequence[int]:
    """The ids of all cases that gather a report of this one; it is one of them."""
    of_this = select(ReportOfCase.report_id).where(ReportOfCase.case_id == case_id)
    return session.scalars(
        select(ReportOfCase.case_id).where(ReportOfCase.report_id.in_(of_this)).distinct()
    ).all()


def reported(session: Session, case_ids: Collection[int]) -> set[int]:
    """Those of the cases that a report led to; the others began with a request."""
    return set(
        session.scalars(
            select(ReportOfCase.case_id).where(ReportOfCase.case_id.in_(case_ids)).distinct()
        )
    )


def entered_by(
    session: Session, person_id: int, *, since: datetime | None = None, limit: int = 10
) -> Sequence[Report]:
    """The last reports that the person entered, the latest first."""
    found = select(Report).where(Report.entered_by_id == person_id)
    if since is not None:
        found = found.where(Report.entered_at >= since)
    return session.scalars(found.order_by(Report.entered_at.desc()).limit(limit)).all()
