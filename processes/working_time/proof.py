"""The proof of a limit: every interval counted, every date skipped, with its reason."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from processes.working_time.work_day import Reason


@dataclass(frozen=True)
class Interval:
    """A part of a date that was counted in hours, or a whole date, counted in days or skipped.

    A whole date has neither `opens` nor `closes`; midnight as `closes` is 24:00. `seconds` are
    the open seconds counted, None where the limit is in days.
    """

    date: date
    counted: bool
    reason: Reason | None
    opens: time | None = None
    closes: time | None = None
    seconds: int | None = None

    @property
    def minutes(self) -> int:
        """Whole minutes counted; a start within a minute leaves some seconds beside them."""
        return (self.seconds or 0) // 60

    def to_document(self) -> dict[str, Any]:
        """`date`, `counted`, `reason`; in hours also `opens`, `closes`, `minutes`, `seconds`."""
        day = {
            "date": str(self.date),
            "counted": self.counted,
            "reason": self.reason.to_document() if self.reason is not None else None,
        }
        if self.seconds is None:
            return day
        return day | {
            "opens": _time_text(self.opens) if self.opens is not None else None,
            "closes": _closing_text(self.closes) if self.closes is not None else None,
            "minutes": self.minutes,
            "seconds": self.seconds % 60,
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "Interval":
        reason, opens, closes = document["reason"], document.get("opens"), document.get("closes")
        return cls(
            date.fromisoformat(document["date"]),
            counted=document["counted"],
            reason=Reason.from_document(reason) if reason is not None else None,
            opens=time.fromisoformat(opens) if opens is not None else None,
            closes=_read_closing(closes) if closes is not None else None,
            seconds=(
                document["minutes"] * 60 + document["seconds"] if "minutes" in document else None
            ),
        )


Proof = tuple[Interval, ...]


def read_proof(text: str) -> Proof:
    """A proof that was kept as the JSON of its intervals."""
    return tuple(Interval.from_document(one) for one in json.loads(text))


@dataclass(frozen=True)
class HoursDue:
    """`due_at` (UTC) is the earliest moment by which the working hours have passed."""

    due_at: datetime
    proof: Proof


@dataclass(frozen=True)
class DaysDue:
    """The limit ends with `due_on`: `due_at` (UTC) is its 24:00, `closes_at` (UTC) its closing."""

    due_on: date
    due_at: datetime
    closes_at: datetime
    proof: Proof


def _time_text(at: time) -> str:
    return f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"


def _closing_text(at: time) -> str:
    return "24:00" if at == time.min else _time_text(at)


def _read_closing(text: str) -> time:
    return time.min if text == "24:00" else time.fromisoformat(text)
