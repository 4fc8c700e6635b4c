"""The limits of `examples.toml`, counted by hand."""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from processes.working_time.calendar import Calendar
from processes.working_time.duration_words import Words
from processes.working_time.proof import Proof
from processes.working_time.sums import days_sum, hours_sum
from processes.working_time.vietnam import seed_document
from tests.processes.working_time.moments import local

_EXAMPLES = tomllib.loads(
    Path(__file__).with_name("examples.toml").read_text(encoding="utf-8"), parse_float=Decimal
)


@dataclass(frozen=True)
class Limit:
    """So many working hours or working days from `start`, and where they end by hand."""

    calendar: str
    start: str
    hours: Decimal | None
    days: int | None
    due: str = ""
    closes: str = "17:00"

    @classmethod
    def of(cls, calendar: str, row: dict[str, Any]) -> "Limit":
        hours = row.get("hours")
        more = {key: row[key] for key in ("due", "closes") if key in row}
        return cls(
            calendar,
            row["from"],
            Decimal(hours) if hours is not None else None,
            row.get("days"),
            **more,
        )

    @property
    def unit(self) -> str:
        return "hours" if self.hours is not None else "days"

    @property
    def amount(self) -> Decimal | int:
        return self.hours if self.hours is not None else self.days or 0

    def proof(self) -> Proof:
        """As the calendar reckons it."""
        start = local(self.start)
        if self.hours is not None:
            return calendar(self.calendar).add_working_hours(start, self.hours).proof
        return calendar(self.calendar).add_working_days(start, self.days or 0).proof

    def sum(self) -> Words:
        return hours_sum(self.proof()) if self.hours is not None else days_sum(self.proof())


@cache
def calendar(name: str) -> Calendar:
    """A calendar of the examples: the seed, and what the examples add to it."""
    own: dict[str, Any] = _EXAMPLES["calendars"][name]
    seed = seed_document(own["week"])
    exceptions = seed["exceptions"] + own.get("exceptions", [])
    return Calendar.from_document(seed | own | {"exceptions": exceptions})


CALENDARS: tuple[str, ...] = tuple(_EXAMPLES["calendars"])
LIMITS = [
    Limit.of(group["calendar"], row) for group in _EXAMPLES["groups"] for row in group["limits"]
]
SUMS = [(Limit.of(row["calendar"], row), Words(row["vi"], row["en"])) for row in _EXAMPLES["sums"]]
