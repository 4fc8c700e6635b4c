"""Đề nghị: an owner uploads a changed version and names a date; another owner approves it."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as Redirect

from models import proposed_versions
from models.refusals import Refusal
from processes import proposals
from processes.bundle import Bundle
from processes.bundle_files import LARGEST, LARGEST_ARCHIVE, MEGABYTE
from processes.bundle_refusals import ArchiveTooLarge
from processes.forms.answers import AnswersRejected, FieldError, check
from processes.permissions import Act, Caller
from processes.proposal_refusals import DateInThePast, ProposalGone
from service import errors
from service.files import archive, drawing
from service.here import now, workplace
from service.languages import language
from service.pages import moments, proposal, version, version_list
from service.pages.forms import parse
from service.pages.proposal import SINCE, date_form
from service.refused import at_field
from service.security.access import demands
from service.site import other_language
from service.speech import gettext as _
from service.ways import Way

page = Blueprint("proposals", __name__)

FILE = "bundle"


@page.post("/quy-trinh/tai-len")
@demands(Act.PROPOSE_DEFINITION)
def upload(who: Caller) -> Redirect | tuple[str, int]:
    """Keep a changed version as a draft, with its findings; or say why the file is none."""
    sent = request.files.get(FILE)
    try:
        if sent is None or not sent.filename:
            return _list(who, _("Chọn tệp .zip của bộ quy trình."))
        number = proposals.upload(workplace(), sent.stream.read(), by=who, now=now())
    except Refusal as refused:
        return _list(who, refused.sentence(language()))
    return redirect(url_for("proposals.show", number=number), 303)


@page.errorhandler(RequestEntityTooLarge)
def too_large(error: RequestEntityTooLarge) -> tuple[str | Redirect, int]:
    """A file beyond what any request may carry is not even read."""
    del error
    zip_mb, largest_mb = LARGEST_ARCHIVE // MEGABYTE, LARGEST // MEGABYTE
    refused = ArchiveTooLarge(zip_mb=zip_mb, largest_mb=largest_mb)
    return errors.answer(413, refused.sentence(language()))


@page.get("/quy-trinh/de-nghi/<int:number>")
@demands(Act.SEE_DEFINITIONS)
def show(who: Caller, number: int) -> str:
    """A proposal, or the caller's draft, beside the version it would follow."""
    built = proposal.page(workplace(), who, number, now=now())
    return render_template("proposal.html", page=built)


@page.post("/quy-trinh/de-nghi/<int:number>/ngay")
@demands(Act.PROPOSE_DEFINITION)
def propose(who: Caller, number: int) -> Redirect | tuple[str, int]:
    """Send the draft to a second owner, to be in force from a day."""
    raw = parse(date_form(), request.form)
    try:
        answers = check(date_form(), raw, now=now())
        since = date.fromisoformat(str(answers.values[SINCE]))
        proposals.propose(workplace(), number, since, by=who, now=now())
    except AnswersRejected as rejected:
        return _again(who, number, raw, rejected.errors)
    except DateInThePast as refused:
        return _again(who, number, raw, (at_field(SINCE, refused),))
    except Refusal as refused:
        return _refused(refused, number)
    flash(_("Đã gửi. Một chủ quy trình khác mở trang Quy trình để phê duyệt."), "met")
    return redirect(url_for("proposals.show", number=number), 303)


@page.post("/quy-trinh/de-nghi/<int:number>/rut")
@demands(Act.PROPOSE_DEFINITION)
def withdraw(who: Caller, number: int) -> Redirect:
    """Take a waiting proposal back."""
    try:
        proposals.withdraw(workplace(), number, by=who, now=now())
    except Refusal as refused:
        return _refused(refused, number)
    flash(_("Đã rút đề nghị. Phiên bản đang áp dụng không đổi."), "met")
    return redirect(url_for("versions.listed"), 303)


@page.post("/quy-trinh/de-nghi/<int:number>/phe-duyet")
@demands(Act.APPROVE_DEFINITION)
def approve(who: Caller, number: int) -> Redirect:
    """Put in force what another owner proposed."""
    try:
        published = proposals.approve(workplace(), number, by=who, now=now())
    except Refusal as refused:
        return _refused(refused, number)
    flash(
        _(
            "Đã phê duyệt. Phiên bản %(number)d áp dụng từ %(day)s.",
            number=published.id,
            day=moments.day(published.effective_from),
        ),
        "met",
    )
    return redirect(url_for("versions.show", number=published.id), 303)


@page.get("/quy-trinh/de-nghi/<int:number>/tai-ve")
@demands(Act.SEE_DEFINITIONS)
def download(who: Caller, number: int) -> Response:
    """The proposed bundle as it came."""
    return archive(_bundle(who, number), f"de-nghi-{number}.zip")


@page.get("/quy-trinh/de-nghi/<int:number>/so-do/<name>.bpmn")
@demands(Act.SEE_DEFINITIONS)
def diagram(who: Caller, number: int, name: str) -> Response:
    """One BPMN file of the proposal."""
    return drawing(_bundle(who, number), name)


@page.get("/quy-trinh/de-nghi/<int:number>/mau/<form>")
@demands(Act.SEE_DEFINITIONS)
def form(who: Caller, number: int, form: str) -> str:
    """A form of the proposal as it would be seen; it cannot be sent."""
    bundle = _bundle(who, number)
    if form not in bundle.forms:
        abort(404)
    back = Way(url_for("proposals.show", number=number, _anchor="forms"), _("Đề nghị"))
    built = version.preview(bundle, form, back, other_language())
    return render_template("version_form.html", page=built)


def _bundle(who: Caller, number: int) -> Bundle:
    with workplace().database.reading() as session:
        proposals.seen(session, number, by=who)
        return Bundle.from_bytes(proposed_versions.bundle_of(session, number))


def _list(who: Caller, problem: str) -> tuple[str, int]:
    built = version_list.page(workplace(), who, now=now(), problem=problem)
    return render_template("versions.html", page=built), 422


def _again(who: Caller, number: int, raw: object, wrong: tuple[FieldError, ...]) -> tuple[str, int]:
    typed = raw if isinstance(raw, dict) else {}
    built = proposal.page(workplace(), who, number, now=now(), typed=typed, errors=wrong)
    return render_template("proposal.html", page=built), 422


def _refused(refused: Refusal, number: int) -> Redirect:
    """Back to the proposal, which says how it stands; to the list where it is gone."""
    flash(refused.sentence(language()), "late")
    if isinstance(refused, ProposalGone):
        return redirect(url_for("versions.listed"), 303)
    return redirect(url_for("proposals.show", number=number), 303)
