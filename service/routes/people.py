"""Giao việc: an administrator reassigns tasks, hands cases over; sees no content."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import uuid4

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from models import appointments, case_lists, schools, task_lists
from models import tasks as task_rows
from models.appointments import Holder, Role
from models.cases import Case, CaseState
from models.people import Person
from models.schools import School
from models.tasks import Task
from processes import assignments
from processes.permissions import Act, Caller, lanes_of, permitted
from processes.working_time.local_time import today
from service.here import now, workplace
from service.pages import titles
from service.security.access import demands
from service.site import ROLE_NAMES
from service.speech import gettext as _
from service.speech import ngettext

page = Blueprint("people", __name__)

MOST_CASES = 500
LONGEST_REASON = 500


@dataclass(frozen=True)
class Choice:
    """Somebody who may take a task."""

    value: int
    label: str


@dataclass(frozen=True)
class Given:
    """An open task; no content, no name of a student."""

    title: str
    about: str
    left: None
    action: str
    to: tuple[Choice, ...]


@dataclass(frozen=True)
class HandOver:
    """All cases of a person to somebody else."""

    action: str
    to: tuple[Choice, ...]


@dataclass(frozen=True)
class Group:
    """A person, or a role, with open tasks."""

    id: str
    name: str
    role: str
    number: str
    tasks: tuple[Given, ...]
    hand_over: HandOver | None


@dataclass(frozen=True)
class PeoplePage:
    """See `templates/people.html`."""

    title: str
    intro: str
    notice: str
    once: str
    groups: tuple[Group, ...]
    sign_ins: str


@page.get("/giao-viec")
@demands(Act.REASSIGN)
def desk(who: Caller) -> str:
    """Who has which open tasks, school by school."""
    return _desk(who, notice="")


def _desk(who: Caller, *, notice: str) -> str:
    with workplace().database.reading() as session:
        groups = [
            group
            for school in schools.all_schools(session)
            if permitted(who, Act.REASSIGN, school_id=school.id)
            for group in _groups(session, school)
        ]
    return render_template(
        "people.html",
        page=PeoplePage(
            title=_("Giao việc"),
            intro=_("Người quản trị giao lại việc và bàn giao hồ sơ mà không mở nội dung."),
            notice=notice,
            once=uuid4().hex,
            groups=tuple(groups),
            sign_ins=url_for("sign_ins.listed"),
        ),
    )


def _nobody_chosen(who: Caller) -> tuple[str, int]:
    return _desk(who, notice=_("Chưa chọn ai nhận. Thầy cô chọn một người rồi bấm lại.")), 422


@page.post("/giao-viec/<int:task_id>")
@demands(Act.REASSIGN)
def give(who: Caller, task_id: int) -> Response | tuple[str, int]:
    """Give a task to a person of the school who holds its role."""
    place = workplace()
    with place.database.reading() as session:
        found = task_rows.get(session, task_id)
        if found is None:
            abort(404)
        task, case = found
        if not permitted(who, Act.REASSIGN, school_id=case.school_id):
            abort(404)
        if not request.form.get("to"):
            return _nobody_chosen(who)
        person = _chosen(session, case.school_id, frozenset(task.roles.split(",")))
    assignments.assign(place, task_id, person, by=who, now=now(), reason=_reason())
    flash(_("Đã giao việc cho %(name)s.", name=person.name), "met")
    return redirect(url_for("people.desk"), 303)


@page.post("/ban-giao/<int:school_id>/<int:person_id>")
@demands(Act.REASSIGN)
def hand_over(who: Caller, school_id: int, person_id: int) -> Response | tuple[str, int]:
    """Hand over the open cases of a focal point who leaves."""
    if not permitted(who, Act.REASSIGN, school_id=school_id):
        abort(404)
    if not request.form.get("to"):
        return _nobody_chosen(who)
    place = workplace()
    with place.database.reading() as session:
        to = _chosen(session, school_id, frozenset({"focal_point"}))
        open_cases = case_lists.page(
            session, school_id, state=CaseState.OPEN, hidden_from=to.id, limit=MOST_CASES
        )
    kept = [case for case in open_cases if case.focal_point_id in (None, person_id)]
    for case in kept:
        assignments.hand_over(place, case.code, to, by=who, now=now(), reason=_reason())
    words = ngettext(
        "Đã bàn giao %(num)d hồ sơ cho %(name)s.",
        "Đã bàn giao %(num)d hồ sơ cho %(name)s.",
        len(kept),
        name=to.name,
    )
    flash(words, "met")
    return redirect(url_for("people.desk"), 303)


def _reason() -> str:
    """Kept encrypted with the entry; one line, as its field is."""
    return " ".join(request.form.get("reason", "").split())[:LONGEST_REASON]


def _chosen(session: Session, school_id: int, lanes: frozenset[str]) -> Person:
    """The person chosen in the form, if they hold one of the roles at the school."""
    chosen = request.form.get("to", type=int)
    for holder in appointments.at_school(session, school_id, on=today(now())):
        if holder.person.id == chosen and lanes & lanes_of({holder.appointment.role}):
            return holder.person
    raise BadRequest


def _groups(session: Session, school: School) -> Iterable[Group]:
    """One a person, whatever number of roles they hold."""
    holders = appointments.at_school(session, school.id, on=today(now()))
    open_tasks = task_lists.open_of_school(session, school.id)
    for person in {holder.person.id: holder.person for holder in holders}.values():
        roles = [one.appointment.role for one in holders if one.person.id == person.id]
        lanes = lanes_of(roles)
        if not lanes:
            continue
        mine = [
            (task, case)
            for task, case in open_tasks
            if task.assignee_id == person.id
            or (task.assignee_id is None and lanes & set(task.roles.split(",")))
        ]
        yield _group(session, school, person, roles, mine, holders)


def _group(
    session: Session,
    school: School,
    person: Person,
    roles: Sequence[Role],
    mine: Sequence[tuple[Task, Case]],
    holders: Sequence[Holder],
) -> Group:
    place = workplace()
    lanes = lanes_of(roles)
    others = _choices(holders, lanes, without=person.id)
    given = tuple(
        Given(
            title=titles.of_task(place.bundle(session, case.process_version_id), task),
            about=case.code,
            left=None,
            action=url_for("people.give", task_id=task.id),
            to=_choices(holders, frozenset(task.roles.split(",")), without=None),
        )
        for task, case in mine
    )
    leaves = "focal_point" in lanes and others
    return Group(
        id=f"person-{school.id}-{person.id}",
        name=person.name,
        role=", ".join([*dict.fromkeys(str(ROLE_NAMES[role]) for role in roles), school.name]),
        number=ngettext("%(num)d việc đang mở", "%(num)d việc đang mở", len(given)),
        tasks=given,
        hand_over=HandOver(
            url_for("people.hand_over", school_id=school.id, person_id=person.id), others
        )
        if leaves
        else None,
    )


def _choices(
    holders: Sequence[Holder], lanes: frozenset[str], *, without: int | None
) -> tuple[Choice, ...]:
    return tuple(
        Choice(one.person.id, f"{one.person.name}, {ROLE_NAMES[one.appointment.role]}")
        for one in holders
        if one.person.id != without and lanes & lanes_of({one.appointment.role})
    )
