"""Whether a case can always come to its end, whatever people answer and whatever happens."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from processes.engine.checked import Checked, Drawn
from processes.engine.findings import Finding
from processes.engine.markings import Marking, Net, Unbounded

LARGEST: Final = 20_000  # markings of one process


class TooLarge(Exception):
    """Sơ đồ quá phức tạp để kiểm tra. The diagram is too large to be explored."""


@dataclass
class Explored:
    """Every settled marking that can be reached, with what can follow it."""

    after: dict[Marking, set[Marking]] = field(default_factory=dict)
    passed: set[str] = field(default_factory=set)

    def hopeless(self) -> set[Marking]:
        """Markings from which the end cannot be reached any more."""
        before: dict[Marking, set[Marking]] = {}
        for marking, following in self.after.items():
            for each in following:
                before.setdefault(each, set()).add(marking)
        hopeful = {marking for marking in self.after if not marking}
        waiting = list(hopeful)
        while waiting:
            fresh = before.get(waiting.pop(), set()) - hopeful
            hopeful |= fresh
            waiting.extend(fresh)
        return self.after.keys() - hopeful


def check(drawn: Drawn, checked: Checked) -> None:
    """Deadlocks, livelocks, tokens without end and elements never reached, process by process."""
    for drawing in drawn.drawings:
        for process, line in drawing.processes:
            inside = [element for element in drawn.elements if element.process == process]
            net = Net(inside, drawn.flows)
            try:
                _check_process(net, process, checked)
            except Unbounded as error:
                checked.wrong(
                    net.elements.get(error.place) or net.flows[error.place],
                    "unbounded",
                    "Luồng việc tách ra ở đây có thể nhân lên mãi mà không nhập lại.",
                    "Tokens can gather here without end: a split is not joined.",
                )
            except TooLarge:
                checked.findings.append(
                    Finding(
                        drawing.file,
                        line,
                        process,
                        "soundness",
                        "Quy trình quá phức tạp để kiểm tra; hãy tách thành các quy trình nhỏ hơn.",
                        "The process is too large to be checked; split it into smaller ones.",
                    )
                )


def _check_process(net: Net, process: str, checked: Checked) -> None:
    passed = net.passed_unseen()
    for start in (net.from_start(process), *map(net.from_event, sorted(net.side_events))):
        explored = _explore(net, start)
        passed |= explored.passed
        for element, rule in sorted(_hopeless(net, explored)):
            sentences = {
                "deadlock": (
                    "Hồ sơ có thể dừng mãi ở đây mà không ai làm gì được nữa.",
                    "A case can stop here for ever, with nothing left to do.",
                ),
                "livelock": (
                    "Từ đây hồ sơ không bao giờ kết thúc được nữa.",
                    "From here a case can never reach its end any more.",
                ),
            }
            checked.wrong(net.elements[element], rule, *sentences[rule])
    for never in net.elements.values():
        if never.id not in passed:
            checked.wrong(
                never,
                "unreachable",
                "Không hồ sơ nào đến được đây.",
                "No case can ever come here.",
            )


def _explore(net: Net, start: Marking) -> Explored:
    explored = Explored()
    settled, explored.passed = net.settled(start)
    waiting = deque(settled)
    while waiting:
        marking = waiting.popleft()
        if marking in explored.after:
            continue
        if len(explored.after) >= LARGEST:
            raise TooLarge
        following = explored.after[marking] = set()
        for move in net.moves(marking):
            rest, passed = net.settled(move.after)
            explored.passed |= passed | {move.element}
            following |= rest
            waiting.extend(rest)
    return explored


def _hopeless(net: Net, explored: Explored) -> Iterator[tuple[str, str]]:
    hopeless = explored.hopeless()
    dead = [marking for marking in hopeless if not explored.after[marking]]
    for marking in dead or hopeless:
        for token in marking:
            if token.kind == "flow":
                yield net.flows[token.id].target, "deadlock" if dead else "livelock"
            elif not dead and token.kind == "at":
                yield token.id, "livelock"
