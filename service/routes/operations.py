"""Vận hành: schedulers, what fails and why, what was not delivered; for administrators."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from models import heartbeats
from processes.permissions import Act, Caller
from service.here import now, real_now, workplace
from service.pages import operations
from service.security.access import demands
from service.speech import gettext as _

page = Blueprint("operations", __name__)


@page.get("/van-hanh")
@demands(Act.OPERATE)
def show(who: Caller) -> str:
    """How the clock does."""
    place = workplace()
    with place.database.reading() as session:
        built = operations.build(session, place, who, now=now(), real_now=real_now())
    return render_template("operations.html", page=built)


@page.post("/van-hanh/bo-may")
@demands(Act.OPERATE)
def forget(who: Caller) -> Response:
    """A scheduler that is no more, or whose clock was wrong; one that lives enters itself again."""
    del who
    node = request.form.get("node", "").replace("\0", "")
    with workplace().database.transaction() as session:
        heartbeats.forget(session, node)
    flash(_("Đã bỏ %(node)s khỏi danh sách.", node=node[:100]), "met")
    return redirect(url_for("operations.show"), 303)
