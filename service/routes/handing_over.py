"""Bàn giao: a case whose student moved is opened anew at the new school, from the minutes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from models import schools
from processes import handing_over
from processes.forms.answers import AnswersRejected, check
from processes.forms.definition import FormDefinition
from processes.forms.refusals import FieldError
from processes.forms.wording import Text
from processes.gathering import NAME
from processes.handing_over import HandOver, SchoolUnknown
from processes.permissions import Act, Caller
from processes.workplace import NoCalendar
from service import posting
from service.here import now, workplace
from service.pages import made_forms
from service.pages.forms import FormPage, parse, rearranged
from service.refused import at_field
from service.security.access import demands
from service.seen import record_access
from service.speech import gettext as _
from service.ways import Way

page = Blueprint("handing_over", __name__)

SCHOOL = "school"


@dataclass(frozen=True)
class HandOverPage:
    """See `templates/handing_over.html`."""

    title: str
    back: Way
    minutes: str
    form: FormPage
    action: str


@page.get("/ho-so/<code>/ban-giao")
@demands(Act.LINK_CASES)
def show(who: Caller, code: str) -> str:
    """The minutes as the new school will read them, and to which school."""
    handed, definition = _handed(who, code)
    record_access(who, handed.case, element=handing_over.EARLY_END)
    return _render(handed, definition, {NAME: handed.student})


@page.post("/ho-so/<code>/ban-giao")
@demands(Act.LINK_CASES)
def hand_over(who: Caller, code: str) -> Response | tuple[str, int]:
    """Open the case at the new school."""
    once = posting.once(who)
    if once is not None and once.earlier(workplace()) is not None:
        return _done(code)
    handed, definition = _handed(who, code)
    raw = parse(definition, request.form)
    if rearranged(definition, request.form) is not None:
        return _render(handed, definition, raw), 200
    try:
        told = check(definition, raw, now=now()).values
        handing_over.open_at(
            workplace(), code, int(told[SCHOOL]), told[NAME], by=who, now=now(), once=once
        )
    except AnswersRejected as rejected:
        return _render(handed, definition, raw, rejected.errors), 422
    except (SchoolUnknown, NoCalendar) as refused:
        return _render(handed, definition, raw, (at_field(SCHOOL, refused),)), 422
    return _done(code)


def _done(code: str) -> Response:
    flash(_("Đã mở hồ sơ ở trường mới theo biên bản bàn giao."), "met")
    return redirect(url_for("cases.show", code=code), 303)


def _handed(who: Caller, code: str) -> tuple[HandOver, FormDefinition]:
    place = workplace()
    with place.database.reading() as session:
        handed = handing_over.of_case(session, place, code, by=who, now=now())
        others = [one for one in schools.all_schools(session) if one.id != handed.case.school_id]
    definition = made_forms.made(
        "hand_over",
        Text(vi="Bàn giao cho trường mới", en="Hand over to the new school"),
        made_forms.chosen(
            SCHOOL,
            Text(vi="Trường mới", en="The new school"),
            [(str(one.id), made_forms.same(f"{one.name} ({one.commune})")) for one in others],
            missing=Text(vi="Chọn trường mới", en="Choose the new school"),
        ),
        made_forms.line(
            NAME,
            Text(vi="Họ và tên học sinh", en="Full name of the student"),
            missing=Text(vi="Ghi họ và tên để trường mới biết là em nào", en="Enter the name"),
        ),
        submit=Text(vi="Mở hồ sơ ở trường mới", en="Open the case at the new school"),
    )
    return handed, definition


def _render(
    handed: HandOver,
    definition: FormDefinition,
    values: Mapping[str, Any],
    errors: Iterable[FieldError] = (),
) -> str:
    form = made_forms.page(definition, values, errors)
    code = handed.case.code
    built = HandOverPage(
        title=form.title,
        back=Way(url_for("cases.show", code=code), code),
        minutes=handed.text,
        form=form,
        action=request.path,
    )
    return render_template("handing_over.html", page=built)
