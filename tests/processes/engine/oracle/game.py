"""The token game of BPMN 2.0, with data: what the engine must do, said in the plainest way.

Tokens carry routing values; where tokens meet, the value written last wins. Nothing here knows
SpiffWorkflow, snapshots or keys.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from datetime import UTC, datetime

from tests.processes.engine.oracle.board import Activity, Data, Place, Wait, due, newest
from tests.processes.engine.oracle.net import Net, Node


class Stuck(Exception):
    """Nothing is left to do, yet the case has not ended."""


class Endless(Exception):
    """The diagram runs on without end."""


class Game:
    """One case."""

    def __init__(self, net: Net, at: datetime, routing: dict[str, str]) -> None:
        self.net = net
        self.at = at
        self.turn = 0
        self.end: str | None = None
        self.visits: Counter[tuple[str, str]] = Counter()
        self.agenda: deque[tuple[Place, Node, Data, str]] = deque()
        self.top = Place(net.top, None)
        self._go(self.top, net.nodes[net.starts[net.top]], self._written({}, routing))
        self._settle()

    # what waits

    def activities(self) -> Iterator[Activity]:
        """Everything that takes time, outermost first."""
        waiting = [self.top] if not self.top.closed else []
        while waiting:
            place = waiting.pop()
            for activity in place.active:
                for each in (activity, *activity.parts):
                    yield each
                    if each.inner is not None:
                        waiting.append(each.inner)

    def tasks(self) -> list[Activity]:
        """Open user tasks."""
        open_ = (a for a in self.activities() if a.node.kind == "userTask")
        return [a for a in open_ if not a.node.times or a.whole is not None]

    def waits(self) -> list[Wait]:
        """Messages and timers that wait."""
        found = (wait for activity in self.activities() for wait in activity.waits)
        return [wait for wait in found if not wait.fired and wait.node.trigger != "error"]

    # what happens

    def complete(self, activity: Activity, routing: dict[str, str], at: datetime) -> None:
        """A person completes a task."""
        self._begin(at)
        activity.data = self._written(activity.data, routing)
        if activity.node.script and activity.whole is None:
            self._run(activity)
        self._finish(activity)
        self._settle()

    def happen(self, wait: Wait, routing: dict[str, str] | None, at: datetime) -> None:
        """A message comes (with its values) or a timer fires (with none)."""
        self._begin(at)
        data = dict(wait.data) if routing is None else self._written(wait.data, routing)
        activity = wait.activity
        if wait.node.kind == "boundaryEvent":
            self._note("entered", wait.node)
            self._boundary(wait, activity, data, again=routing is not None)
        else:
            if activity.node is not wait.node:  # an event-based gateway
                self._note("left", activity.node)
                flow = next(f for f, target, _ in activity.node.out if target == wait.node.id)
                self.visits["taken", flow] += 1
                self._note("entered", wait.node)
            activity.place.active.remove(activity)
            self._leave(activity.place, wait.node, data)
        self._settle()

    def correct(self, name: str, old: str | None, new: str, at: datetime) -> None:
        """A value is put right in every token that holds the old one."""
        self._begin(at)
        self.turn += 1
        for data in self._datas():
            written = data.get(name)
            if (None if written is None else written[0]) == old:
                data[name] = (new, self.turn if written is None else written[1])
                for wait in self._all_waits():
                    if wait.data is data and wait.node.timer and f"{name})" in wait.node.timer:
                        wait.due = due(wait.node, data)

    # how it goes on

    def _begin(self, at: datetime) -> None:
        self.at, self.visits = at, Counter()

    def _go(self, place: Place, node: Node, data: Data, flow: str = "") -> None:
        self.agenda.append((place, node, dict(data), flow))

    def _settle(self) -> None:
        for _ in range(250):
            if self.agenda:
                place, node, data, flow = self.agenda.popleft()
                if not place.closed:
                    self._enter(place, node, data, flow)
            elif not self._close():
                break
        else:
            raise Endless
        if not self.top.closed and not self.tasks() and not self.waits():
            raise Stuck

    def _note(self, what: str, node: Node) -> None:
        self.visits[what, node.id] += 1

    def _written(self, data: Data, routing: dict[str, str]) -> Data:
        self.turn += 1
        return data | {name: (value, self.turn) for name, value in routing.items()}

    def _enter(self, place: Place, node: Node, data: Data, flow: str) -> None:
        if node.kind == "parallelGateway":
            self._join(place, node, data, flow)
            return
        self._note("entered", node)
        if node.kind == "endEvent":
            self._end(place, node, data)
        elif node.kind in ("userTask", "subProcess", "callActivity"):
            self._activity(place, node, data)
        elif node.kind == "intermediateCatchEvent":
            activity = Activity(node, dict(data), place)
            activity.waits = [self._wait(node, dict(data), activity)]
            place.active.append(activity)
        elif node.kind == "eventBasedGateway":
            activity = Activity(node, dict(data), place)
            events = [self.net.nodes[target] for _, target, _ in node.out]
            activity.waits = [self._wait(event, activity.data, activity) for event in events]
            place.active.append(activity)
        elif node.kind == "scriptTask":
            activity = Activity(node, dict(data), place)
            self._run(activity)
            self._leave(place, node, activity.data)
        else:
            if node.trigger == "escalation":
                self._escalate(place, node, data)
            self._leave(place, node, data)

    def _leave(self, place: Place, node: Node, data: Data) -> None:
        self._note("left", node)
        for flow, target, _ in self._chosen(node, data):
            self.visits["taken", flow] += 1
            self._go(place, self.net.nodes[target], data, flow)

    def _chosen(self, node: Node, data: Data) -> list[tuple[str, str, str]]:
        if node.kind != "exclusiveGateway":
            return node.out
        names = dict.fromkeys([*self.net.choices, *self.net.moments, *self.net.dates])
        values = names | {name: value for name, (value, _) in data.items()}
        for out in node.out:
            if out[2] and eval(out[2], {}, values):  # the tests' own diagrams
                return [out]
        return [out for out in node.out if not out[2]]

    def _join(self, place: Place, node: Node, data: Data, flow: str) -> None:
        arrived = place.arrived.setdefault(node.id, {})
        arrived.setdefault(flow, []).append(data)
        if all(arrived.get(each) for each in node.into):
            merged = newest(*(arrived[each].pop(0) for each in node.into))
            self._note("entered", node)
            self._leave(place, node, merged)

    def _activity(self, place: Place, node: Node, data: Data) -> None:
        activity = Activity(node, dict(data), place)
        activity.waits = [
            self._wait(event, dict(data), activity)
            for event in node.events
            if event.trigger in ("message", "timer", "error")
        ]
        place.active.append(activity)
        if node.times:
            activity.left = node.times
            for _ in range(1 if node.sequential else node.times):
                self._instance(activity)
        else:
            self._open(activity)

    def _instance(self, whole: Activity) -> None:
        whole.left -= 1
        part = Activity(whole.node, dict(whole.data), whole.place, whole=whole)
        whole.parts.append(part)
        self._open(part)

    def _open(self, activity: Activity) -> None:
        node = activity.node
        if node.kind == "userTask":
            return
        scope = node.calls or node.id
        activity.inner = Place(scope, activity)
        self._go(activity.inner, self.net.nodes[self.net.starts[scope]], activity.data)

    def _finish(self, activity: Activity) -> None:
        whole = activity.whole
        if whole is not None:
            whole.parts.remove(activity)
            whole.data = newest(whole.data, activity.data)
            if whole.left and whole.node.sequential:
                self._instance(whole)
                return
            if whole.parts:
                return
            activity = whole
        activity.place.active.remove(activity)
        self._leave(activity.place, activity.node, activity.data)

    def _boundary(self, wait: Wait, activity: Activity, data: Data, *, again: bool) -> None:
        wait.fired = True
        if wait.node.interrupting:
            activity.place.active.remove(activity)
            self._cancel(activity)
        elif again:
            wait.fired = False
            wait.data = dict(activity.data)
        self._leave(activity.place, wait.node, data)

    def _cancel(self, activity: Activity) -> None:
        if activity.whole is None:
            self._note("cancelled", activity.node)
        for part in activity.parts:
            self._cancel(part)
        if activity.inner is not None:
            activity.inner.closed = True
            for each in activity.inner.active:
                self._cancel(each)

    def _end(self, place: Place, node: Node, data: Data) -> None:
        self._note("left", node)
        if node.trigger == "error":
            self._throw(place)
            return
        if place.scope == self.net.top:
            self.end = node.id
        if node.trigger == "terminate":
            for activity in place.active:
                self._cancel(activity)
            place.active, place.arrived, place.ended = [], {}, data
            self.agenda = deque(each for each in self.agenda if each[0] is not place)
        else:
            place.ended = newest(place.ended or {}, data)

    def _throw(self, place: Place) -> None:
        host = place.host
        assert host is not None, "an error that nobody catches"
        whole = host.whole or host
        for wait in whole.waits:
            if wait.node.trigger == "error":
                whole.place.active.remove(whole)
                self._note("entered", wait.node)
                self._cancel(whole)
                self._leave(whole.place, wait.node, wait.data)
                return
        place.closed = True
        self._throw(whole.place)

    def _escalate(self, place: Place, node: Node, data: Data) -> None:
        heard = False
        while place.host is not None and not heard:
            host, place = place.host, place.host.place
            for event in host.node.events:
                if event.trigger == "escalation" and event.code == node.code:
                    heard = True
                    self._note("entered", event)
                    self._leave(place, event, data)

    def _close(self) -> bool:
        for place in reversed(self._places()):
            arrived = any(datas for flows in place.arrived.values() for datas in flows.values())
            if not place.active and not arrived and place.ended is not None:
                place.closed = True
                if place.host is not None:
                    place.host.data = place.ended
                    self._finish(place.host)
                return True
        return False

    def _places(self) -> list[Place]:
        inner = [a.inner for a in self.activities() if a.inner is not None]
        return [place for place in (self.top, *inner) if not place.closed]

    def _wait(self, node: Node, data: Data, activity: Activity) -> Wait:
        return Wait(node, data, activity, due(node, data) if node.timer else "")

    def _run(self, activity: Activity) -> None:
        for line in filter(None, map(str.strip, activity.node.script.splitlines())):
            name, _, value = line.partition(" = ")
            result = self.at.astimezone(UTC).isoformat() if value == "now()" else value.strip("\"'")
            activity.data = self._written(activity.data, {name: result})

    def _all_waits(self) -> Iterator[Wait]:
        return (wait for activity in self.activities() for wait in activity.waits)

    def _datas(self) -> Iterator[Data]:
        for activity in self.activities():
            yield activity.data
            yield from (wait.data for wait in activity.waits if wait.data is not activity.data)
        for place in self._places():
            if place.ended is not None:
                yield place.ended
            for flows in place.arrived.values():
                for datas in flows.values():
                    yield from datas
