"""Tasks: the caller's own, one with its form, taken, given back and completed."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Response, jsonify
from sqlalchemy.orm import Session

from models import journal, people, tasks
from models.data_keys import ContentErased
from models.tasks import TaskState
from processes import agencies, assignments, papers
from processes import tasks as acts
from processes.agencies import Offered
from processes.desk import Desk, assigned, audiences, first_values
from processes.entries import Reader
from processes.forms.wording import Text
from processes.journal import CaseNotFound
from processes.permissions import Act, Caller
from processes.working_time.local_time import ZONE, today
from service.api import form_shapes, marks, shapes
from service.api.bodies import body, query
from service.api.operations import Operation, api, described
from service.api.problems import Problem
from service.api.repeats import once
from service.api.shapes import Json, TaskShapes
from service.here import now, workplace
from service.security.access import demands
from service.seen import record_access

PAGE = 50
NO_MOMENT = Text(
    vi="due_before là một thời điểm như 2026-08-24T10:00+07:00.",
    en="due_before is a moment such as 2026-08-24T10:00+07:00.",
)


@api.get("/tasks")
@demands(Act.SEE_OWN_TASKS)
@described(
    Operation(
        summary="The caller's tasks, by due moment",
        query="TaskQuery",
        answer="TaskPage",
    )
)
def list_tasks(who: Caller) -> Response:
    """What waits for the caller: the tasks given to them, and the free ones of their roles."""
    asked = query("TaskQuery")
    due_before = _moment(asked["due_before"]) if "due_before" in asked else None
    after = marks.position(asked["page"]) if "page" in asked else None
    with workplace().database.reading() as session:
        page = tasks.page(
            session,
            who.person_id,
            audiences(who),
            assigned=assigned(who),
            after=after,
            due_before=due_before,
            limit=PAGE,
        )
        listed = _listed(session, who, page)
    following = None if page.next is None else marks.of_position(page.next)
    return jsonify({"tasks": listed, "next": following})


@api.get("/tasks/<int(max=9223372036854775807):task_id>")
@demands(Act.SEE_CASE)
@described(
    Operation(
        summary="A task with its form",
        says="The form is in the words of the school's kind. The answers are those that were "
        "given, or, while the task is open, those that earlier forms give it.",
        answer="TaskWithForm",
        may_be_gone=True,
    )
)
def show_task(who: Caller, task_id: int) -> Response:
    """A task with its form and what is filled in."""
    with workplace().database.reading() as session:
        desk = Desk.of_task(session, workplace(), who, task_id, now=now())
        document = _with_form(session, desk, task_id)
    record_access(who, desk.case, element=desk.element)
    return jsonify(document)


@api.post("/tasks/<int(max=9223372036854775807):task_id>/claim")
@demands(Act.DO_TASK)
@described(
    Operation(
        summary="Take a task",
        says="Others then leave it alone.",
        body="Nothing",
        answer="Done",
        once=True,
        may_be_gone=True,
        conflicts=True,
    )
)
def claim_task(who: Caller, task_id: int) -> Response:
    """Take a task of one's role."""
    key = once(who, body("Nothing"))
    return jsonify(
        shapes.done(assignments.claim(workplace(), task_id, by=who, now=now(), once=key))
    )


@api.post("/tasks/<int(max=9223372036854775807):task_id>/release")
@demands(Act.DO_TASK)
@described(
    Operation(
        summary="Give a task back to its role",
        body="Nothing",
        answer="Done",
        once=True,
        may_be_gone=True,
        conflicts=True,
    )
)
def release_task(who: Caller, task_id: int) -> Response:
    """Give back a task that one took."""
    key = once(who, body("Nothing"))
    return jsonify(
        shapes.done(assignments.release(workplace(), task_id, by=who, now=now(), once=key))
    )


@api.post("/tasks/<int(max=9223372036854775807):task_id>/complete")
@demands(Act.DO_TASK)
@described(
    Operation(
        summary="Complete a task",
        says="Of two that complete the same task, one gets 200 and the other 409.",
        body="Completion",
        answer="Done",
        once=True,
        may_be_gone=True,
        conflicts=True,
    )
)
def complete_task(who: Caller, task_id: int) -> Response:
    """Complete a task with the answers of its form."""
    asked = body("Completion")
    done = acts.complete(
        workplace(),
        task_id,
        asked["answers"],
        by=who,
        now=now(),
        revision=asked.get("revision"),
        once=once(who, asked),
    )
    return jsonify(shapes.done(done))


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        local = moment if moment.tzinfo is not None else moment.replace(tzinfo=ZONE)
        return local.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Problem(400, "query_rejected", NO_MOMENT, {"due_before": NO_MOMENT}) from error


def _listed(session: Session, who: Caller, page: tasks.TaskPage) -> list[Json]:
    """In a number of queries that does not grow with the tasks."""
    place = workplace()
    assigned = {task.assignee_id for task, _case in page.tasks if task.assignee_id is not None}
    names = people.by_ids(session, assigned) if assigned else {}
    return [
        TaskShapes(
            who,
            case,
            place.bundle(session, case.process_version_id),
            place.wording(session, case.school_id),
            names,
        ).of(task)
        for task, case in page.tasks
    ]


def _with_form(session: Session, desk: Desk, task_id: int) -> Json:
    found = tasks.get(session, task_id)
    if found is None:
        raise CaseNotFound
    row = found[0]
    names = people.by_ids(session, {row.assignee_id}) if row.assignee_id else {}
    task = TaskShapes(desk.who, desk.case, desk.bundle, desk.wording, names).of(row)
    return task | {
        "form": form_shapes.form(desk.definition, desk.wording, _offered(session, desk)),
        "closed_at": shapes.moment_or_null(row.closed_at),
        "answers": _answers(session, desk, row),
    }


def _offered(session: Session, desk: Desk) -> Offered:
    if desk.task is None or not desk.definition.asks_for_an_agency:
        return Offered()
    try:
        filed = papers.filed(session, desk.case, desk.workplace.keys)
    except ContentErased:
        filed = []
    return agencies.offered(session, desk.case, desk.definition, filed, on=today(desk.now))


def _answers(session: Session, desk: Desk, row: tasks.Task) -> Json:
    reader = Reader.of(desk.workplace, desk.case, desk.bundle, desk.who)
    if row.state is TaskState.OPEN:
        try:
            return reader.shown(row.form, first_values(session, desk))
        except ContentErased:
            return {}
    entry = journal.completion(session, desk.case.id, row.key)
    content = None if entry is None else reader.content(entry)
    return {} if content is None else dict(content["answers"])
