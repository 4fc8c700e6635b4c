"""People of the demo who have just come to schools where nothing has happened yet."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask
from flask.testing import FlaskClient

from models import calendars, people, schools
from models.appointments import Appointment, Role
from models.journal import canonical
from models.schools import SchoolKind
from processes.demo.residents import TOLD
from processes.working_time.local_time import today
from processes.working_time.vietnam import demo_calendar
from processes.workplace import Workplace
from tests.passwords import cheap_hash
from tests.service.residents import Resident, workplace_of

# What each of them finds empty.
PAGES: Mapping[Role, tuple[str, ...]] = {
    Role.HEAD: ("/viec-cua-toi", "/ho-so", "/theo-doi", "/nhac-viec", "/nhan-su", "/bao-tin"),
    Role.MANAGING_BODY: ("/viec-cua-toi", "/theo-doi"),
    Role.AUDITOR: ("/viec-cua-toi", "/kiem-tra"),
}


def settle(app: Flask) -> Mapping[Role, FlaskClient]:
    """One of each role, signed in."""
    place = workplace_of(app)
    _appoint(place)
    return {role: Resident(app, role.value).client for role in PAGES}


def _appoint(place: Workplace) -> None:
    now = place.clock.now()
    with place.database.transaction() as session:
        body = schools.add_body(session, code="UBND-MOI", name="Ủy ban nhân dân xã Đất Mới")
        school = schools.add(
            session,
            code="THCS-DAT-MOI",
            name="Trường THCS Đất Mới",
            kind=SchoolKind.GENERAL,
            commune="Đất Mới",
            body_id=body.id,
        )
        document = canonical(demo_calendar().to_document())
        calendars.add(session, school.id, document=document, known_from=now)
        for role in PAGES:
            person = people.add(
                session,
                name="Tô Thị Mới",
                sign_in_name=role.value,
                password_hash=cheap_hash(TOLD["password"]),
                now=now,
            )
            of_body = role is Role.MANAGING_BODY
            session.add(
                Appointment(
                    person_id=person.id,
                    role=role,
                    school_id=None if of_body else school.id,
                    body_id=body.id if of_body else None,
                    from_date=today(now),
                    document="Quyết định số 1/QĐ" if role is Role.AUDITOR else None,
                )
            )
