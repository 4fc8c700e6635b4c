"""Working time once more, minute by minute and straight from the document: slow and plain.

Shares nothing with the code under test, so that a mistake would have to be made twice.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class NaiveCalendar:
    """Moments go in and come out on the wall clock of the school, without a zone."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.zone = ZoneInfo(document["zone"])
        self.known: dict[date, list[bool]] = {}

    def wall(self, at: datetime) -> datetime:
        return at.astimezone(self.zone).replace(tzinfo=None)

    def minutes_from(self, at: datetime) -> Iterator[bool]:
        """Open or not, minute after minute."""
        on = at.date()
        yield from self.minutes_of(on)[at.hour * 60 + at.minute :]
        while True:
            on += timedelta(days=1)
            yield from self.minutes_of(on)

    def is_open(self, at: datetime) -> bool:
        return next(self.minutes_from(at))

    def after_minutes(self, start: datetime, minutes: int) -> datetime:
        passed = 0
        for is_open in self.minutes_from(start):
            if minutes == 0:
                break
            minutes -= is_open
            passed += 1
        return start + passed * MINUTE

    def minutes_between(self, a: datetime, b: datetime) -> int:
        return sum(islice(self.minutes_from(a), (b - a) // MINUTE))

    def next_open(self, at: datetime) -> datetime:
        passed = 0
        for is_open in self.minutes_from(at):
            if is_open:
                break
            passed += 1
        return at + passed * MINUTE

    def last_day(self, start: datetime, days: int) -> date:
        on = start.date()
        while days > 0:
            on += timedelta(days=1)
            if any(self.minutes_of(on)):
                days -= 1
        return on

    def minutes_of(self, on: date) -> list[bool]:
        if on not in self.known:
            minutes = [False] * 1440
            for text in self.sessions_of(on.isoformat()):
                opens, closes = text.split("-")
                for minute in range(minute_of_day(opens), minute_of_day(closes)):
                    minutes[minute] = True
            self.known[on] = minutes
        return self.known[on]

    def sessions_of(self, on: str) -> list[str]:
        for closure in self.document["closures"]:
            if closure["from"] <= on <= closure["to"]:
                return []
        for exception in self.document["exceptions"]:
            if exception["date"] == on and exception["kind"] == "day_off":
                return []
            if exception["date"] == on and "sessions" in exception:
                return list(exception["sessions"])
            if exception["date"] == on:
                return self.week_sessions(exception["for"])
        for holiday in self.document["holidays"]:
            if holiday["date"] == on:
                return []
        return self.week_sessions(on)

    def week_sessions(self, on: str) -> list[str]:
        week = self.document["week"]
        for season in self.document["seasons"]:
            if season["from"] <= on <= season["to"]:
                week = season["week"]
        return list(week.get(WEEKDAYS[date.fromisoformat(on).weekday()], []))


def minute_of_day(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)
