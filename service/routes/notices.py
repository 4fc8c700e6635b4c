"""Nhắc việc: one's notices, and how one wants to be told."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from models import notices, people
from models.addresses import AddressRefused, checked
from models.people import Language, MailWish
from processes.permissions import Act, Caller
from service.here import now, workplace
from service.languages import language
from service.pages import notices as notice_pages
from service.security.access import demands
from service.security.unfit import whole
from service.speech import gettext as _
from service.ways import Way

page = Blueprint("notices", __name__)


@dataclass(frozen=True)
class Choice:
    """One answer of a question with its hint."""

    value: str
    label: str
    hint: str
    chosen: bool


@dataclass(frozen=True)
class WishesPage:
    """See `templates/notice_wishes.html`."""

    title: str
    intro: str
    back: Way
    action: str
    email: str
    problem: str
    no_mail: str
    mails: tuple[Choice, ...]
    languages: tuple[Choice, ...]


@page.get("/nhac-viec")
@demands(Act.SEE_NOTICES)
def mine(who: Caller) -> str:
    """What the person was told, the newest first."""
    place = workplace()
    with place.database.reading() as session:
        built = notice_pages.build(
            session, place, who, now=now(), before=request.args.get("before", type=whole)
        )
    return render_template("notices.html", page=built)


@page.post("/nhac-viec/da-xem")
@demands(Act.SEE_NOTICES)
def see(who: Caller) -> Response:
    """Mark one notice as seen, or all."""
    try:
        ids = [whole(one) for one in request.form.getlist("id")]
    except ValueError as error:
        raise BadRequest from error
    with workplace().database.transaction() as session:
        notices.mark_seen(session, who.person_id, ids or None, now=now())
    return redirect(url_for("notices.mine"), 303)


@page.get("/nhac-viec/cach-nhan")
@demands(Act.SEE_NOTICES)
def wishes(who: Caller) -> str:
    """How the person is told now."""
    with workplace().database.reading() as session:
        person = people.by_ids(session, {who.person_id})[who.person_id]
    return _wishes(person.email or "", person.mail, person.language, "")


@page.post("/nhac-viec/cach-nhan")
@demands(Act.SEE_NOTICES)
def wish(who: Caller) -> Response | tuple[str, int]:
    """Change it; without an address the page of notices is the only way."""
    typed = request.form.get("email", "").strip()[:300]
    try:
        mail = MailWish(request.form.get("mail", ""))
        chosen = Language(request.form.get("language", ""))
    except ValueError as error:
        raise BadRequest from error
    try:
        email = checked(typed) if typed else None
    except AddressRefused as refused:
        return _wishes(typed, mail, chosen, refused.sentence(language())), 422
    if email is None and mail is not MailWish.PAGE:
        problem = _("Nhập địa chỉ thư điện tử, hoặc chọn chỉ báo trên trang.")
        return _wishes(typed, mail, chosen, problem), 422
    with workplace().database.transaction() as session:
        people.wish(session, who.person_id, email=email, mail=mail, language=chosen)
    flash(_("Đã ghi cách nhận nhắc việc."), "met")
    return redirect(url_for("notices.mine"), 303)


def _wishes(email: str, mail: MailWish, chosen: Language, problem: str) -> str:
    mails = (
        (MailWish.EACH, _("Mỗi nhắc việc một thư"), _("Gửi trong giờ làm việc của trường.")),
        (
            MailWish.DIGEST,
            _("Gộp thành một thư mỗi ngày làm việc"),
            _("Gửi lúc mở cửa. Cảnh báo và việc khẩn cấp vẫn gửi riêng."),
        ),
        (MailWish.PAGE, _("Không gửi thư"), _("Chỉ báo trên trang, có số đếm ở mọi trang.")),
    )
    languages = ((Language.VI, "Tiếng Việt"), (Language.EN, "English"))
    return render_template(
        "notice_wishes.html",
        page=WishesPage(
            title=_("Cách nhận nhắc việc"),
            intro=_(
                "Trang Nhắc việc luôn có đủ mọi nhắc việc. Ở đây thầy cô chọn có nhận thêm thư hay "
                "không. Thư chỉ ghi mã hồ sơ, việc đang chờ và thời hạn."
            ),
            back=Way(url_for("notices.mine"), _("Nhắc việc của tôi")),
            action=url_for("notices.wish"),
            email=email,
            problem=problem,
            no_mail=""
            if workplace().outlets.mail is not None
            else _("Hệ thống này chưa nối với máy chủ thư: hiện chưa ai nhận được thư."),
            mails=tuple(Choice(one.value, label, hint, one is mail) for one, label, hint in mails),
            languages=tuple(
                Choice(one.value, label, "", one is chosen) for one, label in languages
            ),
        ),
    )
