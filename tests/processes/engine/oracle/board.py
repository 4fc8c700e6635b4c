"""The pieces of the token game: where tokens stand and what they carry."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.processes.engine.oracle.net import Node

Data = dict[str, tuple[str, int]]  # a value, and when in the case it was written
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(eq=False)
class Wait:
    """An event that waits: on the boundary of an activity, or in the flow."""

    node: Node
    data: Data
    activity: Activity
    due: str = ""
    fired: bool = False


@dataclass(eq=False)
class Activity:
    """A node that takes time: a task, a sub-process, a call, several instances, waiting events."""

    node: Node
    data: Data
    place: Place
    waits: list[Wait] = field(default_factory=list)
    inner: Place | None = None
    parts: list[Activity] = field(default_factory=list)
    left: int = 0  # instances still to come, one after the other
    whole: Activity | None = None  # of which this is an instance


@dataclass(eq=False)
class Place:
    """A running process or sub-process, inside its host."""

    scope: str
    host: Activity | None
    active: list[Activity] = field(default_factory=list)
    arrived: dict[str, dict[str, list[Data]]] = field(default_factory=dict)
    ended: Data | None = None
    closed: bool = False


def newest(*datas: Data) -> Data:
    """For each name the value written last."""
    merged: Data = {}
    for data in datas:
        for name, written in data.items():
            if name not in merged or written[1] >= merged[name][1]:
                merged[name] = written
    return merged


def due(node: Node, data: Data) -> str:
    """When a timer with this data is due."""
    function, _, rest = node.timer.rstrip(")").partition("(")
    *number, name = (each.strip() for each in rest.split(","))
    value = data[name][0]
    if function == "on_date":
        found = datetime.combine(date.fromisoformat(value), time.min, ZONE)
    else:
        unit = "hours" if function == "working_hours" else "days"
        found = datetime.fromisoformat(value) + timedelta(**{unit: int(number[0])})
    return found.astimezone(UTC).isoformat()
