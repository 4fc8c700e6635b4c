"""What a step says about the case after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Passage = Literal["entered", "left", "taken", "cancelled"]
Unit = Literal["hours", "days"]
Routing = Mapping[str, str | None]


@dataclass(frozen=True)
class OpenTask:
    """A user task somebody may complete. `process` is the BPMN process it is drawn in."""

    key: str
    element: str
    process: str
    roles: tuple[str, ...]
    form: str


@dataclass(frozen=True)
class AwaitedMessage:
    """A boundary or catch event that waits; `name` is that of the message."""

    key: str
    element: str
    name: str
    roles: tuple[str, ...]
    form: str | None


@dataclass(frozen=True)
class ArmedTimer:
    """A timer that waits; `due_at` in UTC."""

    key: str
    element: str
    due_at: datetime


@dataclass(frozen=True)
class Span:
    """A limit that runs: its host is open, whether or not its timer has fired.

    `amount` working hours or days, counted from `anchor_at`, the moment in the routing value
    `anchor`, end at `due_at` (both UTC).
    """

    limit: str
    effect: str
    host: str
    timer: str
    timer_key: str
    unit: Unit
    amount: int
    anchor: str
    anchor_at: datetime
    due_at: datetime


@dataclass(frozen=True)
class Visit:
    """The token's way: an element entered, left or cancelled, a sequence flow taken."""

    what: Passage
    element: str


@dataclass(frozen=True)
class Step:
    """The state after one entry, and the way there.

    `snapshot` is the cache of the state: canonical bytes, the first of them the format number.
    `state_digest` is the sha256 (hex) of what can be observed, whatever the format of snapshots.
    `routing` holds every declared name, as seen by the element that the entry acted on (empty
    when it acted on none). `end` is the end event at which the top process ended.
    """

    snapshot: bytes
    tasks: tuple[OpenTask, ...]
    events: tuple[AwaitedMessage, ...]
    timers: tuple[ArmedTimer, ...]
    spans: tuple[Span, ...]
    path: tuple[Visit, ...]
    routing: Routing
    ended: bool
    end: str | None
    state_digest: str
