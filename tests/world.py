"""A small world for tests through the public doors: two schools, their people, the catalogue.

The cast: An is the focal point, Bình the head, Chi owns the process, Dũng audits, Giang has no
business here: she is focal point and head of another school.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache

import time_machine

from models import calendars, people, schools, tokens
from models.appointments import Appointment, Role
from models.database import Database
from models.keys import ring_of
from models.people import AccountKind
from models.schools import School, SchoolKind
from models.settings import Settings
from processes import definitions
from processes.bundle import catalogue
from processes.permissions import Caller
from processes.sign_in import caller_of
from processes.working_time.vietnam import demo_calendar
from processes.workplace import Workplace
from tests.passwords import cheap_hash

# Friday 21/08/2026, 15:00 in Vietnam: the first worked example of the procedure's limits.
START = datetime(2026, 8, 21, 8, 0, tzinfo=UTC)
SINCE = date(2020, 6, 25)
PROCESS = "school_social_work"
PASSWORD = "nắng mới trên sân trường"


@dataclass
class Clock:
    """The clock of a test: an argument for the rules, and the hour of every server within it."""

    now: datetime = START

    def forward(self, **amount: float) -> datetime:
        """So much later; arguments as for timedelta."""
        self.now += timedelta(**amount)
        return self.now

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Everybody reads this clock, which stands still."""
        with time_machine.travel(self.now, tick=False):
            yield


@dataclass(frozen=True)
class Member:
    """Somebody with a token, and a password to sign in with."""

    person_id: int
    name: str
    sign_in_name: str
    token: str
    caller: Caller

    @property
    def headers(self) -> dict[str, str]:
        """What comes with each request of their program."""
        return {"Authorization": f"Bearer {self.token}"}


@dataclass(frozen=True)
class World:
    """What a test may start from; close it at the end."""

    settings: Settings
    workplace: Workplace
    school: School
    other_school: School
    an: Member
    binh: Member
    chi: Member
    dung: Member
    giang: Member
    lan: Member  # a teacher
    deputy: Member
    agency: Member  # the service of a receiving agency
    clock: Clock = field(default_factory=Clock)

    def close(self) -> None:
        """Let go of the database."""
        self.workplace.database.dispose()


def build(settings: Settings) -> World:
    """Fill a migrated, empty database."""
    database = Database(settings.database_url)
    workplace = Workplace(database, ring_of(settings.key, settings.key_file))
    with database.transaction() as session:
        body = schools.add_body(session, code="PGD", name="Phòng Giáo dục và Đào tạo")
        here, elsewhere = (
            schools.add(
                session,
                code=code,
                name=name,
                kind=SchoolKind.GENERAL,
                commune="An Bình",
                body_id=body.id,
            )
            for code, name in (("THCS-A", "Trường THCS An Bình"), ("THCS-B", "Trường THCS Hòa"))
        )
        document = json.dumps(demo_calendar().to_document(), sort_keys=True, ensure_ascii=False)
        for school in (here, elsewhere):
            calendars.add(session, school.id, document=document, known_from=_begin())
    with database.transaction() as session:
        definitions.publish(
            session, catalogue(PROCESS), effective_from=SINCE, by=None, now=_begin()
        )
    at, there = here.id, elsewhere.id
    return World(
        settings,
        workplace,
        here,
        elsewhere,
        an=_member(database, "an", "Nguyễn Thị An", (Role.FOCAL_POINT, at)),
        binh=_member(database, "binh", "Trần Văn Bình", (Role.HEAD, at)),
        chi=_member(database, "chi", "Lê Thị Chi", (Role.PROCESS_OWNER, None)),
        dung=_member(database, "dung", "Phạm Dũng", (Role.AUDITOR, at)),
        giang=_member(database, "giang", "Lê Giang", (Role.FOCAL_POINT, there), (Role.HEAD, there)),
        lan=_member(database, "lan", "Võ Thị Lan", (Role.STAFF, at)),
        deputy=_member(database, "em", "Đỗ Văn Em", (Role.DEPUTY_HEAD, at)),
        agency=_member(
            database, "trung-tam", "Trung tâm", (Role.STAFF, at), kind=AccountKind.SERVICE
        ),
    )


@cache
def _password_hash() -> str:
    return cheap_hash(PASSWORD)


def _begin() -> datetime:
    return datetime(SINCE.year, SINCE.month, SINCE.day, tzinfo=UTC)


def _member(
    database: Database,
    sign_in_name: str,
    name: str,
    *roles: tuple[Role, int | None],
    kind: AccountKind = AccountKind.PERSON,
) -> Member:
    token = f"token-of-{sign_in_name}-{'0' * 20}"
    password_hash = _password_hash() if kind is AccountKind.PERSON else None
    with database.transaction() as session:
        person = people.add(
            session,
            name=name,
            sign_in_name=sign_in_name,
            password_hash=password_hash,
            kind=kind,
            now=_begin(),
        )
        held = tuple(
            Appointment(
                person_id=person.id,
                role=role,
                school_id=school_id,
                from_date=SINCE,
                rank=1 if role is Role.DEPUTY_HEAD else None,
                document="12/QĐ-PGD" if role is Role.AUDITOR else None,
            )
            for role, school_id in roles
        )
        session.add_all(held)
        session.flush()
        tokens.add(session, person.id, token=token, label="test", now=_begin())
        return Member(person.id, name, sign_in_name, token, caller_of(person, held))
