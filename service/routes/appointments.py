"""Nhân sự: who holds which role at a school, its deputies in order, who stands in for whom."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from models import schools
from models.appointments import Role
from processes.permissions import Act, Caller, permitted
from processes.working_time.local_time import today
from service.here import now, workplace
from service.pages import appointments as pages
from service.security.access import demands
from service.staff import Staff

page = Blueprint("appointments", __name__)


@page.get("/nhan-su")
@demands(Act.APPOINT)
def listed(who: Caller) -> str | Response:
    """The schools for which the person names; straight to the one where it is one."""
    with workplace().database.reading() as session:
        found = [
            one
            for one in schools.all_schools(session)
            if permitted(who, Act.APPOINT, school_id=one.id)
        ]
    if len(found) == 1:
        return redirect(url_for("appointments.show", code=found[0].code), 303)
    return render_template("appointments_schools.html", page=pages.of_schools(found))


@page.get("/nhan-su/<code>")
@demands(Act.APPOINT)
def show(who: Caller, code: str) -> str:
    """The people of a school, its deputies, who acts for whom."""
    staff = Staff.of(who, code)
    built = pages.of_school(
        staff.school,
        staff.kept,
        staff.names,
        on=today(now()),
        several=Role.ADMINISTRATOR in who.roles or len(who.schools_for(Act.APPOINT)) > 1,
    )
    return render_template("appointments.html", page=built)
