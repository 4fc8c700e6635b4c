"""The cases of the demo: acts told in `cases/*.toml`, done one after the other in order of time.

Between the acts the clock runs as it would with a scheduler: limits pass, people are reminded.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from models import held, notices, watches
from processes import cases, escalation, messages, tasks, timers
from processes.cases import REPORT, SUPPORT_REQUEST
from processes.channels.outlets import Outlets
from processes.demo.moments import moment, told
from processes.demo.residents import Cast
from processes.workplace import Workplace

CASES: Final = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class Act:
    """Somebody does something at a moment: opens the case, completes a task, sends a message."""

    at: datetime
    case: str
    school: str
    by: str
    does: str
    answers: Mapping[str, Any]


def play(workplace: Workplace, cast: Cast, *, now: datetime) -> None:
    """Do all acts in order of time; what falls due between them happens in its own moment.

    Whoever acts looks at their reminders first. Nothing leaves the house for a story.
    """
    workplace = replace(workplace, outlets=Outlets())
    codes: dict[str, str] = {}
    for act in sorted(_acts(cast, now), key=lambda act: act.at):
        remind(workplace, until=act.at)
        with workplace.database.transaction() as session:
            notices.mark_seen(session, cast.callers[act.by].person_id, None, now=act.at)
        if act.does in (REPORT, SUPPORT_REQUEST):
            codes[act.case] = _open(workplace, cast, act)
        else:
            let_time_pass(workplace, codes[act.case], until=act.at)
            _do(workplace, cast, act, codes[act.case])
    for code in codes.values():
        let_time_pass(workplace, code, until=now)
    remind(workplace, until=now)


def remind(workplace: Workplace, *, until: datetime) -> None:
    """Decide who is told what, each at the moment at which it falls due."""
    while True:
        with workplace.database.reading() as session:
            wakes_at = watches.next_wake(session)
        if wakes_at is None or wakes_at > until:
            return
        escalation.decide_due(workplace, now=wakes_at)


def let_time_pass(workplace: Workplace, code: str, *, until: datetime) -> None:
    """Fire the timers of a case, each at the moment at which it falls due."""
    while True:
        with workplace.database.reading() as session:
            case = held.by_code(session, code, now=until)
        assert case is not None
        due_at = min((timer.due_at for timer in case.timers), default=None)
        if due_at is None or due_at > until:
            return
        timers.fire_case(workplace, case.id, now=max(due_at, case.last_at))


def _acts(cast: Cast, now: datetime) -> Iterator[Act]:
    for path in sorted(CASES.glob("*.toml")):
        story = tomllib.loads(path.read_text(encoding="utf-8"))
        calendar = cast.places[story["school"]].calendar
        for act in story["acts"]:
            yield Act(
                at=moment(act["at"], calendar, now=now),
                case=path.stem,
                school=story["school"],
                by=act["by"],
                does=act["does"],
                answers={
                    key: told(value, calendar, now=now) for key, value in act["answers"].items()
                },
            )


def _open(workplace: Workplace, cast: Cast, act: Act) -> str:
    opens = cases.open_by_report if act.does == REPORT else cases.open_by_request
    school_id = cast.places[act.school].school_id
    opened = opens(workplace, school_id, act.answers, by=cast.callers[act.by], now=act.at)
    return opened.case_code


def _do(workplace: Workplace, cast: Cast, act: Act, code: str) -> None:
    with workplace.database.reading() as session:
        case = held.by_code(session, code, now=act.at)
    assert case is not None
    by = cast.callers[act.by]
    task = next((task for task in case.tasks if task.element == act.does), None)
    if task is None:
        messages.send(workplace, code, act.does, act.answers, by=by, now=act.at)
        return
    tasks.complete(workplace, task.id, act.answers, by=by, now=act.at)
