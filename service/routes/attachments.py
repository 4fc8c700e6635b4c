"""Tài liệu kèm theo: files are added to a case, taken out of it, and marked as a mistake."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from models import people
from models.held import HeldCase
from processes.attachments import attaching, downloads, listing, mistakes
from processes.attachments.attaching import Judged, Sent
from processes.attachments.limits import (
    LARGEST_FILE,
    LARGEST_UPLOAD,
    LONGEST_ABOUT,
    LONGEST_REASON,
    MEGABYTE,
)
from processes.attachments.mistakes import ReasonMissing, ReasonTooLong
from processes.attachments.refusals import UploadTooLarge
from processes.journal import CaseEnded, CaseNotFound
from processes.permissions import Act, Caller
from service import drafting, errors, posting
from service.here import now, workplace
from service.languages import language
from service.pages import attachments as pages
from service.pages import sign_in, titles
from service.pages.saved_files import saved
from service.security.access import SignInNeeded, caller_or_none, demands, to_sign_in
from service.seen import record_access, seen_case
from service.speech import gettext as _
from service.typed import Typed
from service.ways import Way

page = Blueprint("attachments", __name__)

FILES = "files"
ABOUT = "about"
REASON = "reason"


@dataclass(frozen=True)
class MistakenPage:
    """See `templates/attachment_mistaken.html`."""

    title: str
    back: Way
    action: str
    name: str
    what: str
    reason: str
    problem: str
    longest: int


@page.get("/ho-so/<code>/tai-lieu")
@demands(Act.ATTACH)
def show(who: Caller, code: str) -> str:
    """The files of a case, and the form that adds more."""
    return _render(who, code)


@page.post("/ho-so/<code>/tai-lieu")
@demands(Act.ATTACH)
def add(who: Caller, code: str) -> str | tuple[str, int]:
    """Keep what can be kept of the files, and say of each what became of it."""
    about = " ".join(request.form.get(ABOUT, "").split())[:LONGEST_ABOUT]
    if posting.AGAIN in request.form:
        return _render(who, code, about=about)
    # A browser sends one file without a name where none was chosen.
    chosen = [one for one in request.files.getlist(FILES) if one.filename]
    if not chosen:
        return _render(who, code, about=about, problem=_("Chọn ít nhất một tệp.")), 422
    sent = [_sent(one) for one in chosen]
    judged = attaching.attach(workplace(), code, sent, about=about, by=who, now=now())
    shown = _render(who, code, judged=judged, about=about)
    return shown, 200 if all(one.refusal is None for one in judged) else 422


@page.get("/ho-so/<code>/tai-lieu/<int:seq>/<int:number>")
@demands(Act.SEE_CASE)
def download(who: Caller, code: str, seq: int, number: int) -> Response:
    """One file, to be saved and never shown here; noted before it is given."""

    def find(session: Session) -> HeldCase:
        return seen_case(session, who, code)

    return saved(*downloads.take(workplace(), find, seq, number, by=who, now=now()))


@page.get("/ho-so/<code>/tai-lieu/<int:seq>/<int:number>/nham")
@demands(Act.ATTACH)
def mistaken(who: Caller, code: str, seq: int, number: int) -> str:
    """Asks why a file was put in by mistake."""
    return _mistaken(who, code, seq, number)


@page.post("/ho-so/<code>/tai-lieu/<int:seq>/<int:number>/nham")
@demands(Act.ATTACH)
def mark(who: Caller, code: str, seq: int, number: int) -> Response | str | tuple[str, int]:
    """Note that the file was put in by mistake; it stays, struck through."""
    reason = request.form.get(REASON, "")
    if posting.AGAIN in request.form:
        return _mistaken(who, code, seq, number, reason)
    try:
        mistakes.mark(workplace(), code, seq, number, reason=reason, by=who, now=now())
    except (ReasonMissing, ReasonTooLong) as refused:
        said = refused.sentence(language())
        return _mistaken(who, code, seq, number, reason, said), 422
    return redirect(url_for("attachments.show", code=code, _anchor="files"), 303)


@page.errorhandler(RequestEntityTooLarge)
def too_large(error: RequestEntityTooLarge) -> tuple[str | Response, int]:
    """More than may be sent at once is not even read."""
    if caller_or_none() is None:
        return _signed_out(None)
    del error
    refused = UploadTooLarge(largest_mb=LARGEST_UPLOAD // MEGABYTE)
    return errors.answer(413, refused.sentence(language()))


@page.errorhandler(SignInNeeded)
def sign_in_needed(error: SignInNeeded) -> Response | tuple[str | Response, int]:
    """Chosen files cannot be carried through the sign-in, so that is said."""
    if request.method != "POST":
        return to_sign_in(error)
    typed = Typed.of_request()
    adding = request.endpoint == "attachments.add"
    if adding and (drafting.by_script() or caller_or_none() is None):
        return _signed_out(typed)
    return sign_in.session_ended(typed, typed.text if typed is not None else ""), 401


def _signed_out(typed: Typed | None) -> tuple[str | Response, int]:
    if drafting.by_script():
        return errors.answer(
            401,
            _(
                "Phiên đăng nhập đã kết thúc nên chưa nhận gì. Thầy cô đăng nhập lại ở một thẻ "
                "khác của trình duyệt rồi bấm gửi lần nữa; những gì đã chọn còn nguyên."
            ),
        )
    notice = _(
        "Phiên đăng nhập đã kết thúc nên chưa nhận tệp nào. Thầy cô đăng nhập lại rồi chọn lại tệp."
    )
    return sign_in.page(back=request.path, notice=notice, typed=typed), 401


def _sent(one: FileStorage) -> Sent:
    """A file too large is refused as such; the rest of it is not read."""
    return Sent(one.filename or "", one.stream.read(LARGEST_FILE + 1))


def _render(
    who: Caller,
    code: str,
    *,
    judged: tuple[Judged, ...] = (),
    about: str = "",
    problem: str = "",
) -> str:
    place = workplace()
    with place.database.reading() as session:
        case = seen_case(session, who, code)
        files = _lines(session, who, case)
        wording = place.wording(session, case.school_id)
        bundle = place.bundle(session, case.process_version_id)
        about_case = titles.of_groups(bundle, case.category, wording)
    record_access(who, case)
    built = pages.page(case, about_case, files, judged=judged, about=about, problem=problem)
    return render_template("attachments.html", page=built)


def _lines(session: Session, who: Caller, case: HeldCase) -> tuple[pages.FileLine, ...]:
    found = listing.of_case(session, case.id, case.data_key(workplace().keys))
    wanted = listing.people_of(found)
    names = {one.id: one.name for one in people.by_ids(session, wanted).values()}
    return pages.lines_of(case, who, found, names, marking=True)


def _mistaken(
    who: Caller, code: str, seq: int, number: int, reason: str = "", problem: str = ""
) -> str:
    place = workplace()
    with place.database.reading() as session:
        case = seen_case(session, who, code)
        found = listing.of_case(session, case.id, case.data_key(place.keys))
    file = listing.one_of(found, seq, number)
    if file is None:
        raise CaseNotFound
    if case.end_element is not None:
        raise CaseEnded
    record_access(who, case)
    return render_template(
        "attachment_mistaken.html",
        page=MistakenPage(
            title=_("Tệp này là đính kèm nhầm?"),
            back=Way(url_for("attachments.show", code=code), _("Tài liệu kèm theo")),
            action=url_for("attachments.mark", code=code, seq=seq, number=number),
            name=file.name,
            what=pages.what_of(file),
            reason=reason,
            problem=problem,
            longest=LONGEST_REASON,
        ),
    )
