"""Lịch: an administrator sees the working time of schools and bodies, and enters what changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from processes import calendars
from processes.forms.answers import AnswersRejected
from processes.forms.refusals import FieldError
from processes.permissions import Act, Caller
from processes.working_time.local_time import today
from processes.working_time.refusals import WorkingTimeRefused
from service.here import now, workplace
from service.languages import language
from service.pages import (
    calendar,
    calendar_change,
    calendar_edits,
    calendar_list,
    calendar_month,
    made_forms,
)
from service.pages.calendar_forms import KINDS, definition
from service.pages.calendar_owners import Owner, find
from service.pages.forms import parse
from service.security.access import demands
from service.speech import gettext as _

page = Blueprint("calendars", __name__)

Answer = str | tuple[str, int] | Response


@page.get("/lich")
@demands(Act.KEEP_CALENDARS)
def listed(who: Caller) -> str:
    """The bodies and schools whose calendars the administrator keeps."""
    return render_template("calendars.html", page=calendar_list.page(workplace(), who, now=now()))


@page.get("/lich/<of>/<code>")
@demands(Act.KEEP_CALENDARS)
def show(who: Caller, of: str, code: str) -> str:
    """A month of the calendar, what was entered, and by which versions it came to be."""
    owner = _owner(who, of, code)
    first = calendar_month.asked(request.args.get("thang", ""), today=today(now()))
    built = calendar.page(workplace(), owner, first, now=now())
    return render_template("calendar.html", page=built)


@page.get("/lich/<of>/<code>/<kind>")
@demands(Act.KEEP_CALENDARS)
def empty(who: Caller, of: str, code: str, kind: str) -> str:
    """An empty entry; a week stands there as it is kept now."""
    owner = _owner(who, of, code)
    return _form(owner, _kind(kind), calendar_edits.usual_week(owner.whole))


@page.post("/lich/<of>/<code>/<kind>")
@demands(Act.KEEP_CALENDARS)
def send(who: Caller, of: str, code: str, kind: str) -> Answer:
    """Show what the entry would change, or apply it, or give it back to be mended."""
    owner = _owner(who, of, code)
    raw = parse(definition(_kind(kind)), request.form)
    if "_edit" in request.form:
        return _form(owner, kind, raw)
    try:
        document = calendar_edits.edited(kind, raw, owner.document, owner.whole, now=now())
        return _changed(who, owner, document, definition(kind).title[language()])
    except AnswersRejected as rejected:
        return _form(owner, kind, raw, rejected.errors), 422
    except WorkingTimeRefused as refused:
        return _form(owner, kind, raw, (calendar_edits.at_field(kind, refused),)), 422


@page.post("/lich/<of>/<code>/bo")
@demands(Act.KEEP_CALENDARS)
def remove(who: Caller, of: str, code: str) -> Answer:
    """Show what it would change to take an entry away, or take it away."""
    owner = _owner(who, of, code)
    part, index = request.form.get("part", ""), request.form.get("index", default=-1, type=int)
    try:
        document = calendar_edits.without(owner.document, part, index)
    except LookupError:
        return _gone(owner)
    try:
        return _changed(who, owner, document, _("Bỏ một mục trong lịch"))
    except WorkingTimeRefused as refused:
        flash(refused.message[language()], "late")
        return redirect(url_for("calendars.show", of=owner.of, code=owner.code), 303)


def _owner(who: Caller, of: str, code: str) -> Owner:
    owner = find(workplace(), who, of, code, now=now())
    if owner is None:
        abort(404)
    return owner


def _kind(kind: str) -> str:
    if kind not in KINDS:
        abort(404)
    return kind


def _form(
    owner: Owner,
    kind: str,
    raw: Mapping[str, Any],
    errors: tuple[FieldError, ...] = (),
) -> str:
    form = made_forms.page(definition(kind), raw, errors)
    return render_template("one_form.html", page=calendar.entry_page(owner, kind, form))


def _changed(who: Caller, owner: Owner, document: Mapping[str, Any], title: str) -> Answer:
    """The preview of a change, or the change itself where its button was pressed."""
    proposals = owner.propose(workplace(), document, now=now())
    back = url_for("calendars.show", of=owner.of, code=owner.code)
    notice = ""
    if "_apply" in request.form:
        if not any(one.changes for one in proposals):
            # The same button pressed twice: it is entered already.
            return redirect(back, 303)
        based_on = request.form.get("_based_on", type=int)
        try:
            owner.enter(workplace(), document, by=who.person_id, now=now(), based_on=based_on)
        except calendars.CalendarBehind as behind:
            notice = behind.sentence(language())
        else:
            flash(_("Đã ghi vào lịch. Các hạn đang chạy được tính lại theo lịch mới."), "met")
            return redirect(back, 303)
    preview = calendars.preview(workplace(), proposals, now=now())
    drawn = calendar_change.page(
        owner,
        title,
        calendar_change.of_preview(preview, proposals),
        notice,
        back=calendar.back(owner),
        action=request.path,
        posted=request.form,
        may_edit=request.endpoint == "calendars.send",
    )
    told = render_template("calendar_preview.html", page=drawn)
    return (told, 409) if notice else told


def _gone(owner: Owner) -> Response:
    flash(_("Mục này không còn trong lịch."), "late")
    return redirect(url_for("calendars.show", of=owner.of, code=owner.code), 303)
