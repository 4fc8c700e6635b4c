"""The schools, people and agencies of the demo, and the procedure that they work by."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy.orm import Session

from models import agencies, appointments, calendars, people, schools
from models.agencies import AgencyKind
from models.appointments import Appointment, Role
from models.journal import canonical
from models.people import Person
from models.schools import SchoolKind
from processes import definitions, sign_in
from processes.bundle import catalogue
from processes.demo.moments import DAY, working_minutes_before
from processes.permissions import Caller
from processes.working_time.calendar import Calendar
from processes.working_time.local_time import today
from processes.working_time.sessions import WEEKDAY_KEYS
from processes.working_time.vietnam import demo_calendar, seed_document
from processes.workplace import Workplace

TOLD: Final = tomllib.loads((Path(__file__).parent / "people.toml").read_text(encoding="utf-8"))
SCHOOL: Final[str] = TOLD["schools"][0]["code"]
PROCESS: Final = "school_social_work"
# Everybody was appointed well before the first case.
SETTLED_FOR: Final = timedelta(days=120)


@dataclass(frozen=True)
class Place:
    """A school of the demo with its calendar."""

    school_id: int
    calendar: Calendar


@dataclass(frozen=True)
class Cast:
    """Schools by code and callers by sign-in name."""

    places: Mapping[str, Place]
    callers: Mapping[str, Caller]


def settle(
    workplace: Workplace,
    *,
    now: datetime,
    first: Callable[[Session], None] = lambda session: None,
) -> Cast:
    """Enter schools, people, agencies and the procedure, as known well before the first case.

    `first` is done in the same transaction before all else.
    """
    since = working_minutes_before(demo_calendar(), now - SETTLED_FOR, 1)
    # One hash for all: the password is the same, and hashing is slow on purpose.
    password_hash = sign_in.hash_password(TOLD["password"])
    with workplace.database.transaction() as session:
        first(session)
        body = schools.add_body(session, **TOLD["body"])
        places = {one["code"]: _school(session, one, body.id, since) for one in TOLD["schools"]}
        bodies = {body.code: body.id}
        found = {}
        for one in TOLD["people"]:
            person = people.add(
                session,
                name=one["name"],
                sign_in_name=one["sign_in"],
                password_hash=password_hash,
                now=since,
            )
            session.add(_appointment(one, person, places, bodies, now))
            found[one["sign_in"]] = person
        session.flush()
        _agencies(session)
        bundle = catalogue(PROCESS)
        definitions.publish(
            session,
            bundle,
            effective_from=bundle.description["effective_from"],
            by=found["chi"].id,
            now=since,
        )
        callers = {name: _caller(session, person, now) for name, person in found.items()}
    return Cast(places, callers)


def residents(session: Session) -> list[Person]:
    """The people of the demo who are in the database."""
    found = (people.by_sign_in_name(session, one["sign_in"]) for one in TOLD["people"])
    return [person for person in found if person is not None]


def _school(session: Session, told: Mapping[str, Any], body_id: int, since: datetime) -> Place:
    school = schools.add(
        session,
        code=told["code"],
        name=told["name"],
        kind=SchoolKind(told["kind"]),
        commune=told["commune"],
        body_id=body_id,
    )
    week = dict.fromkeys(WEEKDAY_KEYS[:5], told["sessions"])
    week["saturday"] = told.get("saturday", [])
    calendar = Calendar.from_document(seed_document(week))
    document = canonical(calendar.to_document())
    calendars.add(session, school.id, document=document, known_from=since)
    return Place(school.id, Calendar.from_document(json.loads(document)))


def _appointment(
    told: Mapping[str, Any],
    person: Person,
    places: Mapping[str, Place],
    bodies: Mapping[str, int],
    now: datetime,
) -> Appointment:
    on = today(now)
    from_date, to_date = on - SETTLED_FOR - DAY, None
    if "mandate_days" in told:
        before, after = told["mandate_days"]
        from_date, to_date = on - before * DAY, on + after * DAY
    return Appointment(
        person_id=person.id,
        role=Role(told["role"]),
        school_id=places[told["school"]].school_id if "school" in told else None,
        body_id=bodies[told["body"]] if "body" in told else None,
        from_date=from_date,
        to_date=to_date,
        rank=told.get("rank"),
        document=told.get("document"),
    )


def _caller(session: Session, person: Person, now: datetime) -> Caller:
    held = appointments.in_force(session, person.id, on=today(now))
    return sign_in.caller_of(person, tuple(held))


def _agencies(session: Session) -> None:
    ids: dict[str, int] = {}
    for one in TOLD["agencies"]:
        agency = agencies.add(
            session,
            name=one["name"],
            kind=AgencyKind(one["kind"]),
            area=one["area"],
            valid_from=one["valid_from"],
        )
        ids[agency.name] = agency.id
    for one in TOLD["agencies"]:
        if "valid_to" in one:
            ended: date = one["valid_to"]
            agencies.end(session, ids[one["name"]], on=ended, successor_id=ids[one["successor"]])
