"""The same server without the engine: two routes beside the real one, for a benchmark only.

`POST /without-engine/<task>` completes a task as the real route does, but the engine is not asked:
its answer to an earlier completion of the same task stands in.

`POST /only-writes/<task>` reads who is signed in, the token of the form and the form itself, and
then writes what a completion of that task wrote. No case is read, no form checked, no engine asked:
what must be known of the case was read before, by `GET`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, cast

from flask import Flask, g, redirect
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from models import advance, case_names, held
from models.advance import Advanced, Change
from models.held import HeldCase
from processes import calendar_change, journal
from processes.engine import Entry
from processes.permissions import Act, Caller
from processes.progress import Applied
from service import posting
from service.here import workplace
from service.security.access import demands

NAME = "Lê Minh Khôi"


@dataclass
class Remembered:
    """The first real completion, and the cases read for the next."""

    change: Change | None = None
    applied: Applied | None = None
    cases: dict[int, HeldCase] = field(default_factory=dict)


def extend(app: Flask) -> None:
    """Add the routes, and remember the first completion."""
    remembered = Remembered()
    advance_a_case, progress_by = advance.advance, calendar_change.progress_by

    def advance_and_remember(session: Any, case: HeldCase, change: Change, **rest: Any) -> Advanced:
        if remembered.change is None and change.entries[-1].kind == "completed":
            remembered.change = change
        return advance_a_case(session, case, change, **rest)

    def progress_or_remember(*args: Any, **rest: Any) -> Iterator[Applied]:
        entry: Entry = args[-1]
        if g.get("without_engine") and remembered.applied is not None:
            return iter([Applied(entry, remembered.applied.step)])
        applied = list(progress_by(*args, **rest))
        if remembered.applied is None and entry.kind == "completed":
            remembered.applied = applied[-1]
        return iter(applied)

    setattr(advance, "advance", advance_and_remember)  # noqa: B010 - the benchmark listens in
    setattr(journal, "progress_by", progress_or_remember)  # noqa: B010

    @app.post("/without-engine/<int:task_id>")
    def complete(task_id: int) -> ResponseReturnValue:
        g.without_engine = True
        view = app.view_functions["tasks.complete"]
        return cast(ResponseReturnValue, app.ensure_sync(view)(task_id=task_id))

    @app.get("/only-writes/<int:task_id>")
    def read(task_id: int) -> str:
        with workplace().database.reading() as session:
            case = held.by_task(session, task_id, now=datetime.now(UTC))
        assert case is not None
        remembered.cases[task_id] = case
        return ""

    @app.post("/only-writes/<int:task_id>")
    @demands(Act.DO_TASK)
    def write(who: Caller, task_id: int) -> Response:
        place, case, now = workplace(), remembered.cases.pop(task_id), datetime.now(UTC)
        once = posting.once(who)
        assert once is not None
        assert remembered.change is not None
        entries = [replace(one, at=now) for one in remembered.change.entries]
        change = replace(remembered.change, entries=entries)
        with place.database.transaction() as session:
            done = advance_a_case(
                session, case, change, data_key=case.data_key(place.keys), now=now
            )
            case_names.note(session, place.index_key(session), case.id, [NAME])
            tasks = dict(done.task_ids)
            once.keep(session, {"code": case.code, "seq": done.last_seq, "tasks": tasks})
        return redirect(f"/ho-so/{case.code}/da-nop/{done.last_seq}", 303)
