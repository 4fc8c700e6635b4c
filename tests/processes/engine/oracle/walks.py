"""Random walks: the engine and the token game take the same steps and must agree after each.

Compared: open tasks, awaited messages, armed timers and limits with their moments, the routing
values of each, the elements and flows passed, and the end.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from processes.bundle import Bundle
from processes.engine import Entry, StepRefused, load, step
from processes.engine.journey import Journey, ScriptEngine
from processes.engine.snapshots import read as read_snapshot
from processes.engine.tokens import Token, Tokens
from tests.processes.engine.calendar import OPENED_AT, PlainCalendar
from tests.processes.engine.oracle.board import Activity, Data, Wait
from tests.processes.engine.oracle.game import Endless, Game, Stuck
from tests.processes.engine.oracle.net import Net, read

CALENDAR = PlainCalendar()
Seen = tuple[str, str, tuple[tuple[str, str], ...]]


class Disagreement(AssertionError):
    """The engine and the token game differ."""


@dataclass
class Tally:
    """How much was walked."""

    cases: int = 0
    steps: int = 0
    refused: int = 0
    ended: int = 0
    largest: int = 0
    kinds: Counter[str] = field(default_factory=Counter)


@dataclass
class Walk:
    """One random case, in the engine and in the game."""

    bundle: Bundle
    net: Net
    chance: random.Random
    tally: Tally
    by_form: bool = False  # each element gives just the values its form asks for
    at: datetime = OPENED_AT
    entries: list[Entry] = field(default_factory=list)
    paired: dict[str, Activity | Wait] = field(default_factory=dict)

    def run(self, length: int) -> list[Entry]:
        """Take at most `length` steps; the entries that were accepted."""
        self.tally.cases += 1
        routing = self._opening()
        self.game = Game(self.net, self.at, routing)
        self.step = step(self.bundle, CALENDAR, None, Entry("opened", self.at, routing=routing))
        self.entries.append(Entry("opened", self.at, routing=routing))
        self._compare()
        for _ in range(length - 1):
            if self.step.ended:
                self.tally.ended += 1
                break
            if not self._go_on():
                break
        return self.entries

    def _go_on(self) -> bool:
        self.at += timedelta(minutes=self.chance.randint(0, 300))
        key = self._chosen()
        pair = self.paired[key]
        routing = self._answers(pair)
        if self.chance.random() < 0.04:
            entry = self._correction()
        elif isinstance(pair, Activity):
            entry = Entry("completed", self.at, pair.node.id, key, routing)
        elif pair.node.trigger == "message":
            entry = Entry("message", self.at, pair.node.id, key, routing)
        else:
            entry = Entry("timer_fired", self.at, pair.node.id, key)
        return self._take(entry, pair)

    def _take(self, entry: Entry, pair: Activity | Wait) -> bool:
        self.entries.append(entry)
        self.tally.kinds[entry.kind] += 1
        stopped: type[Exception] | None = None
        try:
            self._play(entry, pair)
        except (Stuck, Endless) as error:
            stopped = type(error)
        try:
            self.step = step(self.bundle, CALENDAR, self.step.snapshot, entry)
        except StepRefused as error:
            if stopped is None:
                self._disagree(f"the engine refuses: {error}")
            self.entries.pop()
            self.tally.refused += 1
            return False
        if stopped is not None:
            self._disagree(f"the engine goes on where the game says {stopped.__name__}")
        self.tally.steps += 1
        self.tally.largest = max(self.tally.largest, len(self.step.snapshot))
        self._compare()
        return True

    def _play(self, entry: Entry, pair: Activity | Wait) -> None:
        routing = dict(entry.routing)
        if entry.kind == "corrected":
            ((name, value),) = routing.items()
            self.game.correct(name, entry.replaced.get(name), value, entry.at)
        elif isinstance(pair, Activity):
            self.game.complete(pair, routing, entry.at)
        else:
            self.game.happen(pair, routing if entry.kind == "message" else None, entry.at)

    def _chosen(self) -> str:
        # Messages and timers end much: people's work comes first.
        weights = {
            key: 4.0 if isinstance(pair, Activity) else 0.3 if pair.node.interrupting else 1.0
            for key, pair in self.paired.items()
        }
        return self.chance.choices(list(weights), list(weights.values()))[0]

    def _opening(self) -> dict[str, str]:
        names = self.bundle.description.get("opening", {}).get("routing")
        values = self._values()
        return (
            {name: values[name] for name in names}
            if self.by_form
            else self._routing(everything=True)
        )

    def _answers(self, pair: Activity | Wait) -> dict[str, str]:
        if not self.by_form:
            return self._routing()
        values = self._values()
        return {name: values[name] for name in self.net.asked.get(pair.node.form, [])}

    def _values(self) -> dict[str, str]:
        return any_values(self.net, self.chance, self.at)

    def _routing(self, *, everything: bool = False) -> dict[str, str]:
        return {
            name: value
            for name, value in self._values().items()
            if self.chance.random() < 0.4 or (everything and name not in self.net.choices)
        }

    def _correction(self) -> Entry:
        name = self.chance.choice([*self.net.choices, *self.net.moments, *self.net.dates])
        held = sorted({data[name][0] for data in self._datas() if name in data})
        old = self.chance.choice([None, *held]) if name in self.net.choices or not held else held[0]
        new = self._values()[name]
        return Entry("corrected", self.at, routing={name: new}, replaced={name: old})

    def _datas(self) -> list[Data]:
        return [pair.data for pair in self.paired.values()]

    # comparing

    def _compare(self) -> None:
        mine: dict[str, Seen] = dict(self._engine_sees())
        for key in [key for key in self.paired if key not in mine]:
            del self.paired[key]
        played: list[Activity | Wait] = [*self.game.tasks(), *self.game.waits()]
        theirs = {id(pair): pair for pair in played}
        known = {id(pair) for pair in self.paired.values()}
        if not known <= theirs.keys():
            self._disagree("the engine keeps what the game has ended")
        fresh = [pair for id_, pair in theirs.items() if id_ not in known]
        for key in sorted(mine.keys() - self.paired.keys()):
            found = next((pair for pair in fresh if self._seen(pair) == mine[key]), None)
            if found is None:
                self._disagree(f"only the engine has {key} {mine[key]}")
            else:
                fresh.remove(found)
                self.paired[key] = found
        if fresh:
            self._disagree(f"only the game has {[self._seen(pair) for pair in fresh]}")
        for key, pair in self.paired.items():
            if self._seen(pair) != mine[key]:
                self._disagree(f"{key} is {mine[key]}, in the game {self._seen(pair)}")
        self._compare_limits()
        self._compare_path()
        if self.step.ended != self.game.top.closed or self.step.end != self._end():
            self._disagree(f"the end is {self.step.end}, in the game {self.game.end}")

    def _compare_path(self) -> None:
        passed = Counter[tuple[str, str]]((v.what, v.element) for v in self.step.path)
        played = self.game.visits
        if passed != played:
            self._disagree(f"path: {passed - played} only passed, {played - passed} only played")

    def _compare_limits(self) -> None:
        mine = Counter((span.timer, span.due_at.isoformat()) for span in self.step.spans)
        theirs = Counter(
            (wait.node.id, wait.due)
            for activity in self.game.activities()
            for wait in activity.waits
            if wait.node.deadline
        )
        if mine != theirs:
            self._disagree(f"limits are {mine}, in the game {theirs}")

    def _end(self) -> str | None:
        return self.game.end if self.game.top.closed else None

    def _engine_sees(self) -> list[tuple[str, Seen]]:
        diagrams = load(self.bundle)
        engine = ScriptEngine(Journey(diagrams, CALENDAR, self.at))
        workflow, _ = read_snapshot(self.step.snapshot, diagrams, engine)
        tokens = Tokens(workflow, diagrams)
        waiting = [t for t in (*tokens.messages(), *tokens.timers()) if t.waits]
        return [(token.key, self._token(token)) for token in (*tokens.tasks(), *waiting)]

    def _token(self, token: Token) -> Seen:
        data = token.task.data
        due = token.due_at.isoformat() if token.element.trigger == "timer" else ""
        return _path(token), due, tuple(sorted((n, w.value) for n, w in data.items()))

    def _seen(self, pair: Activity | Wait) -> Seen:
        due = "" if isinstance(pair, Activity) else pair.due
        return _played_path(pair), due, tuple(sorted((n, v) for n, (v, _) in pair.data.items()))

    def _disagree(self, what: str) -> None:
        last = self.entries[-1]
        raise Disagreement(
            f"step {len(self.entries)}, {last.kind} {last.task_key} {dict(last.routing)}: {what}"
        )


def any_values(net: Net, chance: random.Random, at: datetime) -> dict[str, str]:
    """A random value for every declared name; moments lie about two days around `at`."""

    def moment() -> str:
        return (at + timedelta(hours=chance.randint(-48, 48))).astimezone(UTC).isoformat()

    values = {name: chance.choice(list(all_)) for name, all_ in net.choices.items()}
    values |= {name: moment() for name in net.moments}
    return values | {name: moment()[:10] for name in net.dates}


def _path(token: Token) -> str:
    """The element and those around it: `help/school/carry_out`."""
    path, workflow = [token.element.id], token.task.workflow
    while workflow.parent_task_id is not None:
        host = workflow.top_workflow.get_task_from_id(workflow.parent_task_id)
        path.append(host.task_spec.name.removesuffix(" [child]"))
        workflow = host.workflow
    return "/".join(reversed(path))


def _played_path(pair: Activity | Wait) -> str:
    path = [pair.node.id]
    place = (pair if isinstance(pair, Activity) else pair.activity).place
    while place.host is not None:
        path.append(place.host.node.id)
        place = place.host.place
    return "/".join(reversed(path))


def walk(
    bundle: Bundle, steps: int, seed: int, *, length: int = 60, by_form: bool = False
) -> Tally:
    """Random cases of at most `length` steps until so many steps have been taken."""
    net, tally, chance = read(bundle), Tally(), random.Random(seed)
    while tally.steps < steps:
        Walk(bundle, net, chance, tally, by_form).run(length)
    return tally
