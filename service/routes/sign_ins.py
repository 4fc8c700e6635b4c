"""Phiên đăng nhập: an administrator sees which sessions are under way, and ends one."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, g, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from models import appointments, sign_ins
from models.sign_ins import SignIn
from processes.permissions import PERMITTED, Act, Caller
from processes.sign_in import IDLE
from processes.working_time.local_time import today
from service.here import now, real_now, workplace
from service.pages import moments
from service.security.access import demands
from service.speech import gettext as _
from service.ways import Way

page = Blueprint("sign_ins", __name__)


@dataclass(frozen=True)
class SignInRow:
    """A session that can be ended."""

    name: str
    since: str
    seen: str
    where: str
    here: bool
    end: str
    once: str


@dataclass(frozen=True)
class SignInsPage:
    """See `templates/sign_ins.html`."""

    title: str
    intro: str
    back: Way
    rows: tuple[SignInRow, ...]


@page.get("/phien-dang-nhap")
@demands(Act.REASSIGN)
def listed(who: Caller) -> str:
    """Sessions that are under way, of people of the administrator's schools."""
    with workplace().database.reading() as session:
        known = _people_of(session, who)
        found = [
            (one, person)
            for one, person in sign_ins.under_way(session, seen_since=real_now() - IDLE)
            if known is None or person.id in known
        ]
    return render_template(
        "sign_ins.html",
        page=SignInsPage(
            title=_("Các phiên đăng nhập"),
            intro=_("Kết thúc phiên nào thì người đó phải đăng nhập lại."),
            back=Way(url_for("people.desk"), _("Giao việc")),
            rows=tuple(
                SignInRow(
                    name=person.name,
                    since=moments.moment(one.created_at),
                    seen=moments.moment(one.last_seen_at),
                    where="",
                    here=one.id == g.sign_in_id,
                    end=url_for("sign_ins.end", sign_in_id=one.id),
                    once="",
                )
                for one, person in found
            ),
        ),
    )


@page.post("/phien-dang-nhap/<int:sign_in_id>/ket-thuc")
@demands(Act.REASSIGN)
def end(who: Caller, sign_in_id: int) -> Response:
    """End a session."""
    with workplace().database.transaction() as session:
        found = session.get(SignIn, sign_in_id)
        known = _people_of(session, who)
        if found is None or (known is not None and found.person_id not in known):
            abort(404)
        sign_ins.end(session, sign_in_id, now=real_now())
    return redirect(url_for("sign_ins.listed"), 303)


def _people_of(session: Session, who: Caller) -> frozenset[int] | None:
    """The people of the schools that the caller administers; None for everybody."""
    if any(
        one.role in PERMITTED[Act.REASSIGN]
        and one.school_id is None
        and one.managing_body_id is None
        for one in who.held
    ):
        return None
    return frozenset(
        holder.person.id
        for school_id in who.schools_for(Act.REASSIGN)
        for holder in appointments.at_school(session, school_id, on=today(now()))
    )
