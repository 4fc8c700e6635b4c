"""What a person is told when something cannot be done: a clear page, or JSON for the API."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from flask import Flask, jsonify, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from models.cases import CaseMoved
from models.refusals import Refusal
from processes.engine import EntryRefused
from processes.journal import CaseEnded, CaseNotFound
from processes.once import KeyReused
from processes.permissions import NotPermitted
from processes.policies import OwnPlan, RoleNeeded, TaskGone, TaskOfAnother
from processes.printing.press import PaperNotMade, PressBusy
from processes.printing.wanted import NotPrinted
from processes.proposal_refusals import ProposalGone
from service import drafting
from service.languages import language
from service.pages import sign_in
from service.security.access import SignInNeeded, to_sign_in
from service.speech import gettext as _
from service.typed import Typed, text_of
from service.ways import Way

STATUS: dict[type[Refusal], int] = {
    CaseNotFound: 404,
    RoleNeeded: 403,
    TaskOfAnother: 403,
    OwnPlan: 403,
    TaskGone: 409,
    CaseEnded: 409,
    CaseMoved: 409,
    KeyReused: 409,
    ProposalGone: 404,
    NotPrinted: 404,
    PaperNotMade: 503,
    PressBusy: 503,
}

SIGN_IN = "sign_in.enter"


@dataclass(frozen=True)
class ErrorPage:
    """See `templates/error.html`."""

    title: str
    words: tuple[str, ...]
    home: Way
    typed: str


def _titles() -> dict[int, tuple[str, str]]:
    return {
        400: (_("Trang gửi lên chưa đúng"), _("Trang này đã cũ hoặc bị thay đổi trên đường đi. "
              "Thầy cô mở lại trang rồi gửi lần nữa.")),
        403: (_("Thầy cô không mở được trang này"), _("Vai trò của thầy cô không làm việc này.")),
        404: (_("Không tìm thấy"), _("Không có trang hoặc hồ sơ nào ở địa chỉ này, "
              "hoặc thầy cô không được mở.")),
        405: (_("Không dùng được cách này"), _("Địa chỉ này không nhận kiểu yêu cầu vừa gửi.")),
        413: (_("Nội dung quá lớn"), _("Bài viết hoặc tệp vừa gửi lớn quá mức nhận được. "
              "Thầy cô quay lại, bớt nội dung rồi gửi lần nữa.")),
        500: (_("Có lỗi trong hệ thống"), _("Việc vừa rồi chưa được ghi. Lỗi đã được lưu lại cho "
              "người quản trị; thầy cô quay lại và thử lần nữa.")),
    }  # fmt: skip


def answer(status: int, words: str = "") -> tuple[str | Response, int]:
    """The error as a page, or as JSON where the API was asked."""
    title, sentence = _titles().get(status, (_("Không làm được"), ""))
    said = words or sentence
    if request.path.startswith("/api/") or drafting.by_script():
        return jsonify({"error": HTTPStatus(status).name.lower(), "reason": said}), status
    home = Way(url_for("sign_in.start"), _("Về việc của tôi"))
    page = ErrorPage(title, (said,) if said else (), home, _typed())
    return render_template("error.html", page=page), status


def _typed() -> str:
    """What the refused request carried, so that nothing typed is lost."""
    if request.method != "POST":
        return ""
    try:
        if request.endpoint != SIGN_IN:
            return text_of(request.form.items(multi=True))
        typed = Typed.of_page()  # never the password
    except HTTPException:
        return ""
    return typed.text if typed is not None else ""


def _refused(refusal: Refusal) -> tuple[str | Response, int]:
    return answer(STATUS.get(type(refusal), 409), refusal.sentence(language()))


def _entry_refused(refusal: EntryRefused) -> tuple[str | Response, int]:
    return answer(409, of_entry(refusal))


def of_entry(refusal: EntryRefused) -> str:
    """The sentence of an entry that the engine refuses: the first line of its docstring."""
    vi, _point, en = (type(refusal).__doc__ or "").splitlines()[0].partition(". ")
    return en if language() == "en" else f"{vi}."


def _not_permitted(refusal: NotPermitted) -> tuple[str | Response, int]:
    del refusal
    return answer(403)


def _http(error: HTTPException) -> tuple[str | Response, int] | Response:
    if isinstance(error, CSRFError):
        return answer(400)
    if error.code is None or error.code < 400:
        return error.get_response()
    return answer(error.code)


def _sign_in_needed(error: SignInNeeded) -> Response | tuple[str | Response, int]:
    if request.path.startswith("/api/"):
        return answer(401, _("Yêu cầu cần một mã truy cập còn hiệu lực."))
    if drafting.by_script():
        return answer(
            401,
            _(
                "Phiên đăng nhập đã kết thúc. Bấm “Lưu nháp” để đăng nhập lại; những gì "
                "thầy cô đã gõ còn nguyên."
            ),
        )
    if request.method == "POST":
        return sign_in.session_ended(Typed.of_request(), _typed()), 401
    return to_sign_in(error)


def install(app: Flask) -> None:
    """Answer every refusal and every HTTP error in words."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(EntryRefused, _entry_refused)
    app.register_error_handler(NotPermitted, _not_permitted)
    app.register_error_handler(SignInNeeded, _sign_in_needed)
    app.register_error_handler(HTTPException, _http)
