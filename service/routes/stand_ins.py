"""Người thay: an administrator or the head names who acts for an absent person, until when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from flask import Blueprint, abort
from sqlalchemy.orm import Session

from models import people
from models.appointments import Role
from processes import stand_ins
from processes.appointments import EndsBeforeItBegins, InThePast, NamesOneself, NoAccount
from processes.forms.answers import AnswersRejected
from processes.forms.refusals import FieldError
from processes.permissions import Act, Caller
from processes.stand_ins import CircleOfStandIns, NamedAlready, NothingToDo, Oneself, StandInNamed
from processes.working_time.local_time import today
from service.here import now
from service.pages import appointment_forms as forms
from service.pages import appointments as pages
from service.security.access import demands
from service.speech import gettext as _
from service.staff import Staff
from service.telling import Answer, Fields, Telling

page = Blueprint("stand_ins", __name__)

# The field at which a refusal is shown.
NAMING: Final[Fields] = {
    EndsBeforeItBegins: "to",
    InThePast: "since",
    Oneself: "person",
    NamesOneself: "person",
    NoAccount: "person",
    CircleOfStandIns: "person",
    NamedAlready: "person",
    NothingToDo: "absent",
}
ENDING: Final[Fields] = {EndsBeforeItBegins: "on", InThePast: "on"}


@page.get("/nhan-su/<code>/nguoi-thay")
@demands(Act.APPOINT)
def empty(who: Caller, code: str) -> str:
    """A stand-in to be named."""
    return _naming(who, Staff.of(who, code)).show({})


@page.post("/nhan-su/<code>/nguoi-thay")
@demands(Act.APPOINT)
def name(who: Caller, code: str) -> Answer:
    """Name somebody to act for an absent person."""
    staff = Staff.of(who, code)

    def keep(session: Session, told: Mapping[str, Any]) -> str:
        named = StandInNamed(
            absent_id=int(told["absent"]),
            person_id=_person(session, told),
            from_date=date.fromisoformat(told["since"]),
            to_date=date.fromisoformat(told["to"]),
            document=told["document"],
        )
        stand_ins.name(session, staff.school.id, named, by=who, now=now())
        return _("Đã cử người thay.")

    return _naming(who, staff).keep(keep, NAMING)


@page.get("/nhan-su/<code>/nguoi-thay/<int:row_id>/ket-thuc")
@demands(Act.APPOINT)
def ending(who: Caller, code: str, row_id: int) -> str:
    """The last day of a stand-in."""
    staff = Staff.of(who, code)
    _period(staff, row_id)
    return _ending(staff).show({"on": today(now()).isoformat()})


@page.post("/nhan-su/<code>/nguoi-thay/<int:row_id>/ket-thuc")
@demands(Act.APPOINT)
def end(who: Caller, code: str, row_id: int) -> Answer:
    """End a standing in early."""
    staff = Staff.of(who, code)
    period = _period(staff, row_id)

    def keep(session: Session, told: Mapping[str, Any]) -> str:
        on = date.fromisoformat(told["on"])
        stand_ins.end(session, period, on=on, now=now())
        return _("Đã ghi ngày cuối cùng làm thay.")

    return _ending(staff).keep(keep, ENDING)


def _naming(who: Caller, staff: Staff) -> Telling:
    outside = Role.ADMINISTRATOR in who.roles_at(staff.school.id)
    form = forms.naming(staff.absent, staff.present, outside=outside)
    return Telling(form, pages.way(staff.school))


def _ending(staff: Staff) -> Telling:
    return Telling(forms.ending(), pages.way(staff.school))


def _person(session: Session, told: Mapping[str, Any]) -> int:
    """Who was chosen, or whose sign-in name was typed instead; raises NoAccount."""
    if "person" in told:
        return int(told["person"])
    if "sign_in" not in told:
        raise AnswersRejected((FieldError("person", forms.WHO_MISSING),))
    found = people.by_sign_in_name(session, told["sign_in"])
    if found is None:
        raise NoAccount
    return found.id


def _period(staff: Staff, row_id: int) -> stand_ins.Period:
    found = [one for one in stand_ins.periods(staff.kept) if row_id in one.row_ids]
    if not found:
        abort(404)
    return found[0]
