"""Việc của tôi, and the form of one task."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from models.tasks import Position
from processes import drafts, papers, tasks
from processes.desk import Desk, first_values
from processes.forms.answers import AnswersRejected, FieldError
from processes.journal import CaseNotFound
from processes.permissions import Act, Caller
from processes.policies import TaskGone
from processes.standing_in import ReasonNeeded
from processes.working_time.local_time import today
from service import drafting, posting
from service.here import now, workplace
from service.languages import language
from service.pages import my_tasks, places, task_done, unnamed
from service.pages import task as task_pages
from service.pages.drafts import DraftPart
from service.pages.forms import parse, rearranged
from service.pages.task import Beside
from service.security.access import demands
from service.seen import record_access, seen_case

page = Blueprint("tasks", __name__)

Answered = Response | str | tuple[str | Response, int]

OWN_PLAN = "_own_plan_reason"


@page.get("/viec-cua-toi")
@demands(Act.SEE_OWN_TASKS)
def mine(who: Caller) -> str:
    """What waits for the person."""
    before = places.place_of(request.args.get("after", ""))
    after = None if before is None else Position(*before)
    place = workplace()
    with place.database.reading() as session:
        built = my_tasks.build(session, place, who, now=now(), after=after)
    return render_template("my_tasks.html", page=built)


@page.get("/viec/<int:task_id>")
@demands(Act.DO_TASK)
def show(who: Caller, task_id: int) -> str | tuple[str, int]:
    """The form of a task, as its draft holds it, with what earlier forms say beside it."""
    place = workplace()
    with place.database.reading() as session:
        desk = Desk.of_task(session, place, who, task_id, now=now())
        kept = drafts.kept(session, place, who, desk.subject) if desk.fills else None
        posted, beside = MultiDict[str, str](), Beside()
        if kept is not None:
            posted, beside = _typed(drafting.fields_of(kept))
        if desk.task is None:
            part = DraftPart.opened(kept) if kept is not None else None
            return _gone(desk, parse(desk.definition, posted), part), 409
        own_plan = tasks.demand_task(session, who, desk.case, desk.task, now=now())
        first = first_values(session, desk) if kept is None else parse(desk.definition, posted)
        built = task_pages.build(
            session,
            desk,
            first,
            beside=replace(beside, own_plan=own_plan),
            draft=DraftPart.opened(kept),
        )
    record_access(who, desk.case, element=desk.element)
    return render_template("task.html", page=built)


@page.post("/viec/<int:task_id>")
@demands(Act.DO_TASK)
def complete(who: Caller, task_id: int) -> Answered:
    """Complete the task, or show the form again with what to mend; nothing typed is lost."""
    place = workplace()
    with place.database.looking() as session:
        desk = Desk.of_task(session, place, who, task_id, now=now())
    posted, beside = _typed(request.form)
    raw = parse(desk.definition, posted)
    again = rearranged(desk.definition, posted)
    if again is not None and desk.task is not None:
        return _form(desk, again, beside)
    if drafting.is_asked():
        return _kept(desk, raw, beside)
    try:
        filed = tasks.complete(
            place,
            task_id,
            raw,
            by=who,
            now=now(),
            own_plan_reason=beside.own_plan_reason,
            once=posting.once(who),
            read=desk.case,
        )
    except AnswersRejected as rejected:
        return _form(desk, raw, beside, rejected.errors), 422
    except ReasonNeeded as needed:
        problem = needed.sentence(language())
        wanting = replace(beside, own_plan=True, own_plan_problem=problem)
        return _form(desk, raw, wanting), 422
    except TaskGone:
        return _gone(desk, raw), 409
    return redirect(url_for("tasks.done", code=filed.code, seq=filed.seq), 303)


def _kept(desk: Desk, raw: Mapping[str, Any], beside: Beside) -> Answered:
    """Keep the form as a draft, or throw it away; a task that is done is not written on."""
    if desk.task is not None:
        with workplace().database.reading() as session:
            tasks.demand_task(session, desk.who, desk.case, desk.task, now=now())
        return drafting.answer(
            desk.who, desk.subject, lambda part: _form(desk, raw, beside, draft=part)
        )
    if drafting.is_thrown_away():
        return drafting.answer(
            desk.who, desk.subject, lambda part: _gone(desk, raw), after=url_for("tasks.mine")
        )
    if drafting.by_script():
        raise TaskGone
    return _gone(desk, raw), 409


def _typed(form: MultiDict[str, str]) -> tuple[MultiDict[str, str], Beside]:
    """The answers in a posted form or a draft, and what came beside them."""
    answers = MultiDict([item for item in form.items(multi=True) if item[0] != OWN_PLAN])
    return answers, Beside(own_plan=OWN_PLAN in form, own_plan_reason=form.get(OWN_PLAN, ""))


def _form(
    desk: Desk,
    values: Mapping[str, Any],
    beside: Beside,
    errors: Iterable[FieldError] = (),
    draft: DraftPart | None = None,
) -> str:
    once = request.form.get(posting.KEY)
    draft = draft or drafting.posted()
    with workplace().database.reading() as session:
        built = task_pages.build(
            session, desk, values, errors, beside=beside, draft=draft, once=once
        )
    return render_template("task.html", page=built)


@page.get("/ho-so/<code>/da-nop/<int:seq>")
@demands(Act.SEE_CASE)
def done(who: Caller, code: str, seq: int) -> str:
    """After a form was sent: what was kept, and who goes on."""
    place = workplace()
    with place.database.reading() as session:
        case = seen_case(session, who, code)
        versions = papers.one(session, case, place.keys, seq)
        if not versions:
            raise CaseNotFound
        bundle = place.bundle(session, case.process_version_id)
        wording = place.wording(session, case.school_id)
        words = unnamed.sentence(session, case, bundle, versions[0], on=today(now()))
    built = task_done.build(case, versions[0], bundle, wording, who, unnamed=words)
    return render_template("task_done.html", page=built)


def _gone(desk: Desk, raw: Mapping[str, Any], draft: DraftPart | None = None) -> str:
    """Somebody was faster: what was typed is shown, to be copied."""
    return render_template("task_gone.html", page=task_pages.gone(desk, raw, draft))
