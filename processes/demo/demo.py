"""Filling an empty database with the demo school, its people and its cases.

Everything is done through the rules that people use, act by act in the order of time, and the
clock runs between the acts as it would with a scheduler.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models import sandbox, schools
from models.people import Person
from models.refusals import Refusal
from models.schools import School
from processes.demo.residents import SCHOOL, TOLD, residents, settle
from processes.demo.stories import play
from processes.working_time.date_words import date_en, date_vi
from processes.working_time.local_time import today
from processes.working_time.vietnam import LAST_YEAR
from processes.workplace import Workplace

# Before the first day the agencies of the story did not exist yet; after the last one nobody knows
# the holidays.
FIRST_DAY: Final = max(one["valid_from"] for one in TOLD["agencies"]) + timedelta(days=60)
LAST_DAY: Final = date(LAST_YEAR, 12, 31)


class NotEmpty(Refusal):
    """The demo is only ever filled into an empty database."""

    vi = "Cơ sở dữ liệu đã có trường hoặc người dùng; bản dùng thử chỉ nạp vào cơ sở dữ liệu trống."
    en = "The database holds schools or people already; the demo only goes into an empty one."


class MomentOutsideStory(Refusal):
    """The story of the demo cannot play around that day."""

    vi = "Bản tập huấn bắt đầu từ ngày {first_vi} đến hết ngày {last_vi}."
    en = "A sandbox begins between {first_en} and {last_en}."


@dataclass(frozen=True)
class SignIn:
    """A person of the demo: sign-in name, full name, and what they are in `vi` and `en`."""

    sign_in_name: str
    name: str
    title: Mapping[str, str]


@dataclass(frozen=True)
class Demo:
    """The sign-ins of the demo, which all have the same password at first."""

    password: str
    sign_ins: tuple[SignIn, ...]


def fill(workplace: Workplace, *, now: datetime) -> Demo:
    """Fill an empty database; its last act lies just before `now`. Raises NotEmpty."""
    with workplace.database.reading() as session:
        if not is_empty(session):
            raise NotEmpty
    play(workplace, settle(workplace, now=now), now=now)
    return sign_ins()


def fill_sandbox(workplace: Workplace, *, at: datetime) -> Demo:
    """Make an empty database a sandbox whose clock shows `at`, and fill it.

    Raises NotEmpty, MomentOutsideStory.
    """
    if not FIRST_DAY <= today(at) <= LAST_DAY:
        raise MomentOutsideStory(
            first_vi=date_vi(FIRST_DAY),
            last_vi=date_vi(LAST_DAY),
            first_en=date_en(FIRST_DAY),
            last_en=date_en(LAST_DAY),
        )
    while_filled = at - workplace.clock.server_now()

    def begin(session: Session) -> None:
        if not sandbox.begin(session, while_filled):
            raise NotEmpty

    # With the demo school or not at all: what is broken off here makes no sandbox of a real school.
    play(workplace, settle(workplace, now=at, first=begin), now=at)
    with workplace.database.transaction() as session:
        sandbox.move(session, seen=while_filled, to=at - workplace.clock.server_now())
    return sign_ins()


def sign_ins() -> Demo:
    """The sign-ins of the demo as it was filled."""
    people = (SignIn(one["sign_in"], one["name"], one["title"]) for one in TOLD["people"])
    return Demo(TOLD["password"], tuple(people))


def is_empty(session: Session) -> bool:
    """Nobody and no school has been entered yet."""
    return not session.scalars(select(exists(select(Person.id)) | exists(select(School.id)))).one()


def is_demo(session: Session) -> bool:
    """The demo school is there, with its people."""
    return schools.by_code(session, SCHOOL) is not None and len(residents(session)) > 0
