"""Executable examples of a bundle: what is done when, and what the case looks like after it.

An example is a file `tests/<name>.toml` that a process owner can read. Its moments are those of
the school's clock. After the opening and after each act it says what must be so:

- `through`: elements passed, in this order (others may lie between);
- `open`: the open tasks (always); `forms`: the forms of some of them;
- `awaits`: the messages waited for; `due`: the armed timers and their moments;
- `end`: the end event of the process (absent: the case goes on).

A task or timer is named by its element or, where several are alike, by its key (`element#2`).
"""

from __future__ import annotations

import operator
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import PurePosixPath
from typing import Any

from processes.bundle import Bundle
from processes.engine import (
    ArmedTimer,
    AwaitedMessage,
    Calendar,
    Entry,
    EntryRefused,
    OpenTask,
    Step,
    step,
)

FOLDER = "tests"
KINDS = {"complete": "completed", "message": "message", "fire": "timer_fired"}
CHECKS = {"through": list, "open": list, "awaits": list, "forms": dict, "due": dict, "end": str}
SHAPE = {**CHECKS, **dict.fromkeys(KINDS, str), "at": datetime, "routing": dict}


class ExampleUnreadable(Exception):
    """Không đọc được ví dụ. The example cannot be read."""


@dataclass(frozen=True)
class Act:
    """One thing that reaches the case, and what must be so after it (`expected`)."""

    kind: str
    element: str
    at: datetime
    routing: Mapping[str, Any]
    expected: Mapping[str, Any]


@dataclass(frozen=True)
class Example:
    """`acts[0]` opens the case. Moments have no zone: they are read on the school's clock."""

    name: str
    title_vi: str
    title_en: str
    acts: tuple[Act, ...]


@dataclass(frozen=True)
class Difference:
    """After act number `act` (0: the opening) `what` was not as the example says."""

    act: int
    what: str
    expected: Any
    found: Any

    def __str__(self) -> str:
        return f"{self.act} {self.what}: {self.expected} ≠ {self.found}"


@dataclass
class Run:
    """What came of an example: nothing in `differences` when all was as it says."""

    example: Example
    steps: list[Step] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)


def examples(bundle: Bundle) -> tuple[Example, ...]:
    """Every example of a bundle, by name. Raises ExampleUnreadable."""
    return tuple(
        _example(PurePosixPath(path).stem, raw)
        for path, raw in bundle.files.items()
        if PurePosixPath(path).parent.name == FOLDER and path.endswith(".toml")
    )


def run(example: Example, bundle: Bundle, calendar: Calendar) -> Run:
    """Take the acts of an example one by one; it ends early where an act is refused."""
    result = Run(example)
    for number, act in enumerate(example.acts):
        before = result.steps[-1] if result.steps else None
        entry = _entry(act, before, calendar)
        late = _overdue(before, entry)
        if late:
            result.differences.append(Difference(number, "due", [], late))
        try:
            taken = step(bundle, calendar, before.snapshot if before else None, entry)
        except EntryRefused as refusal:
            refused = f"{type(refusal).__name__}: {refusal}"
            result.differences.append(Difference(number, act.kind, act.element, refused))
            return result
        result.steps.append(taken)
        result.differences.extend(_differences(number, act, taken, calendar))
    return result


def _example(name: str, raw: bytes) -> Example:
    try:
        document = tomllib.loads(raw.decode())
        opened = document["opened"]
        return Example(
            name=name,
            title_vi=document["title"]["vi"],
            title_en=document["title"]["en"],
            acts=(_act("opened", "", opened), *(_read_act(row) for row in document["act"])),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ExampleUnreadable(f"{FOLDER}/{name}.toml: {error!r}") from error


def _read_act(row: Mapping[str, Any]) -> Act:
    (said,) = KINDS.keys() & row.keys()
    return _act(KINDS[said], row[said], row)


def _act(kind: str, element: str, row: Mapping[str, Any]) -> Act:
    wrong = [key for key, value in row.items() if not isinstance(value, SHAPE.get(key, ()))]
    if wrong or "open" not in row or row["at"].tzinfo is not None:
        raise ValueError(wrong or ["open", "at"])
    expected = {what: row[what] for what in CHECKS if what in row}
    return Act(kind, element, row["at"], row.get("routing", {}), expected)


def _entry(act: Act, before: Step | None, calendar: Calendar) -> Entry:
    routing = {name: _plain(value, calendar) for name, value in act.routing.items()}
    at = act.at.replace(tzinfo=calendar.zone)
    if before is None:
        return Entry("opened", at, routing=routing)
    standing = {
        "completed": [(task.key, task.element) for task in before.tasks],
        "message": [(event.key, event.element) for event in before.events],
        "timer_fired": [(timer.key, timer.element) for timer in before.timers],
    }[act.kind]
    keys = [key for key, element in standing if act.element in (key, element)]
    # Where several are alike the example must give a key; the engine refuses what is not there.
    key = keys[0] if len(keys) == 1 else act.element
    return Entry(act.kind, at, act.element.partition("#")[0], key, routing)


def _plain(value: str | date | datetime, calendar: Calendar) -> str:
    if isinstance(value, datetime):
        return value.replace(tzinfo=calendar.zone).astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _overdue(before: Step | None, entry: Entry) -> list[str]:
    """Timers that had to fire before this entry, as they do in a real case."""
    if before is None or entry.kind == "timer_fired":
        return []
    return [timer.key for timer in before.timers if timer.due_at <= entry.at]


def _differences(number: int, act: Act, taken: Step, calendar: Calendar) -> Iterator[Difference]:
    clock = {timer.key: _on_clock(timer.due_at, calendar) for timer in taken.timers}
    expected = {"end": None, **act.expected}
    found: dict[str, Any] = {
        "open": _as_named(expected["open"], taken.tasks),
        "awaits": _as_named(expected.get("awaits", ()), taken.events),
        "due": [
            (name, clock[timer.key])
            for timer in taken.timers
            for name in _as_named(expected.get("due", ()), (timer,))
        ],
        "forms": {task.element: task.form for task in taken.tasks},
        "through": [visit.element for visit in taken.path if visit.what in ("entered", "taken")],
        "end": taken.end,
    }
    for what, wanted in expected.items():
        if not _AGREES[what](wanted, found[what]):
            yield Difference(number, what, wanted, found[what])


def _as_named(
    names: Iterable[str], standing: Iterable[OpenTask | AwaitedMessage | ArmedTimer]
) -> list[str]:
    """What stands open, each by its key where the example gives that key, else by its element."""
    by_key = frozenset(names)
    return sorted(each.key if each.key in by_key else each.element for each in standing)


def _on_clock(moment: datetime, calendar: Calendar) -> datetime:
    return moment.astimezone(calendar.zone).replace(tzinfo=None)


def _in_order(wanted: list[str], found: list[str]) -> bool:
    rest = iter(found)
    return all(element in rest for element in wanted)


_AGREES: Mapping[str, Callable[[Any, Any], bool]] = {
    "open": lambda wanted, found: sorted(wanted) == found,
    "awaits": lambda wanted, found: sorted(wanted) == found,
    "due": lambda wanted, found: sorted(wanted.items()) == sorted(found),
    "forms": lambda wanted, found: wanted.items() <= found.items(),
    "through": _in_order,
    "end": operator.eq,
}
