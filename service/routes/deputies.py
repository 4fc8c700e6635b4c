"""Cấp phó: an administrator or the head adds a deputy of a school, and orders them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from flask import Blueprint, abort
from sqlalchemy.orm import Session

from models import appointments
from models.appointments import Holder
from processes import deputies
from processes.appointments import InThePast, NamesOneself, NoAccount
from processes.deputies import BeganThatDay, DeputyAlready, OrderUnclear, OthersThatDay
from processes.forms.definition import FormDefinition
from processes.permissions import Act, Caller
from processes.working_time.local_time import today
from service.here import now
from service.pages import appointment_forms as forms
from service.pages import appointments as pages
from service.security.access import demands
from service.speech import gettext as _
from service.staff import Staff
from service.telling import Answer, Fields, Telling

page = Blueprint("deputies", __name__)

# The field at which a refusal is shown.
ADDITION: Final[Fields] = {
    InThePast: "since",
    NamesOneself: "person",
    NoAccount: "person",
    DeputyAlready: "person",
}
ORDER: Final[Fields] = {InThePast: "since", OthersThatDay: "since", BeganThatDay: "since"}


@page.get("/nhan-su/<code>/cap-pho")
@demands(Act.APPOINT)
def empty(who: Caller, code: str) -> str:
    """A deputy to be added."""
    staff = Staff.of(who, code)
    return _telling(staff, forms.deputy(staff.present)).show({})


@page.post("/nhan-su/<code>/cap-pho")
@demands(Act.APPOINT)
def add(who: Caller, code: str) -> Answer:
    """Add a deputy, after those there are."""
    staff = Staff.of(who, code)

    def keep(session: Session, told: Mapping[str, Any]) -> str:
        deputies.add(
            session,
            staff.school.id,
            int(told["person"]),
            from_date=date.fromisoformat(told["since"]),
            document=told["document"],
            by=who,
            now=now(),
        )
        return _("Đã thêm cấp phó.")

    return _telling(staff, forms.deputy(staff.present)).keep(keep, ADDITION)


@page.get("/nhan-su/<code>/thu-tu")
@demands(Act.APPOINT)
def order(who: Caller, code: str) -> str:
    """The order of the deputies as it is now."""
    staff = Staff.of(who, code)
    found = _several(staff)
    places = {forms.place(one): n for n, one in enumerate(found, start=1)}
    return _telling(staff, forms.order(found)).show(places)


@page.post("/nhan-su/<code>/thu-tu")
@demands(Act.APPOINT)
def reorder(who: Caller, code: str) -> Answer:
    """Another order from a date on."""
    staff = Staff.of(who, code)
    found = _several(staff)
    keys = {one.person.id: forms.place(one) for one in found}

    def keep(session: Session, told: Mapping[str, Any]) -> str:
        deputies.reorder(
            session,
            appointments.kept_at(session, staff.school.id, since=today(now())),
            {person_id: told[key] for person_id, key in keys.items()},
            from_date=date.fromisoformat(told["since"]),
            by=who,
            now=now(),
        )
        return _("Đã ghi thứ tự mới của cấp phó.")

    fields = {**ORDER, OrderUnclear: keys[found[0].person.id]}
    return _telling(staff, forms.order(found)).keep(keep, fields)


def _telling(staff: Staff, definition: FormDefinition) -> Telling:
    return Telling(definition, pages.way(staff.school))


def _several(staff: Staff) -> list[Holder]:
    """The deputies of today; one alone has no order."""
    found = deputies.in_order(staff.kept, on=today(now()))
    if len(found) < 2:
        abort(404)
    return found
