"""Sign in, sign out, choose the language."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from models import people, sign_ins
from processes import sign_in
from processes.sign_in import LockedOut, SignInRefused
from service import languages, posting
from service.here import real_now, settings, workplace
from service.languages import LANGUAGES, language
from service.pages import sign_in as pages
from service.security import sessions
from service.security.access import caller_or_none, public
from service.speech import gettext as _
from service.typed import Typed

page = Blueprint("sign_in", __name__)


@dataclass(frozen=True)
class GoOnPage:
    """See `templates/typed_again.html`."""

    title: str
    words: str
    action: str
    fields: tuple[tuple[str, str], ...]


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
    return pages.page(back=back, notice=notice, typed=None)


@page.post("/dang-nhap")
@public
def enter() -> Response | tuple[str, int]:
    """Sign in; what the person had typed when the session ended comes back."""
    login = request.form.get("login", "").replace("\0", "")
    typed = Typed.of_page()
    back = within(request.form.get("next"))
    try:
        token = sign_in.sign_in(
            workplace().database,
            login[:200],
            request.form.get("password", ""),
            address=request.remote_addr or "",
            now=real_now(),
        )
    except (SignInRefused, LockedOut) as refused:
        status = 429 if isinstance(refused, LockedOut) else 401
        problem = refused.sentence(language())
        return pages.page(login=login[:200], problem=problem, back=back, typed=typed), status
    answer = redirect(back) if typed is None else _go_on(typed, login)
    sessions.remember(answer, token)
    return answer


def _go_on(typed: Typed, login: str) -> Response:
    """To the form with all that was typed, if it is the writer who has signed in."""
    with workplace().database.reading() as session:
        person = people.by_sign_in_name(session, login)
    if person is None or person.id != typed.by:
        flash(_("Trang đang gõ dở là của người khác nên không mở ở đây."), "today")
        return redirect(url_for("tasks.mine"))
    built = GoOnPage(
        title=_("Đã đăng nhập lại"),
        words=_("Mọi điều thầy cô đã gõ còn nguyên và chưa được ghi."),
        action=within(typed.address),
        # The page says itself that it only comes back.
        fields=tuple(one for one in typed.fields if one[0] != posting.AGAIN),
    )
    return make_response(render_template("typed_again.html", page=built))


@page.post("/dang-xuat")
@public
def leave() -> Response:
    """End the session, here and in the database."""
    if g.sign_in_id is not None:
        with workplace().database.transaction() as session:
            sign_ins.end(session, g.sign_in_id, now=real_now())
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
