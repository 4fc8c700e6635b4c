"""Nơi tiếp nhận: an administrator keeps the list of agencies that cases are referred to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, abort, render_template
from sqlalchemy.orm import Session

from models import agencies as rows
from models.agencies import Agency, AgencyKind
from processes import agencies
from processes.agencies import (
    AgencyListed,
    EndedAlready,
    EndsBeforeItBegins,
    NewAgency,
    SuccessorNotValid,
)
from processes.forms.definition import FormDefinition
from processes.permissions import Act, Caller
from processes.working_time.local_time import today
from service.here import now, workplace
from service.pages import agencies as pages
from service.pages import agency_forms
from service.security.access import demands
from service.speech import gettext as _
from service.telling import Answer, Fields, Telling

page = Blueprint("agencies", __name__)

# The field at which a refusal is shown.
ENDING: Fields = {EndsBeforeItBegins: "on", EndedAlready: "on", SuccessorNotValid: "successor"}
CORRECTION: Fields = {EndsBeforeItBegins: "since", EndedAlready: "since", AgencyListed: "name"}


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
    return _telling(agency_forms.addition()).show({})


@page.post("/noi-tiep-nhan/them")
@demands(Act.KEEP_AGENCIES)
def add(who: Caller) -> Answer:
    """Add an agency to the list."""
    del who

    def keep(session: Session, told: Mapping[str, Any]) -> str:
        added = agencies.add(session, _new(told))
        return _("Đã thêm %(name)s.", name=added.name)

    return _telling(agency_forms.addition()).keep(keep, {AgencyListed: "name"})


@page.get("/noi-tiep-nhan/<int:agency_id>/ket-thuc")
@demands(Act.KEEP_AGENCIES)
def ending(who: Caller, agency_id: int) -> str:
    """The last day of an agency, still empty."""
    del who
    one, others = _agency(agency_id)
    return _telling(agency_forms.ending(others), one).show({})


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

    return _telling(agency_forms.ending(others), one).keep(keep, ENDING)


@page.get("/noi-tiep-nhan/<int:agency_id>/sua")
@demands(Act.KEEP_AGENCIES)
def wrong(who: Caller, agency_id: int) -> str:
    """The agency as it is told now, to be told anew."""
    del who
    one, _others = _agency(agency_id)
    values = {"name": one.name, "kind": one.kind.value, "area": one.area}
    return _telling(agency_forms.correction(), one).show(values)


@page.post("/noi-tiep-nhan/<int:agency_id>/sua")
@demands(Act.KEEP_AGENCIES)
def correct(who: Caller, agency_id: int) -> Answer:
    """End the agency and let another row take its place."""
    del who
    one, _others = _agency(agency_id)

    def keep(session: Session, told: Mapping[str, Any]) -> str:
        added = agencies.correct(session, agency_id, _new(told), today=today(now()))
        return _("Đã ghi %(name)s; tên cũ ở lại hồ sơ cũ.", name=added.name)

    return _telling(agency_forms.correction(), one).keep(keep, CORRECTION)


def _telling(definition: FormDefinition, about: Agency | None = None) -> Telling:
    return Telling(definition, pages.way(), "" if about is None else about.name)


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
