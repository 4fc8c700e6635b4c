"""Sign in, sign out, choose the language."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from models import sign_ins
from processes import sign_in
from processes.sign_in import LockedOut, SignInRefused
from service import languages
from service.here import now, settings, workplace
from service.languages import LANGUAGES, language
from service.security import sessions
from service.security.access import caller_or_none, public
from service.speech import gettext as _

page = Blueprint("sign_in", __name__)


@dataclass(frozen=True)
class SignInPage:
    """See `templates/sign_in.html`."""

    title: str
    action: str
    login: str
    problem: str
    next: str
    notice: str
    help: str


def _render(login: str, problem: str, back: str, notice: str) -> str:
    return render_template(
        "sign_in.html",
        page=SignInPage(
            title=_("Đăng nhập"),
            action=url_for("sign_in.enter"),
            login=login,
            problem=problem,
            next=back,
            notice=notice,
            help=_("Quên mật khẩu thì thầy cô hỏi người quản trị của trường."),
        ),
    )


def within(address: str | None) -> str:
    """The address if it is a path of this site, else the start page."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return "/"
    try:
        parts = urlsplit(address)
    except ValueError:
        return "/"
    outside = parts.scheme or parts.netloc or "\\" in address
    return "/" if outside or not address.isprintable() else address


@page.get("/")
@public
def start() -> Response:
    """To one's own tasks, or to the sign-in page."""
    if caller_or_none() is None:
        return redirect(url_for("sign_in.show"))
    return redirect(url_for("tasks.mine"))


@page.get("/dang-nhap")
@public
def show() -> str:
    """The sign-in page."""
    back = within(request.args.get("next"))
    notice = _("Thầy cô đăng nhập để xem trang này.") if back != "/" else ""
    return _render("", "", back, notice)


@page.post("/dang-nhap")
@public
def enter() -> Response | tuple[str, int]:
    """Sign in."""
    login = request.form.get("login", "").replace("\0", "")
    back = within(request.form.get("next"))
    try:
        token = sign_in.sign_in(
            workplace().database,
            login[:200],
            request.form.get("password", ""),
            address=request.remote_addr or "",
            now=now(),
        )
    except (SignInRefused, LockedOut) as refused:
        status = 429 if isinstance(refused, LockedOut) else 401
        return _render(login[:200], refused.sentence(language()), back, ""), status
    answer = redirect(back)
    sessions.remember(answer, token)
    return answer


@page.post("/dang-xuat")
@public
def leave() -> Response:
    """End the session, here and in the database."""
    if g.sign_in_id is not None:
        with workplace().database.transaction() as session:
            sign_ins.end(session, g.sign_in_id, now=now())
    answer = redirect(url_for("sign_in.show"))
    answer.delete_cookie(sessions.COOKIE)
    return answer


@page.get("/ngon-ngu/<code>")
@public
def choose_language(code: str) -> Response:
    """Remember the language in this browser."""
    answer = redirect(within(request.args.get("next")))
    if code in LANGUAGES:
        answer.set_cookie(
            languages.COOKIE,
            code,
            max_age=365 * 24 * 3600,
            secure=settings().secure_cookies,
            httponly=True,
            samesite="Lax",
        )
    return answer
