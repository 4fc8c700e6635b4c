"""Chi keeps the calendars: what she enters in these tests, and how."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from flask import Flask

from models.appointments import Appointment, Role
from models.settings import Settings
from processes import calendars
from processes.working_time.calendar import Calendar
from tests import world as worlds
from tests.service.visitor import Visitor
from tests.world import World

HERE = "/lich/truong/THCS-A"
BODY = "/lich/co-quan/PGD"
SOURCE = "Công văn 45/PGD ngày 1/9/2026"
DAY_OFF = {"on": "14/9/2026", "name": "Nghỉ tránh bão", "source": SOURCE}
WEEK = {"monday": "7:00-11:00, 13:00-16:30", "friday": "7:00-11:00"}
ENTRIES: dict[str, dict[str, Any]] = {
    "ngay-nghi": DAY_OFF,
    "lam-bu": {"on": "19/9/2026", "replaces": "14/9/2026", "swapped": "yes", "source": SOURCE},
    "dong-cua": {"name": "Lũ", "since": "5/10/2026", "to": "9/10/2026", "source": SOURCE},
    "mua": {"name": "Mùa đông", "since": "2/11/2026", "to": "31/3/2027", **WEEK},
    "gio-lam-viec": {"since": "7/9/2026", **WEEK},
}


@pytest.fixture
def world(settings: Settings, app: Flask) -> Iterator[World]:
    """Chi administers everything."""
    built = worlds.build(settings)
    appoint(built, None)
    yield built
    built.close()


@pytest.fixture
def chi(app: Flask, world: World) -> Visitor:
    return Visitor(app, world.chi)


def appoint(world: World, school_id: int | None, *, person: str = "chi") -> None:
    with world.workplace.database.transaction() as session:
        session.add(
            Appointment(
                person_id=getattr(world, person).person_id,
                role=Role.ADMINISTRATOR,
                school_id=school_id,
                from_date=worlds.SINCE,
            )
        )


def kept(world: World) -> Calendar:
    """The calendar that the school works by now."""
    found = calendars.of_school(world.workplace, world.school.id, now=datetime.now(UTC))
    assert found is not None
    return found.calendar


def sent(chi: Visitor, kind: str, answers: dict[str, Any], *, at: str = HERE) -> str:
    """The preview of an entry."""
    answer = chi.post(f"{at}/{kind}", answers)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def applied(chi: Visitor, world: World, kind: str, answers: dict[str, Any]) -> Calendar:
    """The calendar after an entry was previewed and applied."""
    sent(chi, kind, answers)
    answer = chi.post(f"{HERE}/{kind}", {**answers, "_apply": "1"})
    assert answer.status_code == 303, answer.text
    return kept(world)
