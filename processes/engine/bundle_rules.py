"""Rules about the bundle as a whole: processes, ids, calls, the schema of BPMN."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from SpiffWorkflow.spiff.parser.process import VALIDATOR

from processes.bundle import DESCRIPTION
from processes.engine.checked import Checked, Drawn
from processes.engine.reading import processes_of

ID: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,79}")
RESERVED: Final = frozenset({"Start", "End"})  # SpiffWorkflow's own names


def check(drawn: Drawn, checked: Checked) -> None:
    """Ids, processes, calls, schema."""
    _check_ids(drawn, checked)
    _check_processes(drawn, checked)
    _check_calls(drawn, checked)
    _check_schema(drawn, checked)


def _named(drawn: Drawn) -> Iterator[tuple[str, int, str]]:
    for drawing in drawn.drawings:
        yield from ((drawing.file, line, id_) for id_, line in drawing.processes)
    yield from ((element.file, element.line, element.id) for element in drawn.elements)
    yield from ((flow.file, flow.line, flow.id) for flow in drawn.flows)


def _check_ids(drawn: Drawn, checked: Checked) -> None:
    first: dict[str, tuple[str, int]] = {}
    for file, line, id_ in _named(drawn):
        if not ID.fullmatch(id_) or id_ in RESERVED:
            checked.wrong_in(
                file,
                line,
                id_,
                "id",
                f"Mã “{id_}” không dùng được: chỉ chữ không dấu, số và dấu gạch dưới.",
                f"The id “{id_}” cannot be used: only letters, digits and underscores.",
            )
        elif id_ in first:
            there, at = first[id_]
            checked.wrong_in(
                file,
                line,
                id_,
                "id",
                f"Mã “{id_}” đã có ở {there}, dòng {at}.",
                f"The id “{id_}” is used already in {there}, line {at}.",
            )
        first.setdefault(id_, (file, line))


def _check_processes(drawn: Drawn, checked: Checked) -> None:
    executable: set[str] = set()
    for drawing in drawn.drawings:
        for process in processes_of(drawing.root):
            if process.get("isExecutable") == "true":
                executable.add(process.get("id", ""))
            else:
                checked.wrong_in(
                    drawing.file,
                    process.sourceline or 0,
                    process.get("id", ""),
                    "process",
                    "Quy trình trong sơ đồ chưa được đặt là chạy được (isExecutable).",
                    "The process in the diagram is not marked executable (isExecutable).",
                )
    if drawn.bundle.process not in executable:
        checked.wrong_in(
            DESCRIPTION,
            0,
            drawn.bundle.process,
            "process",
            f"Không sơ đồ nào có quy trình “{drawn.bundle.process}”.",
            f"No diagram holds the process “{drawn.bundle.process}”.",
        )


def _check_calls(drawn: Drawn, checked: Checked) -> None:
    processes = {id_ for drawing in drawn.drawings for id_, _ in drawing.processes}
    calls: dict[str, set[str]] = {}
    for element in drawn.elements:
        if element.kind == "callActivity":
            calls.setdefault(element.process, set()).add(element.calls)
            if element.calls not in processes:
                checked.wrong(
                    element,
                    "call",
                    f"Gọi quy trình “{element.calls}”, nhưng không sơ đồ nào có quy trình đó.",
                    f"It calls the process “{element.calls}”, which no diagram holds.",
                )
    for element in drawn.elements:
        if element.kind == "callActivity" and element.process in _reached(element.calls, calls):
            checked.wrong(
                element,
                "call",
                "Quy trình gọi lại chính nó.",
                "The process calls itself again.",
            )


def _reached(start: str, calls: dict[str, set[str]]) -> set[str]:
    reached, waiting = {start}, [start]
    while waiting:
        fresh = calls.get(waiting.pop(), set()) - reached
        reached |= fresh
        waiting.extend(fresh)
    return reached


def _check_schema(drawn: Drawn, checked: Checked) -> None:
    for drawing in drawn.drawings:
        schema = VALIDATOR.validator
        if not schema.validate(drawing.root):
            for error in list(schema.error_log)[:10]:
                checked.wrong_in(
                    drawing.file,
                    error.line,
                    "",
                    "schema",
                    f"Không đúng lược đồ BPMN 2.0: {error.message}",
                    f"Not valid by the BPMN 2.0 schema: {error.message}",
                )
