"""Whose calendar it is: a school's, or that of the body whose schools inherit it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from models import body_calendars, calendar_moves, schools
from models.schools import ManagingBody, School
from processes import calendars
from processes.calendars import Proposal, SchoolCalendar
from processes.permissions import PERMITTED, Act, Caller, permitted
from processes.working_time.inheritance import merged
from processes.workplace import Workplace

SCHOOL = "truong"
BODY = "co-quan"


@dataclass(frozen=True)
class Version:
    """What was entered at a moment."""

    known_from: datetime
    entered_by: int | None


@dataclass(frozen=True)
class SchoolOwner:
    """A school that keeps a calendar; `now_kept` None: it has none yet."""

    school: School
    body: ManagingBody
    now_kept: SchoolCalendar | None

    of = SCHOOL

    @property
    def code(self) -> str:
        return self.school.code

    @property
    def name(self) -> str:
        return self.school.name

    @property
    def document(self) -> Mapping[str, Any]:
        """What the school itself entered."""
        return self.now_kept.own if self.now_kept is not None else {}

    @property
    def inherited(self) -> Mapping[str, Any]:
        """What its body entered."""
        kept = self.now_kept
        return kept.body if kept is not None and kept.body is not None else {}

    @property
    def whole(self) -> Mapping[str, Any]:
        """The whole document that is in force."""
        return self.now_kept.calendar.to_document() if self.now_kept is not None else merged({}, {})

    @property
    def based_on(self) -> int | None:
        """The version that was looked at."""
        return self.now_kept.version.id if self.now_kept is not None else None

    def propose(
        self, workplace: Workplace, document: Mapping[str, Any], *, now: datetime
    ) -> tuple[Proposal, ...]:
        """What would change if this were entered."""
        return calendars.propose(workplace, self.school.id, document, now=now)

    def enter(
        self,
        workplace: Workplace,
        document: Mapping[str, Any],
        *,
        by: int,
        now: datetime,
        based_on: int | None,
    ) -> None:
        """Enter it, known from now on."""
        calendars.enter(workplace, self.school.id, document, by=by, now=now, based_on=based_on)

    def versions(self, session: Session) -> tuple[Version, ...]:
        """The last known first."""
        found = calendars.versions(session, self.school.id)
        return tuple(Version(one.known_from, one.entered_by) for one in found)

    def moving(self, session: Session, *, now: datetime) -> bool:
        """Is a new calendar still on its way through the cases?"""
        return any(
            one.school_id == self.school.id for one in calendar_moves.under_way(session, now=now)
        )


@dataclass(frozen=True)
class BodyOwner:
    """A managing body; its schools inherit what it enters."""

    body: ManagingBody
    document: Mapping[str, Any]
    based_on: int | None
    schools: tuple[School, ...]

    of = BODY

    @property
    def code(self) -> str:
        return self.body.code

    @property
    def name(self) -> str:
        return self.body.name

    @property
    def inherited(self) -> Mapping[str, Any]:
        """A body inherits from nobody."""
        return {}

    @property
    def whole(self) -> Mapping[str, Any]:
        """What a school that enters nothing itself works by."""
        return merged(self.document, {})

    def propose(
        self, workplace: Workplace, document: Mapping[str, Any], *, now: datetime
    ) -> tuple[Proposal, ...]:
        """What would change at each of its schools."""
        return calendars.propose_for_body(workplace, self.body.id, document, now=now)

    def enter(
        self,
        workplace: Workplace,
        document: Mapping[str, Any],
        *,
        by: int,
        now: datetime,
        based_on: int | None,
    ) -> None:
        """Enter it for all its schools, known from now on."""
        calendars.enter_for_body(
            workplace, self.body.id, document, by=by, now=now, based_on=based_on
        )

    def versions(self, session: Session) -> tuple[Version, ...]:
        """The last entered first."""
        found = calendars.body_versions(session, self.body.id)
        return tuple(Version(one.known_from, one.entered_by) for one in found)

    def moving(self, session: Session, *, now: datetime) -> bool:
        """Is a new calendar still on its way through the cases of one of its schools?"""
        ids = {school.id for school in self.schools}
        return any(one.school_id in ids for one in calendar_moves.under_way(session, now=now))


Owner = SchoolOwner | BodyOwner


def find(workplace: Workplace, who: Caller, of: str, code: str, *, now: datetime) -> Owner | None:
    """The owner with this code, where the caller keeps its calendar."""
    with workplace.database.reading() as session:
        if of == SCHOOL:
            school = schools.by_code(session, code)
            if school is None or not permitted(who, Act.KEEP_CALENDARS, school_id=school.id):
                return None
            body = session.get_one(ManagingBody, school.body_id)
        elif of == BODY:
            return _body(session, who, code)
        else:
            return None
    return SchoolOwner(school, body, calendars.of_school(workplace, school.id, now=now))


def keeps_for(who: Caller, body: ManagingBody) -> bool:
    """Does the caller keep the calendar of the body?"""
    return any(
        held.role in PERMITTED[Act.KEEP_CALENDARS]
        and held.school_id is None
        and held.managing_body_id in (None, body.id)
        for held in who.held
    )


def _body(session: Session, who: Caller, code: str) -> BodyOwner | None:
    body = schools.body_by_code(session, code)
    if body is None or not keeps_for(who, body):
        return None
    last = body_calendars.last(session, body.id)
    return BodyOwner(
        body,
        json.loads(last.document) if last is not None else {},
        last.id if last is not None else None,
        tuple(schools.of_bodies(session, [body.id])),
    )
