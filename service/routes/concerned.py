"""Người có liên quan: shut out of a case whoever is accused in it, or kin to the accused."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from models import appointments
from models.appointments import Role
from models.people import Person
from processes import concerned
from processes.permissions import Act, Caller
from processes.working_time.local_time import today
from service.here import now, workplace
from service.security.access import demands
from service.seen import seen_case
from service.site import ROLE_NAMES
from service.speech import gettext as _
from service.ways import Way

page = Blueprint("concerned", __name__)


@dataclass(frozen=True)
class Staff:
    """Somebody of the school, who may be concerned."""

    id: int
    name: str
    role: str
    checked: bool


@dataclass(frozen=True)
class ConcernedPage:
    """See `templates/concerned.html`."""

    title: str
    back: Way
    action: str
    people: tuple[Staff, ...]
    problem: str


@page.get("/ho-so/<code>/nguoi-lien-quan")
@demands(Act.NAME_CONCERNED)
def show(who: Caller, code: str) -> str:
    """Who of the school may be concerned."""
    return _render(who, code, "")


@page.post("/ho-so/<code>/nguoi-lien-quan")
@demands(Act.NAME_CONCERNED)
def note(who: Caller, code: str) -> Response | tuple[str, int]:
    """Shut the chosen people out; for the person who notes it of themselves the case is gone."""
    known = {person.id for person in _people(code, who)}
    chosen = known & {
        int(one) for one in request.form.getlist("person") if one.isdecimal() and len(one) < 20
    }
    if not chosen:
        return _render(who, code, _("Chọn ít nhất một người.")), 422
    concerned.note(workplace(), code, chosen, by=who, now=now())
    flash(_("Đã ghi. Người được chọn không mở được hồ sơ %(code)s nữa.", code=code), "met")
    if who.person_id in chosen:
        return redirect(url_for("tasks.mine"), 303)
    return redirect(url_for("cases.show", code=code), 303)


def _people(code: str, who: Caller) -> tuple[Staff, ...]:
    with workplace().database.reading() as session:
        case = seen_case(session, who, code)
        holders = appointments.at_school(session, case.school_id, on=today(now()))
    # Whoever stands in for somebody holds two roles and is one person all the same.
    people: dict[Person, list[str]] = {}
    for holder in holders:
        if holder.appointment.role is not Role.AUDITOR:
            people.setdefault(holder.person, []).append(str(ROLE_NAMES[holder.appointment.role]))
    return tuple(
        Staff(
            person.id,
            person.name,
            ", ".join(dict.fromkeys(roles)),
            person.id in case.concerned,
        )
        for person, roles in people.items()
    )


def _render(who: Caller, code: str, problem: str) -> str:
    return render_template(
        "concerned.html",
        page=ConcernedPage(
            title=_("Ai có liên quan trong vụ việc này?"),
            back=Way(url_for("cases.show", code=code), code),
            action=url_for("concerned.note", code=code),
            people=_people(code, who),
            problem=problem,
        ),
    )
