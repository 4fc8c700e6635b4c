"""Rules about errors and escalations: who throws is heard, and who listens can be spoken to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from processes.engine.checked import Checked, Drawn
from processes.engine.diagrams import Element

THROWN: Final = frozenset({"error", "escalation"})


def check(drawn: Drawn, checked: Checked) -> None:
    """Every error and escalation, thrown or waited for."""
    caught: set[str] = set()
    listening: list[Element] = []
    for element in drawn.elements:
        if element.trigger not in THROWN:
            continue
        if element.trigger == "escalation" and not element.code:
            checked.wrong(
                element,
                "escalation",
                "Sự kiện chưa chỉ ra một tình huống cần báo (escalation) có mã.",
                "The event does not refer to an escalation with a code.",
            )
        elif element.host is not None:
            listening.append(element)
        else:
            caught.update(_check_caught(element, drawn, checked))
    for element in listening:
        if element.id not in caught:
            checked.wrong(
                element,
                str(element.trigger),
                f"Không gì ở bên trong nêu mã “{element.code}”.",
                f"Nothing inside throws the code “{element.code}”.",
            )


def _check_caught(thrown: Element, drawn: Drawn, checked: Checked) -> set[str]:
    catchers = list(_catchers(thrown.scope, thrown, drawn, frozenset()))
    if None in catchers:
        checked.wrong(
            thrown,
            str(thrown.trigger),
            f"Không sự kiện biên nào bắt mã “{thrown.code}”.",
            f"No boundary event catches the code “{thrown.code}”.",
        )
    return {catcher for catcher in catchers if catcher is not None}


def _catchers(
    scope: str, thrown: Element, drawn: Drawn, seen: frozenset[str]
) -> Iterator[str | None]:
    """The innermost boundary events on every way out; None for a way on which there is none."""
    inside = drawn.by_id.get(scope)
    hosts = [inside] if inside else [e for e in drawn.elements if e.calls == scope]
    if not hosts or scope in seen:
        yield None
        return
    for host in hosts:
        events = [event.id for event in drawn.elements if _catches(event, host, thrown)]
        if events:
            yield from events
        else:
            yield from _catchers(host.scope, thrown, drawn, seen | {scope})


def _catches(event: Element, host: Element, thrown: Element) -> bool:
    return (
        event.host == host.id
        and event.trigger == thrown.trigger
        and event.code in ("", thrown.code)
    )
