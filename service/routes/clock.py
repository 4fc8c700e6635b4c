"""Đồng hồ: an administrator moves the clock of a sandbox forward, and of nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from processes import sandbox
from processes.permissions import Act, Caller
from processes.sandbox import AmountUnclear, MovedMeanwhile, OnlyForward, TooFar
from service.here import now, workplace
from service.languages import language
from service.pages import moments
from service.security.access import demands
from service.speech import gettext as _

page = Blueprint("clock", __name__)


@dataclass(frozen=True)
class ClockPage:
    """See `templates/clock.html`."""

    title: str
    now: str
    intro: str
    action: str
    seen: int
    steps: tuple[str, ...]
    typed: str
    problem: str


@page.get("/dong-ho")
@demands(Act.MOVE_CLOCK)
def show(who: Caller) -> str:
    """The clock and how to move it."""
    del who
    return _page("", "")


@page.post("/dong-ho")
@demands(Act.MOVE_CLOCK)
def move(who: Caller) -> Response | tuple[str, int]:
    """Move it by the words that were typed or chosen."""
    _offset()
    words = request.form.get("words", "")[:200]
    try:
        seen = timedelta(seconds=int(request.form.get("seen", "")))
    except (ValueError, OverflowError) as error:
        raise BadRequest from error
    try:
        moment = sandbox.advance(workplace(), words, seen=seen, by=who, now=now())
    except (AmountUnclear, OnlyForward, TooFar, MovedMeanwhile) as refused:
        return _page(words, refused.sentence(language())), 422
    flash(_("Đồng hồ đã dời đến %(moment)s.", moment=moments.moment(moment)), "met")
    return redirect(url_for("clock.show"), 303)


def _offset() -> timedelta:
    """How far this sandbox stands before the real time; there is no such page elsewhere."""
    offset = workplace().clock.offset()
    if offset is None:
        abort(404)
    return offset


def _page(typed: str, problem: str) -> str:
    seen = _offset()
    return render_template(
        "clock.html",
        page=ClockPage(
            title=_("Dời đồng hồ của bản tập huấn"),
            now=moments.moment(now()),
            intro=_(
                "Đồng hồ chỉ dời về phía trước. Sau vài giây, bộ hẹn giờ làm mọi việc đã đến lúc: "
                "thời hạn, nhắc việc, cảnh báo."
            ),
            action=url_for("clock.move"),
            seen=seen // timedelta(seconds=1),
            steps=(
                _("+30 phút"),
                _("+2 giờ làm việc"),
                _("+1 ngày làm việc"),
                _("+3 ngày làm việc"),
            ),
            typed=typed,
            problem=problem,
        ),
    )
