"""The student changes school: the new one opens a case from the minutes, and from nothing else.

The minutes are those of the early end. What the new school is told is what they say was handed
over; it never sees the case that ended, nor does the old school see the new one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from sqlalchemy.orm import Session

from models import case_names, cases, concerned_people, held, reports, schools
from models.cases import Case, CaseLink, CaseState, LinkReason
from models.held import HeldCase
from models.refusals import Refusal
from models.reports import NewReport
from models.schools import School
from processes import definitions, papers, policies
from processes.cases import REPORT
from processes.forms.answers import check
from processes.forms.moments import spoken_date
from processes.gathering import NAME
from processes.journal import CaseNotFound
from processes.once import Once
from processes.openings import Ground, Opened, Opening, begin
from processes.papers import Paper
from processes.permissions import Act, Caller, demand
from processes.working_time.local_time import ZONE
from processes.workplace import Workplace

EARLY_END: Final = "close_early"
MOVED: Final = "moved_school"


class HandedOverAlready(Refusal):
    """One student, one case at the new school."""

    vi = "Hồ sơ này đã được bàn giao cho một trường."
    en = "This case has been handed over to a school already."


class SchoolUnknown(Refusal):
    """The new school is another one of this installation."""

    vi = "Chọn một trường khác có dùng hệ thống này."
    en = "Choose another school of this service."


@dataclass(frozen=True)
class Minutes:
    """What was handed over by whom, when, and who agreed; as they were filed."""

    handed_over: str
    still_open: str
    agreed_by: str
    agreed_on: str

    def text(self, school: str) -> str:
        """What the new school reads: these lines, and which school they come from."""
        told = [f"Bàn giao từ {school}."]
        if self.agreed_on:
            told.append(f"Biên bản ngày {spoken_date(date.fromisoformat(self.agreed_on))}.")
        told.append(self.handed_over)
        if self.still_open:
            told.append(f"Việc còn dang dở: {self.still_open}")
        if self.agreed_by:
            told.append(f"Đồng ý bàn giao: {self.agreed_by}")
        return "\n".join(told)


@dataclass(frozen=True)
class HandOver:
    """A case that can be handed over, with its minutes and the student's name."""

    case: HeldCase
    school: School
    minutes: Minutes
    student: str

    @property
    def text(self) -> str:
        """What the new school reads."""
        return self.minutes.text(self.school.name)


def minutes_of(case: HeldCase, filed: Sequence[Paper]) -> Minutes | None:
    """The minutes of a case that ended because the student moved; None for every other."""
    paper = papers.latest_of(filed, EARLY_END)
    if case.state is not CaseState.ENDED or paper is None:
        return None
    told = paper.values
    if told.get("early_end") != MOVED or not told.get("handed_over"):
        return None
    return Minutes(
        told["handed_over"],
        told.get("still_open", ""),
        told.get("agreed_by", ""),
        told.get("agreed_on", ""),
    )


def of_case(
    session: Session, workplace: Workplace, code: str, *, by: Caller, now: datetime
) -> HandOver:
    """What the case hands over.

    Raises CaseNotFound (also for a case without minutes), NotPermitted, HandedOverAlready.
    """
    case = held.by_code(session, code, now=now)
    if case is None or not policies.sees(by, case):
        raise CaseNotFound
    demand(by, Act.LINK_CASES, school_id=case.school_id)
    filed = papers.filed(session, case, workplace.keys)
    minutes = minutes_of(case, filed)
    if minutes is None:
        raise CaseNotFound
    _refuse_twice(session, case)
    names = (paper.values.get(NAME) for paper in filed)
    student = next((name for name in names if isinstance(name, str)), "")
    school = schools.by_ids(session, {case.school_id})[case.school_id]
    return HandOver(case, school, minutes, student)


def open_at(
    workplace: Workplace,
    code: str,
    school_id: int,
    student: str,
    *,
    by: Caller,
    now: datetime,
    once: Once | None = None,
) -> Opened:
    """Open a case at the new school, whose clock runs from now, by a report of the minutes.

    Raises as `of_case`, SchoolUnknown, NoCalendar, NoProcessInForce, AnswersRejected.
    """
    if once is not None and (earlier := once.earlier(workplace)) is not None:
        return Opened.of(earlier)
    with workplace.database.reading() as session:
        handed = of_case(session, workplace, code, by=by, now=now)
        if school_id == handed.case.school_id or not schools.by_ids(session, {school_id}):
            raise SchoolUnknown
        ground = Ground.of(session, workplace, school_id, now=now)
        raw = {
            "story": handed.text,
            NAME: student,
            "received_at": now.astimezone(UTC).isoformat(),
            "channel": "told_by_other",
            "emergency": "no",
        }
        form = definitions.form(ground.bundle, REPORT)
        answers = check(form, raw, now=now, wording=workplace.wording(session, school_id))
    received_at = datetime.fromisoformat(answers.routing["received_at"])

    def joined(session: Session, case: Case) -> str:
        _refuse_twice(session, handed.case)
        report = reports.add(
            session,
            workplace.keys,
            NewReport(
                school_id=school_id,
                received_at=received_at,
                channel=raw["channel"],
                entered_by_id=by.person_id,
                emergency=False,
                content=answers.to_bytes(),
            ),
            now=now,
            year=now.astimezone(ZONE).year,
        )
        reports.attach(session, report.id, case.id, by=by.person_id, now=now)
        cases.link(session, case.id, handed.case.id, reason=LinkReason.HANDED_OVER, now=now)
        case_names.note(session, workplace.index_key(session), case.id, [student])
        for person_id in sorted(handed.case.concerned):
            concerned_people.note(session, case.id, person_id, by=by.person_id, now=now)
        return report.code

    return begin(
        workplace,
        ground,
        school_id,
        Opening(REPORT, answers, answers.routing, received_at),
        joined=joined,
        by=by,
        now=now,
        once=once,
        without=handed.case.concerned,
    )


def is_handed_over(case: HeldCase, linked: Iterable[tuple[CaseLink, Case]]) -> bool:
    """Has a school opened a case from the minutes of this one?"""
    return any(
        link.earlier_case_id == case.id and link.reason is LinkReason.HANDED_OVER
        for link, _other in linked
    )


def _refuse_twice(session: Session, case: HeldCase) -> None:
    if is_handed_over(case, cases.linked(session, case.id)):
        raise HandedOverAlready
