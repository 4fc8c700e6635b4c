"""The same server, doing only the same writes: a route beside the real one.

The first real completion is remembered. `GET /only-writes/<task>` reads what is known of another
case that stands at the same task; `POST` writes to it what the completion wrote, in one
transaction, and answers as the real route does. Who is signed in, the token of the form and the
form itself are read by the server as always; no form is checked, no case read, no engine asked.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from flask import Flask, redirect
from werkzeug.wrappers import Response

from models import advance, case_names, held
from models.advance import Advanced, Change
from models.held import HeldCase
from processes.permissions import Act, Caller
from service import posting
from service.here import WORKPLACE, workplace
from service.security.access import demands

NAME = "Lê Minh Khôi"


def extend(app: Flask) -> None:
    """Add the route, and remember what a completion writes."""
    known: dict[int, HeldCase] = {}
    completion: list[Change] = []
    write = advance.advance

    def remembering(session: Any, case: HeldCase, change: Change, **rest: Any) -> Advanced:
        if not completion and change.entries[-1].kind == "completed":
            completion.append(change)
        return write(session, case, change, **rest)

    setattr(advance, "advance", remembering)  # noqa: B010 - the benchmark listens in

    @app.get("/only-writes/<int:task_id>")
    def read(task_id: int) -> str:
        with app.extensions[WORKPLACE].database.reading() as session:
            case = held.by_task(session, task_id, now=datetime.now(UTC))
        assert case is not None
        known[task_id] = case
        return ""

    @app.post("/only-writes/<int:task_id>")
    @demands(Act.DO_TASK)
    def only_write(who: Caller, task_id: int) -> Response:
        place, case, now = workplace(), known.pop(task_id), datetime.now(UTC)
        once = posting.once(who)
        assert once is not None
        change = replace(completion[0], entries=[replace(completion[0].entries[0], at=now)])
        with place.database.transaction() as session:
            advanced = write(session, case, change, data_key=case.data_key(place.keys), now=now)
            case_names.note(session, place.index_key(session), case.id, [NAME])
            tasks = dict(advanced.task_ids)
            once.keep(session, {"code": case.code, "seq": advanced.last_seq, "tasks": tasks})
        return redirect(f"/ho-so/{case.code}/da-nop/{advanced.last_seq}", 303)
