"""The people of a school as the caller names them: all who are or will be appointed there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import abort

from models import appointments, people, schools
from models.appointments import Holder
from models.people import AccountKind, Person
from models.schools import School
from processes.permissions import SCHOOL_STAFF, Act, Caller, permitted
from processes.working_time.local_time import today
from service.here import now, workplace


@dataclass(frozen=True)
class Staff:
    """A school, its appointments, and the names of all whom they speak of."""

    school: School
    kept: list[Holder]
    names: Mapping[int, str]

    @classmethod
    def of(cls, who: Caller, code: str) -> Staff:
        """Aborts with 404 for a school for which the person names nobody."""
        with workplace().database.reading() as session:
            school = schools.by_code(session, code)
            if school is None or not permitted(who, Act.APPOINT, school_id=school.id):
                abort(404)
            kept = appointments.kept_at(session, school.id, since=today(now()))
            rows = [one.appointment for one in kept]
            others = {one.acting_for_id for one in rows} | {one.named_by for one in rows}
            found = people.by_ids(session, {one for one in others if one is not None})
        names = {one.person.id: one.person.name for one in kept}
        return cls(school, kept, names | {key: one.name for key, one in found.items()})

    @property
    def absent(self) -> list[Person]:
        """Who may be stood in for: closed accounts too."""
        found = {
            one.person.id: one.person for one in self.kept if one.appointment.role in SCHOOL_STAFF
        }
        return [one for one in found.values() if one.kind is AccountKind.PERSON]

    @property
    def present(self) -> list[Person]:
        """Who may act."""
        return [one for one in self.absent if one.active]
