"""Who it is: the session cookie of a browser, or the bearer token of a program."""

from __future__ import annotations

from flask import Flask, g, request
from werkzeug.wrappers import Response

from models import appointments, sign_ins, tokens
from models.appointments import Appointment
from models.sign_ins import SEEN_AGAIN_AFTER, SignedIn
from processes import sign_in
from processes.sign_in import IDLE, LONGEST
from processes.working_time.local_time import today
from service.here import now, real_now, settings, workplace

COOKIE = "donghanh"


def _from_cookie() -> SignedIn | None:
    token = request.cookies.get(COOKIE)
    if not token:
        return None
    moment = real_now()
    with workplace().database.looking() as session:
        return sign_ins.signed_in(
            session,
            token,
            on=today(now()),
            seen_since=moment - IDLE,
            created_since=moment - LONGEST,
        )


def _from_bearer() -> SignedIn | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return None
    moment = now()
    with workplace().database.looking() as session:
        return tokens.bearer(session, token, on=today(moment), now=moment)


def _behind(found: SignedIn) -> list[Appointment]:
    """How far the chain goes of whom the person acts for; asked only of who acts for somebody."""
    if all(one.acting_for_id is None for one in found.appointments):
        return []
    with workplace().database.looking() as session:
        return appointments.behind(session, found.appointments, on=today(now()))


def recognise() -> None:
    """Find out who sends this request; the API knows only tokens, the pages only sessions."""
    g.caller = g.sign_in_id = None
    if request.endpoint in (None, "static"):
        return
    found = _from_bearer() if request.blueprint == "api" else _from_cookie()
    if found is None:
        return
    g.caller = sign_in.caller_of(found.person, found.appointments, _behind(found))
    g.sign_in_id = found.sign_in_id
    if found.sign_in_id is not None and real_now() - found.last_seen_at > SEEN_AGAIN_AFTER:
        with workplace().database.transaction() as session:
            sign_ins.seen(session, found.sign_in_id, now=real_now())


def remember(response: Response, token: str) -> None:
    """Give the browser its session cookie."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(LONGEST.total_seconds()),
        secure=settings().secure_cookies,
        httponly=True,
        samesite="Lax",
    )


def install(app: Flask) -> None:
    """Recognise the caller before every request."""
    app.before_request(recognise)
