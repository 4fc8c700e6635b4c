"""Calendars and moments that nobody would think of, around October 2026."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from tests.processes.working_time.naive import WEEKDAYS

FIRST = date(2026, 9, 1)
DAYS = 90
NAME = {"vi": "Tên", "en": "Name"}
SOURCE = "quyết định của trường"
# Zones that never change their clocks: an hour that the clock shows twice has no plain answer.
ZONES = ["Asia/Ho_Chi_Minh", "Asia/Ho_Chi_Minh", "UTC", "Asia/Kolkata"]


def random_document(random: Random) -> dict[str, Any]:
    """Monday always has a session, so that no limit runs for ever."""
    return {
        "format": 1,
        "zone": random.choice(ZONES),
        "week": random_week(random),
        "seasons": random_seasons(random),
        "holidays": [
            {"date": str(on), "name": NAME, "source": SOURCE}
            for on in random_dates(random, at_most=6)
        ],
        "exceptions": [random_exception(random, on) for on in random_dates(random, at_most=6)],
        "closures": [
            {"from": str(on), "to": str(on + timedelta(random.randint(0, 9))), "name": NAME}
            | {"source": SOURCE}
            for on in random_dates(random, at_most=2)
        ],
    }


def random_moment(random: Random) -> datetime:
    """A whole minute, often near a full hour or midnight."""
    minute = random.choice([0, 0, 1, 29, 30, 31, 59, random.randint(0, 59)])
    at = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=UTC)
    return at + timedelta(days=random.randint(0, DAYS), hours=random.randint(0, 23), minutes=minute)


def random_week(random: Random) -> dict[str, list[str]]:
    week = {weekday: random_sessions(random) for weekday in WEEKDAYS}
    week["monday"] = week["monday"] or ["08:00-11:00"]
    if random.random() < 0.7:
        week["saturday"] = week["sunday"] = []
    return week


def random_sessions(random: Random) -> list[str]:
    """Up to three sessions; now and then they touch, or the day is open from 0:00 or to 24:00."""
    half_hours = sorted(random.sample(range(49), 2 * random.randint(0, 3)))
    sessions = [
        f"{text_of(opens)}-{text_of(closes)}"
        for opens, closes in zip(half_hours[::2], half_hours[1::2], strict=True)
    ]
    if sessions and random.random() < 0.1:
        return ["07:30-11:30", "11:30-17:00"]
    random.shuffle(sessions)
    return sessions


def text_of(half_hour: int) -> str:
    return f"{half_hour // 2:02}:{half_hour % 2 * 30:02}"


def random_seasons(random: Random) -> list[dict[str, Any]]:
    dates = sorted(random_dates(random, at_most=4))
    return [
        {"name": NAME, "from": str(since), "to": str(to), "week": random_week(random)}
        for since, to in zip(dates[::2], dates[1::2], strict=False)
    ]


def random_exception(random: Random, on: date) -> dict[str, Any]:
    if random.random() < 0.5:
        return {"kind": "day_off", "date": str(on), "source": SOURCE}
    replaces = on + timedelta(random.randint(-12, 12))
    make_up = {"kind": "make_up", "date": str(on), "for": str(replaces), "source": SOURCE}
    own = {"sessions": random_sessions(random)} if random.random() < 0.3 else {}
    return make_up | own


def random_dates(random: Random, *, at_most: int) -> list[date]:
    days = random.sample(range(DAYS), random.randint(0, at_most))
    return [FIRST + timedelta(day) for day in days]
