"""The token game of BPMN without data: where tokens can be, whatever people answer.

A marking is a sorted tuple of tokens: on a flow, in an activity (`at`), in an open sub-process
(`in`), or as a boundary event that waits (`on`). Calls are single steps: each process is looked
at by itself. A branch that a non-interrupting event starts, and that never meets the rest, is a
game of its own; otherwise it starts once for each time its host is entered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from processes.engine.diagrams import Element, Flow

MOST: Final = 3  # tokens at one place before the game is called unbounded
WORK: Final = frozenset({"userTask", "callActivity", "intermediateCatchEvent", "eventBasedGateway"})


class Token(NamedTuple):
    """`flow` (on that flow), `at` (in that activity), `in` (sub-process), `on` (event waits)."""

    kind: str
    id: str


Marking = tuple[Token, ...]


class Unbounded(Exception):
    """Số luồng việc tăng mãi. Tokens gather without end."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


@dataclass(frozen=True)
class Move:
    """One thing that can happen: the element it happens at, and the marking after it."""

    element: str
    after: Marking


class Net:
    """The elements of one BPMN process and of the sub-processes in it."""

    def __init__(self, elements: Iterable[Element], flows: Iterable[Flow]) -> None:
        self.elements = {element.id: element for element in elements}
        self.flows = {flow.id: flow for flow in flows if flow.source in self.elements}
        self.out: dict[str, list[str]] = {}
        self.into: dict[str, list[str]] = {}
        for flow in self.flows.values():
            self.out.setdefault(flow.source, []).append(flow.id)
            self.into.setdefault(flow.target, []).append(flow.id)
        self.events: dict[str, list[Element]] = {}
        self.starts: dict[str, str] = {}
        for element in self.elements.values():
            if element.host is not None:
                self.events.setdefault(element.host, []).append(element)
            if element.kind == "startEvent":
                self.starts[element.scope] = element.id

    @cached_property
    def side_events(self) -> frozenset[str]:
        """Non-interrupting events whose branch never meets what the rest can reach."""
        sides: set[str] = set()
        for element in self.elements.values():
            if element.host is not None and not element.interrupting:
                others = list(self.starts.values())
                others += [e.id for e in self.elements.values() if e.host and e.id != element.id]
                rest = self._reached(others, without=element.id)
                if not self._reached([element.id], without="") & rest:
                    sides.add(element.id)
        return frozenset(sides)

    def _reached(self, sources: Iterable[str], *, without: str) -> set[str]:
        waiting, reached = [s for s in sources if s != without], set[str]()
        while waiting:
            for flow in self.out.get(waiting.pop(), []):
                target = self.flows[flow].target
                if target not in reached:
                    reached.add(target)
                    waiting.append(target)
        return reached

    def from_start(self, process: str) -> Marking:
        """The marking just after the process has begun."""
        return _marking(Counter(self._on_flows(self.starts[process])))

    def from_event(self, event: str) -> Marking:
        """The marking just after a side event has happened, with nothing else in the case."""
        return _marking(Counter(self._on_flows(event)))

    def passed_unseen(self) -> set[str]:
        """Elements that no move is noted at: starts, side events, errors where they are caught."""
        errors = {e.id for e in self.elements.values() if e.host and e.trigger == "error"}
        return {*self.starts.values(), *self.side_events, *errors}

    def settled(self, marking: Marking) -> tuple[set[Marking], set[str]]:
        """Where the engine can come to rest from here, and the elements it passes."""
        seen, waiting, rest, passed = {marking}, [marking], set[Marking](), set[str]()
        while waiting:
            here = waiting.pop()
            moves = self._automatic(here)
            if not moves:
                rest.add(here)
            for move in moves:
                passed.add(move.element)
                if move.after not in seen:
                    seen.add(move.after)
                    waiting.append(move.after)
        return rest, passed

    def moves(self, marking: Marking) -> Iterator[Move]:
        """What people, messages and timers can do in a settled marking."""
        for token in dict.fromkeys(marking):
            if token.kind == "at":
                yield from self._work(marking, token)
            elif token.kind == "on":
                yield self._boundary(marking, self.elements[token.id])

    def _on_flows(self, element: str) -> list[Token]:
        return [Token("flow", flow) for flow in self.out.get(element, [])]

    def _armed(self, host: str) -> list[Token]:
        return [
            Token("on", event.id)
            for event in self.events.get(host, [])
            if event.id not in self.side_events
            and (event.trigger != "error" or self.elements[host].kind == "callActivity")
        ]

    def _automatic(self, marking: Marking) -> list[Move]:
        """What the engine does by itself; the order of independent things does not matter."""
        counted = Counter(marking)
        for token in dict.fromkeys(marking):
            if token.kind == "flow":
                moves = self._arrive(counted, self.elements[self.flows[token.id].target], token)
            elif token.kind == "in" and not self._inside(counted, token.id):
                moves = [self._closed(counted, token)]
            else:
                moves = []
            if moves:
                return moves
        return []

    def _arrive(self, counted: Counter[Token], element: Element, token: Token) -> list[Move]:
        if element.kind == "exclusiveGateway":
            return [
                _move(counted, element.id, [token], [out]) for out in self._on_flows(element.id)
            ]
        if element.kind == "parallelGateway":
            arrived = [Token("flow", flow) for flow in self.into[element.id]]
            if not all(counted[each] for each in arrived):
                return []
            return [_move(counted, element.id, arrived, self._on_flows(element.id))]
        if element.kind in WORK:
            entered = [Token("at", element.id), *self._armed(element.id)]
            return [_move(counted, element.id, [token], entered)]
        if element.kind == "subProcess":
            begun = self._on_flows(self.starts[element.id])
            entered = [Token("in", element.id), *self._armed(element.id), *begun]
            return [_move(counted, element.id, [token], entered)]
        if element.kind == "endEvent":
            return [self._ended(counted, element, token)]
        return [_move(counted, element.id, [token], self._on_flows(element.id))]

    def _ended(self, counted: Counter[Token], end: Element, token: Token) -> Move:
        if end.trigger == "terminate":
            return _move(counted, end.id, self._inside(counted, end.scope), [])
        scope = self.elements.get(end.scope)
        while end.trigger == "error" and scope is not None:
            for event in self.events.get(scope.id, []):
                if event.trigger == "error" and event.code in ("", end.code):
                    gone = [*self._inside(counted, scope.id), *self._hosted(counted, scope.id)]
                    return _move(counted, end.id, gone, self._on_flows(event.id))
            scope = self.elements.get(scope.scope)
        return _move(counted, end.id, [token], [])

    def _closed(self, counted: Counter[Token], token: Token) -> Move:
        return _move(counted, token.id, self._hosted(counted, token.id), self._on_flows(token.id))

    def _work(self, marking: Marking, token: Token) -> Iterator[Move]:
        counted = Counter(marking)
        gone = self._hosted(counted, token.id)
        if self.elements[token.id].kind == "eventBasedGateway":
            for flow in self.out[token.id]:
                event = self.flows[flow].target
                yield _move(counted, event, gone, self._on_flows(event))
        else:
            yield _move(counted, token.id, gone, self._on_flows(token.id))

    def _boundary(self, marking: Marking, event: Element) -> Move:
        counted = Counter(marking)
        gone = [Token("on", event.id)]
        if event.interrupting and event.host is not None:
            gone = [*self._hosted(counted, event.host), *self._inside(counted, event.host)]
        return _move(counted, event.id, gone, self._on_flows(event.id))

    def _hosted(self, counted: Counter[Token], host: str) -> list[Token]:
        kind = "in" if self.elements[host].kind == "subProcess" else "at"
        events = [Token("on", event.id) for event in self.events.get(host, [])]
        return [Token(kind, host), *(event for event in events if counted[event])]

    def _inside(self, counted: Counter[Token], scope: str) -> list[Token]:
        return [token for token in counted.elements() if self._is_inside(token, scope)]

    def _is_inside(self, token: Token, scope: str) -> bool:
        around = self.flows[token.id].scope if token.kind == "flow" else self._scope(token.id)
        while around != scope:
            element = self.elements.get(around)
            if element is None:
                return False
            around = element.scope
        return True

    def _scope(self, element: str) -> str:
        return self.elements[element].scope


def _move(
    counted: Counter[Token], element: str, gone: Iterable[Token], come: Iterable[Token]
) -> Move:
    after = counted.copy()
    after.subtract(gone)
    after.update(come)
    return Move(element, _marking(after))


def _marking(counted: Counter[Token]) -> Marking:
    for token, count in counted.items():
        if count > MOST:
            raise Unbounded(token.id)
    return tuple(sorted(counted.elements()))
