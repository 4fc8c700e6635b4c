"""A small world for the tests of what is remembered: one school, its people, one process."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from models import calendars, cases, definitions, held, people, schools
from models.appointments import Appointment, Role
from models.database import Database
from models.held import HeldCase
from models.keys import KeyRing, create_key_file
from models.people import Person
from models.schools import School, SchoolKind

NOW = datetime(2026, 8, 21, 8, 0, tzinfo=UTC)


@dataclass(frozen=True)
class World:
    """An is the focal point, Bình the head, Giang has no business here."""

    database: Database
    ring: KeyRing
    school: School
    an: Person
    binh: Person
    giang: Person
    process_version_id: int
    calendar_version_id: int

    def open_case(self) -> tuple[HeldCase, bytes]:
        """A new case without an entry, and its data key."""
        with self.database.transaction() as session:
            case, data_key = cases.create(
                session,
                self.ring,
                school_id=self.school.id,
                process_version_id=self.process_version_id,
                opened_at=NOW,
                year=2026,
                focal_point_id=self.an.id,
            )
        return held.new(case, calendar_version_id=self.calendar_version_id), data_key


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.dispose()


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    create_key_file(tmp_path / "key")
    return KeyRing.from_file(tmp_path / "key")


@pytest.fixture
def world(database: Database, ring: KeyRing) -> World:
    return populate(database, ring)


@pytest.fixture
def sqlite_world(sqlite_url: str, ring: KeyRing) -> Iterator[World]:
    database = Database(sqlite_url)
    yield populate(database, ring)
    database.dispose()


@pytest.fixture
def postgresql_world(postgresql_url: str, ring: KeyRing) -> Iterator[World]:
    database = Database(postgresql_url)
    yield populate(database, ring)
    database.dispose()


def populate(database: Database, ring: KeyRing) -> World:
    with database.transaction() as session:
        body = schools.add_body(session, code="PGD", name="Phòng Giáo dục và Đào tạo")
        school = schools.add(
            session,
            code="THCS-A",
            name="Trường THCS An Bình",
            kind=SchoolKind.GENERAL,
            commune="An Bình",
            body_id=body.id,
        )
        an, binh, giang = (
            people.add(session, name=name, sign_in_name=sign_in, now=NOW)
            for name, sign_in in (
                ("Nguyễn Thị An", "an"),
                ("Trần Văn Bình", "binh"),
                ("Lê Giang", "giang"),
            )
        )
        for person, role in ((an, Role.FOCAL_POINT), (binh, Role.HEAD)):
            session.add(
                Appointment(
                    person_id=person.id,
                    role=role,
                    school_id=school.id,
                    from_date=date(2026, 1, 1),
                )
            )
        version = definitions.publish(
            session,
            process="school_social_work",
            digest="0" * 64,
            bundle=b"bundle",
            effective_from=date(2026, 1, 1),
            published_by=None,
            now=NOW,
        )
        calendar = calendars.add(session, school.id, document="{}", known_from=NOW)

    return World(database, ring, school, an, binh, giang, version.id, calendar.id)
