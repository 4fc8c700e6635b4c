"""When the timers of a case are due by a calendar, which may be another than they were armed by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from processes.bundle import Bundle
from processes.engine import snapshots
from processes.engine.calendars import Calendar
from processes.engine.expressions import limit
from processes.engine.journey import Journey, ScriptEngine
from processes.engine.language import Limit
from processes.engine.loading import load
from processes.engine.tokens import Tokens

_NO_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)  # a limit counts from its anchor, never from now


def due_moments(bundle: Bundle, calendar: Calendar, snapshot: bytes) -> Mapping[str, datetime]:
    """The due moment (UTC) of every waiting timer that counts working time, by its key. Pure."""
    diagrams = load(bundle)
    engine = ScriptEngine(Journey(diagrams, calendar, _NO_MOMENT))
    workflow, _frame = snapshots.read(snapshot, diagrams, engine)
    return {
        token.key: datetime.fromisoformat(str(engine.evaluate(token.task, token.element.timer)))
        for token in Tokens(workflow, diagrams).timers()
        if token.waits and limit(token.element.timer) is not None
    }


def working_limits(bundle: Bundle) -> Mapping[str, Limit]:
    """The limit in working time that each such timer measures, by its element."""
    found = {
        element.id: limit(element.timer)
        for element in load(bundle).elements.values()
        if element.trigger == "timer"
    }
    return {element: measured for element, measured in found.items() if measured is not None}


def timers_in_working_time(bundle: Bundle) -> frozenset[str]:
    """The elements whose timers count working time, limits or not."""
    return frozenset(working_limits(bundle))
