"""How a case begins: a checked form, a first entry, and all of it written at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy.orm import Session

from models import appointments, calendars, cases, held
from models import definitions as versions
from models.appointments import Role
from models.cases import Case
from models.journal import canonical
from processes import concerned
from processes.bundle import Bundle
from processes.deadlines import Reckoning
from processes.deeds import Deed
from processes.engine import Entry
from processes.forms.answers import Answers
from processes.journal import write_first
from processes.once import Answer, Once, answered_once
from processes.permissions import Caller
from processes.progress import Standing, progress
from processes.working_time.calendar import Calendar
from processes.working_time.local_time import ZONE, today
from processes.workplace import NoCalendar, Workplace

PROCESS = "school_social_work"


@dataclass(frozen=True)
class Opened:
    """What the person who reported is told, and the case that began with its open tasks by key."""

    report_code: str | None
    case_code: str
    received_at: datetime
    version: int
    tasks: Mapping[str, int]

    def to_answer(self) -> Answer:
        """As a repeat is told it."""
        return {
            "report": self.report_code,
            "case": self.case_code,
            "received_at": self.received_at.isoformat(),
            "version": self.version,
            "tasks": dict(self.tasks),
        }

    @classmethod
    def of(cls, answer: Answer) -> Opened:
        """From a kept answer."""
        report = answer["report"]
        return cls(
            None if report is None else str(report),
            str(answer["case"]),
            datetime.fromisoformat(str(answer["received_at"])),
            int(str(answer["version"])),
            cast(Mapping[str, int], answer["tasks"]),
        )


@dataclass(frozen=True)
class Opening:
    """A checked form that opens a case, with what the engine starts from."""

    form: str
    answers: Answers
    routing: Mapping[str, str]
    received_at: datetime


@dataclass(frozen=True)
class Ground:
    """By what a case of a school is opened now: the process in force, the school's calendar."""

    version_id: int
    bundle: Bundle
    calendar_version_id: int
    calendar: Calendar

    @classmethod
    def of(cls, session: Session, workplace: Workplace, school_id: int, *, now: datetime) -> Ground:
        """Raises NoCalendar, NoProcessInForce."""
        version = versions.in_force(session, PROCESS, on=today(now))
        calendar = calendars.current(session, school_id, now=now)
        if calendar is None:
            raise NoCalendar
        return cls(
            version.id,
            workplace.bundle(session, version.id),
            calendar.id,
            workplace.calendar(session, calendar.id),
        )


def begin(
    workplace: Workplace,
    ground: Ground,
    school_id: int,
    opening: Opening,
    *,
    joined: Callable[[Session, Case], str | None],
    by: Caller,
    now: datetime,
    once: Once | None,
    without: Collection[int] = (),
) -> Opened:
    """Write the case with its first entry; the same request again gets the first answer.

    `joined` is done in the same transaction, before the entry: it gives the code of the report.
    `without`: who shall not be its focal point.
    """
    entry = Entry(kind="opened", at=now, routing=opening.routing)
    start = Standing(None, (), None)
    applied = tuple(progress(ground.bundle, ground.calendar, start, entry, until=now))

    def act() -> Answer:
        with workplace.database.transaction() as session:
            case, data_key = cases.create(
                session,
                workplace.keys,
                school_id=school_id,
                process_version_id=ground.version_id,
                opened_at=now,
                year=now.astimezone(ZONE).year,
                emergency=opening.routing["emergency"] == "yes",
                focal_point_id=_focal_point(session, school_id, opening.answers, without, now),
            )
            report_code = joined(session, case)
            concerned.shut_out(
                session, case.id, school_id, opening.answers.values, by=by.person_id, now=now
            )
            written = write_first(
                session,
                held.new(case, calendar_version_id=ground.calendar_version_id),
                data_key,
                applied,
                Deed(entry, actor_id=by.person_id, content=_content(opening, report_code)),
                bundle=ground.bundle,
                reckoning=Reckoning(ground.calendar, ground.calendar_version_id),
                now=now,
            )
            answer = Opened(
                report_code,
                case.code,
                opening.received_at,
                written.advanced.version,
                written.advanced.task_ids,
            ).to_answer()
            if once is not None:
                once.keep(session, answer)
        return answer

    return Opened.of(answered_once(workplace, once, act))


def _focal_point(
    session: Session, school_id: int, answers: Answers, without: Collection[int], now: datetime
) -> int | None:
    """The school's focal point, unless the report names the focal point as concerned."""
    if Role.FOCAL_POINT in concerned.roles_named(answers.values):
        return None
    found = appointments.holders(session, school_id, Role.FOCAL_POINT, on=today(now))
    return next((one.person.id for one in found if one.person.id not in without), None)


def _content(opening: Opening, report_code: str | None) -> bytes:
    document = {
        "form": opening.form,
        "answers": opening.answers.values,
        "report": report_code,
    }
    return canonical(document).encode()
