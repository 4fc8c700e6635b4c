"""Quy trình: the versions of the procedure, as process owners read them; no case is shown."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template, request, url_for

from models import definitions
from processes.bundle import Bundle
from processes.cases import PROCESS
from processes.permissions import Act, Caller
from service.files import archive, drawing
from service.here import now, workplace
from service.pages import version, version_list
from service.security.access import demands
from service.site import other_language
from service.speech import gettext as _
from service.ways import Way

page = Blueprint("versions", __name__)


@page.get("/quy-trinh")
@demands(Act.SEE_DEFINITIONS)
def listed(who: Caller) -> str:
    """All versions, what waits for a second owner, and the caller's draft."""
    return render_template("versions.html", page=version_list.page(workplace(), who, now=now()))


@page.get("/quy-trinh/<int:number>")
@demands(Act.SEE_DEFINITIONS)
def show(who: Caller, number: int) -> str:
    """One version beside the one before it, or beside the one asked for."""
    del who
    beside = request.args.get("so_voi", type=int)
    built = version.page(workplace(), number, beside=beside, now=now())
    if built is None:
        abort(404)
    return render_template("version.html", page=built)


@page.get("/quy-trinh/<int:number>/tai-ve")
@demands(Act.SEE_DEFINITIONS)
def download(who: Caller, number: int) -> Response:
    """The version as the zip archive that can be changed and uploaded again."""
    del who
    return archive(_bundle(number), f"quy-trinh-{number}.zip")


@page.get("/quy-trinh/<int:number>/so-do/<name>.bpmn")
@demands(Act.SEE_DEFINITIONS)
def diagram(who: Caller, number: int, name: str) -> Response:
    """One BPMN file of the version."""
    del who
    return drawing(_bundle(number), name)


@page.get("/quy-trinh/<int:number>/mau/<form>")
@demands(Act.SEE_DEFINITIONS)
def form(who: Caller, number: int, form: str) -> str:
    """A form of the version as it is seen; it cannot be sent."""
    del who
    bundle = _bundle(number)
    if form not in bundle.forms:
        abort(404)
    label = _("Phiên bản %(number)d", number=number)
    back = Way(url_for("versions.show", number=number, _anchor="forms"), label)
    built = version.preview(bundle, form, back, other_language())
    return render_template("version_form.html", page=built)


def _bundle(number: int) -> Bundle:
    with workplace().database.reading() as session:
        found = definitions.get(session, number)
        if found is None or found.process != PROCESS:
            abort(404)
        return workplace().bundle(session, number)
