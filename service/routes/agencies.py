"""Nơi tiếp nhận: an administrator keeps the list of agencies that cases are referred to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from models import agencies as rows
from models.agencies import Agency, AgencyKind
from models.refusals import Refusal
from processes import agencies
from processes.agencies import AgencyListed, AgencyUnknown, NewAgency, SuccessorNotValid
from processes.forms.answers import AnswersRejected, check
from processes.forms.definition import FormDefinition
from processes.forms.refusals import FieldError
from processes.forms.wording import Text
from processes.permissions import Act, Caller
from processes.working_time.local_time import today
from service.here import now, workplace
from service.pages import agencies as pages
from service.pages import agency_forms, made_forms
from service.pages.forms import parse, rearranged
from service.security.access import demands
from service.speech import gettext as _

page = Blueprint("agencies", __name__)

Answer = str | tuple[str, int] | Response
# The field at which a refusal is shown; the others speak of the day.
FIELDS: Mapping[type[Refusal], str] = {AgencyListed: "name", SuccessorNotValid: "successor"}


@page.get("/noi-tiep-nhan")
@demands(Act.KEEP_AGENCIES)
def listed(who: Caller) -> str:
    """All agencies, ended ones too."""
    del who
    with workplace().database.reading() as session:
        built = pages.listed(session, on=today(now()))
    return render_template("agencies.html", page=built)


@page.get("/noi-tiep-nhan/them")
@demands(Act.KEEP_AGENCIES)
def empty(who: Caller) -> str:
    """An empty agency."""
    del who
    return _form(agency_forms.addition(), {})


@page.post("/noi-tiep-nhan/them")
@demands(Act.KEEP_AGENCIES)
def add(who: Caller) -> Answer:
    """Add an agency to the list."""
    del who

    def keep(session: Session, told: Mapping[str, Any]) -> str:
        added = agencies.add(session, _new(told))
        return _("Đã thêm %(name)s.", name=added.name)

    return _kept(agency_forms.addition(), "since", keep)


@page.get("/noi-tiep-nhan/<int:agency_id>/ket-thuc")
@demands(Act.KEEP_AGENCIES)
def ending(who: Caller, agency_id: int) -> str:
    """The last day of an agency, still empty."""
    del who
    one, others = _agency(agency_id)
    return _form(agency_forms.ending(others), {}, about=one.name)


@page.post("/noi-tiep-nhan/<int:agency_id>/ket-thuc")
@demands(Act.KEEP_AGENCIES)
def end(who: Caller, agency_id: int) -> Answer:
    """Note the last day of an agency; old cases keep its name."""
    del who
    one, others = _agency(agency_id)

    def keep(session: Session, told: Mapping[str, Any]) -> str:
        successor = told.get("successor")
        ended = agencies.end(
            session,
            agency_id,
            on=date.fromisoformat(told["on"]),
            successor_id=None if successor is None else int(successor),
            today=today(now()),
        )
        return _("Đã ghi ngày cuối cùng của %(name)s.", name=ended.name)

    return _kept(agency_forms.ending(others), "on", keep, about=one.name)


@page.get("/noi-tiep-nhan/<int:agency_id>/sua")
@demands(Act.KEEP_AGENCIES)
def wrong(who: Caller, agency_id: int) -> str:
    """The agency as it is told now, to be told anew."""
    del who
    one, _others = _agency(agency_id)
    values = {"name": one.name, "kind": one.kind.value, "area": one.area}
    return _form(agency_forms.correction(), values, about=one.name)


@page.post("/noi-tiep-nhan/<int:agency_id>/sua")
@demands(Act.KEEP_AGENCIES)
def correct(who: Caller, agency_id: int) -> Answer:
    """End the agency and let another row take its place."""
    del who
    one, _others = _agency(agency_id)

    def keep(session: Session, told: Mapping[str, Any]) -> str:
        added = agencies.correct(session, agency_id, _new(told), today=today(now()))
        return _("Đã ghi %(name)s; tên cũ ở lại hồ sơ cũ.", name=added.name)

    return _kept(agency_forms.correction(), "since", keep, about=one.name)


def _new(told: Mapping[str, Any]) -> NewAgency:
    return NewAgency(
        told["name"], AgencyKind(told["kind"]), told["area"], date.fromisoformat(told["since"])
    )


def _agency(agency_id: int) -> tuple[Agency, list[Agency]]:
    """The agency, and the others that have not ended."""
    on = today(now())
    with workplace().database.reading() as session:
        found = {one.id: one for one in rows.all_agencies(session)}
    if agency_id not in found:
        abort(404)
    others = [
        one
        for one in found.values()
        if one.id != agency_id and (one.valid_to is None or one.valid_to >= on)
    ]
    return found[agency_id], others


def _kept(
    definition: FormDefinition,
    day: str,
    keep: Callable[[Session, Mapping[str, Any]], str],
    *,
    about: str = "",
) -> Answer:
    """Check the answers and keep them, or show them again; `day` is the field of the date."""
    again = rearranged(definition, request.form)
    if again is not None:
        return _form(definition, again, about=about)
    raw = parse(definition, request.form)
    try:
        told = check(definition, raw, now=now()).values
        with workplace().database.transaction() as session:
            words = keep(session, told)
    except AnswersRejected as rejected:
        return _form(definition, raw, rejected.errors, about=about), 422
    except AgencyUnknown:
        abort(404)
    except Refusal as refused:
        text = Text(vi=refused.sentence("vi"), en=refused.sentence("en"))
        error = FieldError(FIELDS.get(type(refused), day), text)
        return _form(definition, raw, (error,), about=about), 422
    flash(words, "met")
    return redirect(url_for("agencies.listed"), 303)


def _form(
    definition: FormDefinition,
    values: Mapping[str, Any],
    errors: Iterable[FieldError] = (),
    *,
    about: str = "",
) -> str:
    form = made_forms.page(definition, values, errors)
    title = f"{form.title}: {about}" if about else form.title
    built = pages.form_page(title, form, request.path)
    return render_template("calendar_entry.html", page=built)
