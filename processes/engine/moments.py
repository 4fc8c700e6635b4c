"""The four functions of the language: moments, and limits counted in working time."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Final

from processes.engine.declared import Declared
from processes.engine.language import Compiled, Expression, NoResult, Rejected, Scene

MOST: Final = 1_000  # of hours or days in one limit


def call(function: str, args: list[ast.expr], declared: Mapping[str, Declared]) -> Expression:
    """A call of one of the four functions; Rejected when it is another, or called otherwise."""
    match function, args:
        case "now", []:
            return Expression("moment", lambda scene: scene.at.astimezone(UTC).isoformat())
        case "on_date", [ast.Name(id=name)] if _is(name, "date", declared):
            return Expression("moment", _on_date(name), frozenset({name}))
        case (
            "working_hours" | "working_days",
            [ast.Constant(value=int(amount)), ast.Name(id=name)],
        ) if _whole(amount) and _is(name, "moment", declared):
            return Expression("moment", _working(function, amount, name), frozenset({name}))
    raise Rejected(
        f"Không gọi được “{function}” như vậy; chỉ có working_hours(số, thời điểm), "
        "working_days(số, thời điểm), on_date(ngày), now().",
        f"“{function}” cannot be called so; there are working_hours(number, moment), "
        "working_days(number, moment), on_date(date), now().",
    )


def _is(name: str, type_: str, declared: Mapping[str, Declared]) -> bool:
    return name in declared and declared[name].type == type_


def _set(scene: Scene, name: str) -> str:
    value = scene.values(name)
    if value is None:
        raise NoResult(f"{name} is not set")
    return value


def _on_date(name: str) -> Compiled:
    def compiled(scene: Scene) -> str:
        day = date.fromisoformat(_set(scene, name))
        return datetime.combine(day, time.min, scene.calendar.zone).astimezone(UTC).isoformat()

    return compiled


def _working(function: str, amount: int, name: str) -> Compiled:
    def compiled(scene: Scene) -> str:
        start = datetime.fromisoformat(_set(scene, name))
        if function == "working_hours":
            due = scene.calendar.add_working_hours(start, amount)
        else:
            due = scene.calendar.add_working_days(start, amount)
        return due.due_at.astimezone(UTC).isoformat()

    return compiled


def _whole(amount: int) -> bool:
    return not isinstance(amount, bool) and 0 < amount <= MOST
