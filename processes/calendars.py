"""Calendars of schools and bodies: what is entered, from when it is known, what it moves.

A change is a new version, known from the moment of its entry. Limits that run then move, case by
case (`processes.calendar_moves`); closed ones never do. Everything that is refused is a
CalendarRefused or NeverOpen with a sentence in `.vi` and `.en`, or a Refusal.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import body_calendars, calendar_moves, calendars
from models.body_calendars import BodyCalendar
from models.calendars import CalendarVersion
from models.journal import canonical
from models.refusals import Refusal
from models.schools import School
from processes import calendar_proposals as proposals
from processes.calendar_previews import Move, Preview, preview
from processes.calendar_proposals import Proposal, SchoolCalendar
from processes.working_time.calendar import Calendar
from processes.working_time.differences import Differences
from processes.working_time.inheritance import Document, part
from processes.working_time.local_time import today
from processes.working_time.vietnam import AWAITED
from processes.workplace import Workplace

__all__ = [
    "BodyEntered",
    "CalendarBehind",
    "Entered",
    "Move",
    "Preview",
    "Proposal",
    "SchoolCalendar",
    "body_versions",
    "enter",
    "enter_for_body",
    "missing_year",
    "of_body",
    "of_school",
    "preview",
    "propose",
    "propose_for_body",
    "versions",
]

OCTOBER = 10
"""From this month on the next year is asked for: swaps are announced at the end of the year."""


class CalendarBehind(Refusal):
    """Somebody else entered a calendar in the meantime."""

    vi = "Lịch vừa được người khác thay đổi; xin xem lại rồi nhập lại."
    en = "Somebody else has just changed the calendar; please look again and repeat."


@dataclass(frozen=True)
class Entered:
    """What came of an entry; `version_id` None: nothing was new, and nothing was written."""

    school: School
    version_id: int | None
    differences: Differences


@dataclass(frozen=True)
class BodyEntered:
    """What came of a body's entry, for each of its schools."""

    body_calendar_id: int | None
    schools: tuple[Entered, ...]


def of_school(workplace: Workplace, school_id: int, *, now: datetime) -> SchoolCalendar | None:
    """What the school works by now, and of which parts it is made; None: it has no calendar."""
    with workplace.database.reading() as session:
        return proposals.known(session, _school(session, school_id), now=now)


def of_body(workplace: Workplace, body_id: int) -> Document:
    """What the body entered; keys that say nothing are missing."""
    with workplace.database.reading() as session:
        found = body_calendars.last(session, body_id)
    return part({}) if found is None else json.loads(found.document)


def versions(session: Session, school_id: int) -> Sequence[CalendarVersion]:
    """All versions of the school with `known_from` and `entered_by`, the last known first."""
    return calendars.of_school(session, school_id)


def body_versions(session: Session, body_id: int) -> Sequence[BodyCalendar]:
    """All that the body has entered, the last first."""
    return body_calendars.of_body(session, body_id)


def propose(
    workplace: Workplace, school_id: int, own: Mapping[str, Any], *, now: datetime
) -> tuple[Proposal, ...]:
    """What the school would work by, for `preview`; raises a CalendarRefused or NeverOpen."""
    with workplace.database.reading() as session:
        return (proposals.for_school(session, _school(session, school_id), own, now=now),)


def propose_for_body(
    workplace: Workplace, body_id: int, document: Mapping[str, Any], *, now: datetime
) -> tuple[Proposal, ...]:
    """What each school of the body would work by, for `preview`; raises as `propose`."""
    with workplace.database.reading() as session:
        return proposals.for_body(session, body_id, document, now=now)


def enter(
    workplace: Workplace,
    school_id: int,
    own: Mapping[str, Any],
    *,
    by: int | None,
    now: datetime,
    based_on: int | None = None,
) -> Entered:
    """Enter what the school itself says of its working time, known from now on.

    `own` is a calendar document of which every key may be missing; what is missing is inherited
    from the managing body. `by` is the id of a person. With `based_on`, the version that was looked
    at, raises CalendarBehind where there is a newer one. Raises a CalendarRefused or NeverOpen.
    """
    with workplace.database.transaction() as session:
        school = _locked(session, School.id == school_id)[0]
        proposal = proposals.for_school(session, school, own, now=now)
        _refuse_behind(proposal.before.version.id if proposal.before else None, based_on)
        return _enter(session, proposal, by=by, now=now)


def enter_for_body(
    workplace: Workplace,
    body_id: int,
    document: Mapping[str, Any],
    *,
    by: int | None,
    now: datetime,
    based_on: int | None = None,
) -> BodyEntered:
    """Enter what a body says for all its schools: each gets a new version, known from now on.

    `based_on` is the id of the body's calendar that was looked at. Raises as `enter`.
    """
    of_body = part(document)
    text = canonical(of_body)
    with workplace.database.transaction() as session:
        _locked(session, School.body_id == body_id)
        last = body_calendars.last(session, body_id)
        _refuse_behind(last.id if last else None, based_on)
        if last is not None and last.document == text:
            return BodyEntered(None, ())
        found = proposals.for_body(session, body_id, of_body, now=now)
        added = body_calendars.add(session, body_id, document=text, known_from=now, entered_by=by)
        return BodyEntered(
            added.id,
            tuple(_enter(session, one, by=by, now=now, body_calendar_id=added.id) for one in found),
        )


def missing_year(calendar: Calendar, on: date) -> int | None:
    """The year whose holidays are still to be entered: this one, or from October on the next.

    A year is known once a date of it has a source other than the seed's guess.
    """
    content = calendar.content
    known = {
        day.date.year
        for day in (*content.holidays, *content.exceptions)
        if AWAITED not in day.source
    }
    asked = [on.year, on.year + 1] if on.month >= OCTOBER else [on.year]
    return next((year for year in asked if year not in known), None)


def _enter(
    session: Session,
    proposal: Proposal,
    *,
    by: int | None,
    now: datetime,
    body_calendar_id: int | None = None,
) -> Entered:
    differences = proposal.differences(today=today(now))
    if not proposal.changes:
        return Entered(proposal.school, None, differences)
    before = proposal.before
    version = calendars.add(
        session,
        proposal.school.id,
        document=canonical(proposal.after.to_document()),
        known_from=now if before is None else max(now, before.version.known_from),
        entered_by=by,
    )
    calendars.came_from(
        session,
        version.id,
        own=canonical(proposal.own),
        body_calendar_id=body_calendar_id or proposal.body_calendar_id,
    )
    if before is not None and before.calendar != proposal.after:
        calendar_moves.begin(session, version.id, proposal.school.id, now=version.known_from)
    return Entered(proposal.school, version.id, differences)


def _school(session: Session, school_id: int) -> School:
    return session.get_one(School, school_id)


def _locked(session: Session, which: Any) -> Sequence[School]:
    """The schools, kept from others who enter for them; SQLite has one writer anyway."""
    return session.scalars(select(School).where(which).order_by(School.id).with_for_update()).all()


def _refuse_behind(last: int | None, based_on: int | None) -> None:
    if based_on is not None and based_on != last:
        raise CalendarBehind
