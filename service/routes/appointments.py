"""Nhân sự: an administrator or the head names who stands in for whom, and orders the deputies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from models import appointments, people, schools
from models.appointments import Holder, Role
from models.people import AccountKind, Person
from models.refusals import Refusal
from models.schools import School
from processes import deputies, stand_ins
from processes.appointments import EndsBeforeItBegins, InThePast, NamesOneself, NoAccount
from processes.deputies import BeganThatDay, DeputyAlready, OrderUnclear, OthersThatDay
from processes.forms.answers import AnswersRejected, check
from processes.forms.definition import FormDefinition
from processes.forms.refusals import FieldError
from processes.forms.wording import Text
from processes.permissions import SCHOOL_STAFF, Act, Caller, permitted
from processes.stand_ins import CircleOfStandIns, NamedAlready, NothingToDo, Oneself, StandInNamed
from processes.working_time.local_time import today
from service.here import now, workplace
from service.pages import appointment_forms as forms
from service.pages import appointments as pages
from service.pages import made_forms
from service.pages.forms import parse, rearranged
from service.security.access import demands
from service.speech import gettext as _

page = Blueprint("appointments", __name__)

Answer = str | tuple[str, int] | Response
Keep = Callable[[Session, Mapping[str, Any]], str]
# The field at which a refusal is shown.
STAND_IN: Final[Mapping[type[Refusal], str]] = {
    EndsBeforeItBegins: "to",
    InThePast: "since",
    Oneself: "person",
    NamesOneself: "person",
    NoAccount: "person",
    CircleOfStandIns: "person",
    NamedAlready: "person",
    NothingToDo: "absent",
}
DEPUTY: Final[Mapping[type[Refusal], str]] = {
    InThePast: "since",
    NamesOneself: "person",
    NoAccount: "person",
    DeputyAlready: "person",
}
ENDING: Final[Mapping[type[Refusal], str]] = {EndsBeforeItBegins: "on", InThePast: "on"}
ORDER: Final[Mapping[type[Refusal], str]] = {
    InThePast: "since",
    OthersThatDay: "since",
    BeganThatDay: "since",
}


@dataclass(frozen=True)
class _Staff:
    """A school with all who are or will be appointed there, and the names that its page needs."""

    school: School
    kept: list[Holder]
    names: Mapping[int, str]

    @classmethod
    def of(cls, who: Caller, code: str) -> _Staff:
        """Aborts with 404 for a school for which the person names nobody."""
        with workplace().database.reading() as session:
            school = schools.by_code(session, code)
            if school is None or not permitted(who, Act.APPOINT, school_id=school.id):
                abort(404)
            kept = appointments.kept_at(session, school.id, since=today(now()))
            absent = {one.appointment.acting_for_id for one in kept}
            found = people.by_ids(session, {one for one in absent if one is not None})
        names = {one.person.id: one.person.name for one in kept}
        return cls(school, kept, names | {key: one.name for key, one in found.items()})

    @property
    def absent(self) -> list[Person]:
        """Who may be stood in for: closed accounts too."""
        found = {
            one.person.id: one.person for one in self.kept if one.appointment.role in SCHOOL_STAFF
        }
        return [one for one in found.values() if one.kind is AccountKind.PERSON]

    @property
    def present(self) -> list[Person]:
        """Who may act."""
        return [one for one in self.absent if one.active]


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
    staff = _Staff.of(who, code)
    built = pages.of_school(
        staff.school,
        staff.kept,
        staff.names,
        on=today(now()),
        several=Role.ADMINISTRATOR in who.roles or len(who.schools_for(Act.APPOINT)) > 1,
    )
    return render_template("appointments.html", page=built)


@page.get("/nhan-su/<code>/nguoi-thay")
@demands(Act.APPOINT)
def stand_in(who: Caller, code: str) -> str:
    """A stand-in to be named."""
    staff = _Staff.of(who, code)
    return _form(staff.school, _stand_in_form(who, staff), {})


@page.post("/nhan-su/<code>/nguoi-thay")
@demands(Act.APPOINT)
def name_stand_in(who: Caller, code: str) -> Answer:
    """Name somebody to act for an absent person."""
    staff = _Staff.of(who, code)

    def keep(session: Session, told: Mapping[str, Any]) -> str:
        named = StandInNamed(
            absent_id=int(told["absent"]),
            person_id=_person(session, told),
            from_date=date.fromisoformat(told["since"]),
            to_date=date.fromisoformat(told["to"]),
            document=told["document"],
        )
        stand_ins.name(session, staff.school.id, named, by=who, today=today(now()))
        return _("Đã cử người thay.")

    return _kept(staff.school, _stand_in_form(who, staff), STAND_IN, keep)


@page.get("/nhan-su/<code>/nguoi-thay/<int:row_id>/ket-thuc")
@demands(Act.APPOINT)
def ending(who: Caller, code: str, row_id: int) -> str:
    """The last day of a stand-in."""
    staff = _Staff.of(who, code)
    _period(staff, row_id)
    return _form(staff.school, forms.end(), {"on": today(now()).isoformat()})


@page.post("/nhan-su/<code>/nguoi-thay/<int:row_id>/ket-thuc")
@demands(Act.APPOINT)
def end(who: Caller, code: str, row_id: int) -> Answer:
    """End a standing in early."""
    staff = _Staff.of(who, code)
    period = _period(staff, row_id)

    def keep(session: Session, told: Mapping[str, Any]) -> str:
        on = date.fromisoformat(told["on"])
        stand_ins.end(session, period, on=on, today=today(now()))
        return _("Đã ghi ngày cuối cùng làm thay.")

    return _kept(staff.school, forms.end(), ENDING, keep)


@page.get("/nhan-su/<code>/cap-pho")
@demands(Act.APPOINT)
def deputy(who: Caller, code: str) -> str:
    """A deputy to be added."""
    staff = _Staff.of(who, code)
    return _form(staff.school, forms.deputy(staff.present), {})


@page.post("/nhan-su/<code>/cap-pho")
@demands(Act.APPOINT)
def add_deputy(who: Caller, code: str) -> Answer:
    """Add a deputy, after those there are."""
    staff = _Staff.of(who, code)

    def keep(session: Session, told: Mapping[str, Any]) -> str:
        deputies.add(
            session,
            staff.school.id,
            int(told["person"]),
            from_date=date.fromisoformat(told["since"]),
            document=told["document"],
            by=who,
            today=today(now()),
        )
        return _("Đã thêm cấp phó.")

    return _kept(staff.school, forms.deputy(staff.present), DEPUTY, keep)


@page.get("/nhan-su/<code>/thu-tu")
@demands(Act.APPOINT)
def order(who: Caller, code: str) -> str:
    """The order of the deputies as it is now."""
    staff = _Staff.of(who, code)
    found = _deputies(staff)
    values = {f"{forms.PLACE}{one.appointment.id}": n for n, one in enumerate(found, start=1)}
    return _form(staff.school, forms.order(found), values)


@page.post("/nhan-su/<code>/thu-tu")
@demands(Act.APPOINT)
def reorder(who: Caller, code: str) -> Answer:
    """Another order from a date on."""
    staff = _Staff.of(who, code)
    found = _deputies(staff)
    keys = {one.person.id: f"{forms.PLACE}{one.appointment.id}" for one in found}

    def keep(session: Session, told: Mapping[str, Any]) -> str:
        deputies.reorder(
            session,
            appointments.kept_at(session, staff.school.id, since=today(now())),
            {person_id: told[key] for person_id, key in keys.items()},
            from_date=date.fromisoformat(told["since"]),
            today=today(now()),
        )
        return _("Đã ghi thứ tự mới của cấp phó.")

    first = keys[found[0].person.id]
    return _kept(staff.school, forms.order(found), {**ORDER, OrderUnclear: first}, keep)


def _deputies(staff: _Staff) -> list[Holder]:
    """The deputies of today; one alone has no order."""
    found = deputies.in_order(staff.kept, on=today(now()))
    if len(found) < 2:
        abort(404)
    return found


def _stand_in_form(who: Caller, staff: _Staff) -> FormDefinition:
    outside = Role.ADMINISTRATOR in who.roles_at(staff.school.id)
    return forms.stand_in(staff.absent, staff.present, outside=outside)


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


def _period(staff: _Staff, row_id: int) -> stand_ins.Period:
    found = [one for one in stand_ins.periods(staff.kept) if row_id in one.row_ids]
    if not found:
        abort(404)
    return found[0]


def _kept(
    school: School, definition: FormDefinition, fields: Mapping[type[Refusal], str], keep: Keep
) -> Answer:
    """Check the answers and keep them, or show them again with what to mend."""
    again = rearranged(definition, request.form)
    if again is not None:
        return _form(school, definition, again)
    raw = parse(definition, request.form)
    try:
        told = check(definition, raw, now=now()).values
        with workplace().database.transaction() as session:
            words = keep(session, told)
    except AnswersRejected as rejected:
        return _form(school, definition, raw, rejected.errors), 422
    except tuple(fields) as refused:
        text = Text(vi=refused.sentence("vi"), en=refused.sentence("en"))
        error = FieldError(fields[type(refused)], text)
        return _form(school, definition, raw, (error,)), 422
    flash(words, "met")
    return redirect(url_for("appointments.show", code=school.code), 303)


def _form(
    school: School,
    definition: FormDefinition,
    values: Mapping[str, Any],
    errors: Iterable[FieldError] = (),
) -> str:
    form = made_forms.page(definition, values, errors)
    built = pages.form_page(school, form, request.path)
    return render_template("calendar_entry.html", page=built)
