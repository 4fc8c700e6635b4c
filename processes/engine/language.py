"""The parts of the language that diagrams are written in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from processes.engine.calendars import Calendar


class Rejected(Exception):
    """Biểu thức không hợp lệ. The expression is not valid."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.vi = vi
        self.en = en


class NoResult(Exception):
    """Biểu thức không có kết quả. The expression has no result."""


@dataclass(frozen=True)
class Scene:
    """What an expression may look at."""

    values: Callable[[str], str | None]
    calendar: Calendar
    at: datetime


Value = str | bool | None
Compiled = Callable[[Scene], Value]


@dataclass(frozen=True)
class Expression:
    """A checked expression. `type` is `truth`, `choice`, `moment`, `date`, `text` or `nothing`."""

    type: str
    compiled: Compiled
    names: frozenset[str] = frozenset()
    literals: frozenset[str] = frozenset()  # which values it can have, when these are known


@dataclass(frozen=True)
class Limit:
    """The one call that a limit is made of: `working_hours(12, received_at)`."""

    function: str
    amount: int
    anchor: str


Assignment = tuple[str, Expression]
