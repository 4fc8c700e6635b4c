"""The sessions of a day and of a week: `07:30-11:30`, `13:30-17:00`."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from itertools import pairwise

from processes.working_time.refusals import (
    SessionClosesTooEarly,
    SessionsOverlap,
    SessionUnreadable,
)

WEEKDAY_KEYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SESSION = re.compile(r"\s*(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})\s*")


@dataclass(frozen=True)
class Session:
    """Open from `opens` up to, and without, `closes`; midnight as `closes` is 24:00."""

    opens: time
    closes: time

    @classmethod
    def from_text(cls, text: str) -> "Session":
        """`7:30-11:30` or `07:30-11:30`; `24:00` may close a day.

        Raises SessionUnreadable, SessionClosesTooEarly.
        """
        match = _SESSION.fullmatch(text)
        if match is None:
            raise SessionUnreadable(text=text)
        opens = _time(match[1], match[2], text=text)
        if (match[3], match[4]) == ("24", "00"):
            return cls(opens, time.min)
        session = cls(opens, _time(match[3], match[4], text=text))
        if session.closes <= session.opens:
            raise SessionClosesTooEarly(session=text)
        return session

    def to_text(self) -> str:
        closes = "24:00" if self.closes == time.min else f"{self.closes:%H:%M}"
        return f"{self.opens:%H:%M}-{closes}"

    def ends_before(self, other: "Session") -> bool:
        return self.closes != time.min and self.closes <= other.opens


Sessions = tuple[Session, ...]
Week = tuple[Sessions, ...]
"""Seven days, Monday first."""


def read_sessions(texts: Iterable[str], *, where: str) -> Sessions:
    """In order of opening. Raises SessionsOverlap and what `Session.from_text` raises."""
    sessions = sorted(map(Session.from_text, texts), key=lambda session: session.opens)
    for first, second in pairwise(sessions):
        if not first.ends_before(second):
            raise SessionsOverlap(first=first.to_text(), second=second.to_text(), where=where)
    return tuple(sessions)


def read_week(week: Mapping[str, Sequence[str]], *, where: str) -> Week:
    """A weekday that is not named is not worked."""
    return tuple(
        read_sessions(week.get(weekday, ()), where=f"{where}.{weekday}") for weekday in WEEKDAY_KEYS
    )


def write_week(week: Week) -> dict[str, list[str]]:
    return {
        weekday: [session.to_text() for session in sessions]
        for weekday, sessions in zip(WEEKDAY_KEYS, week, strict=True)
    }


def _time(hour: str, minute: str, *, text: str) -> time:
    if int(hour) > 23 or int(minute) > 59:
        raise SessionUnreadable(text=text)
    return time(int(hour), int(minute))
