"""Proposals: what a school, or every school of a body, would work by; checked, nothing written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy.orm import Session

from models import body_calendars, calendars, schools
from models.calendars import CalendarVersion
from models.journal import canonical
from models.schools import School
from processes.working_time.calendar import Calendar
from processes.working_time.differences import Differences, between
from processes.working_time.document import CalendarDocument
from processes.working_time.inheritance import Document, merged, own_part, part

COMPARED = timedelta(days=800)
"""How far before and after today two calendars are compared."""
_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True)
class SchoolCalendar:
    """What a school works by, and of which parts it is made.

    `own` is what the school itself entered, `body` what its body entered (None: nothing, or
    nothing yet when this version was made); keys that say nothing are missing.
    """

    school: School
    version: CalendarVersion
    calendar: Calendar
    own: Document
    body: Document | None
    body_calendar_id: int | None


@dataclass(frozen=True)
class Proposal:
    """One school's calendar as it would be; `before` None: the school had none."""

    school: School
    own: Document
    body_calendar_id: int | None
    before: SchoolCalendar | None
    after: Calendar

    @property
    def changes(self) -> bool:
        """Whether anything would be entered at all."""
        before = self.before
        return before is None or (before.calendar, before.own, before.body_calendar_id) != (
            self.after,
            self.own,
            self.body_calendar_id,
        )

    def differences(self, *, today: date) -> Differences:
        """The dates that change; a first calendar changes none."""
        before = self.after if self.before is None else self.before.calendar
        return between(before, self.after, since=today - COMPARED, through=today + COMPARED)


def known(session: Session, school: School, *, now: datetime) -> SchoolCalendar | None:
    """What the school works by now; None: it has no calendar yet."""
    version = calendars.current(session, school.id, now=now)
    return None if version is None else of_version(session, school, version)


def of_version(session: Session, school: School, version: CalendarVersion) -> SchoolCalendar:
    """What the school worked by in this version."""
    document = json.loads(version.document)
    calendar = Calendar.from_document(document)
    origin = calendars.origin(session, version.id)
    if origin is None:
        return SchoolCalendar(school, version, calendar, part(document), None, None)
    body = None
    if origin.body_calendar_id is not None:
        body = json.loads(body_calendars.get(session, origin.body_calendar_id).document)
    own = json.loads(origin.own)
    return SchoolCalendar(school, version, calendar, own, body, origin.body_calendar_id)


def for_school(
    session: Session, school: School, own: Mapping[str, Any], *, now: datetime
) -> Proposal:
    """The school's calendar if it had entered `own`; raises a CalendarRefused or NeverOpen."""
    body = body_calendars.last(session, school.body_id)
    before = known(session, school, now=now)
    return _proposal(school, before, own, body.id if body else None, _read(body), now=now)


def for_body(
    session: Session, body_id: int, document: Mapping[str, Any], *, now: datetime
) -> tuple[Proposal, ...]:
    """The calendars of all schools of the body if it had entered `document`; raises as above.

    The id of its calendar is not known yet: `body_calendar_id` is 0. A school that had entered its
    whole calendar keeps as its own what the body does not say alike. A school without any calendar
    gets one as soon as somebody says when a week is worked.
    """
    of_body = part(document)
    return tuple(
        _proposal(school, before, _own(before, of_body), 0, of_body, now=now)
        for school in schools.of_bodies(session, [body_id])
        for before in (known(session, school, now=now),)
        if before is not None or "week" in of_body
    )


def _own(before: SchoolCalendar | None, body: Document) -> Document:
    if before is None:
        return part({})
    if before.body_calendar_id is None:
        return own_part(before.own, body) if "week" in before.own else before.own
    return before.own


def _proposal(
    school: School,
    before: SchoolCalendar | None,
    own: Mapping[str, Any],
    body_calendar_id: int | None,
    body: Document | None,
    *,
    now: datetime,
) -> Proposal:
    checked = part(own)
    after = _whole(canonical(body), canonical(checked))
    refuse_never_open(after, now=now)
    return Proposal(school, checked, body_calendar_id, before, after)


@lru_cache(maxsize=512)
def _whole(body: str, own: str) -> Calendar:
    """Checked once for all schools that inherit alike: others wait meanwhile."""
    return Calendar.from_document(merged(json.loads(body), json.loads(own)))


def refuse_never_open(calendar: Calendar, *, now: datetime) -> None:
    """Raises NeverOpen where a limit that runs now or begins later would never end.

    A stretch without open minutes can only begin where something in the document does.
    """
    today = calendar.date_of(now)
    for begins in {today, *(on for on in _turns(calendar.content) if on > today)}:
        calendar.next_open_moment(calendar.start_of(begins) - _MOMENT)


def _turns(content: CalendarDocument) -> set[date]:
    """Every date at which something begins or has ended."""
    spans = [(season.since, season.to) for season in content.seasons]
    spans += [(closure.since, closure.to) for closure in content.closures]
    return (
        {since for since, _ in spans}
        | {to + timedelta(days=1) for _, to in spans}
        | {day.date for day in content.holidays}
        | {day.date for day in content.exceptions}
    )


def _read(body: body_calendars.BodyCalendar | None) -> Document | None:
    return None if body is None else json.loads(body.document)
