"""The page to sign in, also where something typed waits for its writer."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, url_for

from service.security.access import caller_or_none
from service.speech import gettext as _
from service.typed import Typed


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
    typed: str
    kept: str


def page(
    *, login: str = "", problem: str = "", back: str = "/", notice: str = "", typed: Typed | None
) -> str:
    """The page; `typed` is carried along to the person who typed it."""
    return _render(
        login, problem, back, notice, typed.text if typed else "", typed.kept if typed else ""
    )


def session_ended(typed: Typed | None, text: str) -> str:
    """The answer to a form whose writer is no longer signed in; `text` is all that it carried."""
    if caller_or_none() is not None:
        notice = _(
            "Trang vừa gửi là của người khác nên chưa ghi gì. Người đã gõ đăng nhập lại thì mở "
            "tiếp được trang ấy, mọi điều đã gõ còn nguyên."
        )
    elif typed is not None:
        notice = _(
            "Phiên đăng nhập đã kết thúc nên chưa ghi được gì. Thầy cô đăng nhập lại để trở về "
            "trang đang gõ, mọi điều đã gõ còn nguyên."
        )
    else:
        notice = _("Phiên đăng nhập đã kết thúc nên chưa ghi được gì.")
    return _render("", "", "/", notice, text, typed.kept if typed else "")


def _render(login: str, problem: str, back: str, notice: str, text: str, kept: str) -> str:
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
            typed=text,
            kept=kept,
        ),
    )
