"""Tài liệu kèm theo: the files of a case, on its page and on a page of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import url_for

from models.cases import CaseState
from models.held import HeldCase
from processes.attachments import downloads
from processes.attachments.attaching import Judged
from processes.attachments.limits import (
    LARGEST_FILE,
    LARGEST_UPLOAD,
    LONGEST_ABOUT,
    MEGABYTE,
    MOST_FILES,
)
from processes.attachments.listing import Attached
from processes.permissions import Act, Caller, permitted
from service.languages import language
from service.pages import moments
from service.pages.tags import Tag
from service.speech import gettext as _
from service.speech import lazy_gettext, ngettext
from service.ways import CaseWay, Way

LATEST = 6
KIND_NAMES = {
    "jpeg": lazy_gettext("Ảnh JPEG"),
    "png": lazy_gettext("Ảnh PNG"),
    "webp": lazy_gettext("Ảnh WebP"),
    "heic": lazy_gettext("Ảnh HEIC"),
    "pdf": lazy_gettext("Tệp PDF"),
    "docx": lazy_gettext("Tệp Word"),
    "xlsx": lazy_gettext("Tệp Excel"),
    "odt": lazy_gettext("Tệp OpenDocument"),
}


@dataclass(frozen=True)
class FileLine:
    """A file; `href` is "" where the reader may not take it, `mark` where nobody may mark it."""

    href: str
    name: str
    what: str
    about: str
    by: str
    mistake: str
    mark: str


@dataclass(frozen=True)
class CaseFiles:
    """The files on the page of a case: the latest, and the way to all of them and to more."""

    files: tuple[FileLine, ...]
    all: Way | None


@dataclass(frozen=True)
class Result:
    """What became of a file that was sent."""

    name: str
    words: str
    tag: Tag


@dataclass(frozen=True)
class Limits:
    """What the script of the page knows, so that nobody waits for what will be refused."""

    file: int
    upload: int
    files: int
    about: int


@dataclass(frozen=True)
class AttachmentsPage:
    """See `templates/attachments.html`."""

    title: str
    back: Way
    case: CaseWay
    action: str
    ended: bool
    problem: str
    about: str
    results: tuple[Result, ...]
    summary: str
    tone: str
    files: tuple[FileLine, ...]
    limits: Limits
    allowed: str


def of_case(
    case: HeldCase, who: Caller, attached: Sequence[Attached], names: Mapping[int, str]
) -> CaseFiles:
    """The latest files of a case, the last first."""
    lines = lines_of(case, who, attached, names, marking=False)
    href = url_for("attachments.show", code=case.code)
    words = _("Thêm tài liệu")
    if len(lines) > LATEST:
        words = ngettext(
            "Xem cả %(num)d tài liệu, hoặc thêm", "Xem cả %(num)d tài liệu, hoặc thêm", len(lines)
        )
    elif case.state is CaseState.ENDED:
        return CaseFiles(lines, None)
    return CaseFiles(lines[:LATEST], Way(href, words))


def lines_of(
    case: HeldCase,
    who: Caller,
    attached: Sequence[Attached],
    names: Mapping[int, str],
    *,
    marking: bool,
) -> tuple[FileLine, ...]:
    """All files, the last upload first; `marking`: with the way to say that one is a mistake."""
    may = (
        marking
        and case.state is not CaseState.ENDED
        and permitted(who, Act.ATTACH, school_id=case.school_id)
    )
    latest_first = sorted(attached, key=lambda one: (-one.seq, one.number))
    return tuple(_line(case, who, one, names, may_mark=may) for one in latest_first)


def for_auditors(
    case: HeldCase, who: Caller, attached: Sequence[Attached], names: Mapping[int, str]
) -> tuple[FileLine, ...]:
    """Files of one entry as an auditor sees them who has opened the content of the case."""
    return tuple(
        replace(line, href=line.href and _href("audit_files.download", case, one))
        for one, line in ((one, _line(case, who, one, names, may_mark=False)) for one in attached)
    )


def page(
    case: HeldCase,
    about_case: str,
    files: tuple[FileLine, ...],
    *,
    judged: Sequence[Judged] = (),
    about: str = "",
    problem: str = "",
) -> AttachmentsPage:
    """The page of the files of a case, after an upload with what became of each."""
    taken = sum(one.is_taken for one in judged)
    refused = sum(one.refusal is not None for one in judged)
    href = url_for("cases.show", code=case.code)
    return AttachmentsPage(
        title=_("Tài liệu kèm theo"),
        back=Way(url_for("cases.show", code=case.code, _anchor="attachments"), case.code),
        case=CaseWay(href, case.code, about_case),
        action=url_for("attachments.add", code=case.code),
        ended=case.state is CaseState.ENDED,
        problem=problem,
        about=about if refused or problem or not judged else "",
        results=tuple(_result(one) for one in judged),
        summary=_summary(taken, refused) if judged else "",
        tone="met" if not refused else "today" if taken else "late",
        files=files,
        limits=Limits(LARGEST_FILE, LARGEST_UPLOAD, MOST_FILES, LONGEST_ABOUT),
        allowed=_(
            "Nhận ảnh (JPEG, PNG, WebP, HEIC), PDF, Word (.docx), Excel (.xlsx) và OpenDocument "
            "(.odt). Mỗi tệp đến %(file)d MB; mỗi lần đến %(files)d tệp, tổng cộng %(upload)d MB.",
            file=LARGEST_FILE // MEGABYTE,
            files=MOST_FILES,
            upload=LARGEST_UPLOAD // MEGABYTE,
        ),
    )


def what_of(file: Attached) -> str:
    """`Ảnh JPEG, 2,4 MB`"""
    return f"{KIND_NAMES[file.kind.id]}, {size_of(file.size)}"


def size_of(size: int) -> str:
    """`2,4 MB`, `310 KB`"""
    if size < MEGABYTE:
        return f"{max(1, round(size / 1024))} KB"
    number = f"{size / MEGABYTE:.1f}"
    return f"{number if language() == 'en' else number.replace('.', ',')} MB"


def _line(
    case: HeldCase, who: Caller, file: Attached, names: Mapping[int, str], *, may_mark: bool
) -> FileLine:
    may_take = downloads.may_take(who, case, file)
    return FileLine(
        href=_href("attachments.download", case, file) if may_take else "",
        name=file.name,
        what=what_of(file),
        about=file.about,
        by=_by(file.actor_id, names, moments.moment(file.at)),
        mistake=_(
            "%(by)s ghi là đính kèm nhầm: %(reason)s",
            by=names.get(file.mistake.actor_id or 0, ""),
            reason=file.mistake.reason,
        )
        if file.mistake is not None
        else "",
        mark=_href("attachments.mistaken", case, file) if may_mark and file.mistake is None else "",
    )


def _href(endpoint: str, case: HeldCase, file: Attached) -> str:
    return url_for(endpoint, code=case.code, seq=file.seq, number=file.number)


def _by(actor_id: int | None, names: Mapping[int, str], moment: str) -> str:
    return f"{names.get(actor_id or 0, '')}, {moment}"


def _summary(taken: int, refused: int) -> str:
    if not refused:
        if not taken:
            return _("Hồ sơ đã có sẵn các tệp này, không ghi thêm gì.")
        return ngettext("Đã nhận %(num)d tệp.", "Đã nhận %(num)d tệp.", taken)
    not_taken = ngettext(
        "%(num)d tệp không nhận được, xem lý do ở từng tệp.",
        "%(num)d tệp không nhận được, xem lý do ở từng tệp.",
        refused,
    )
    if not taken:
        return not_taken
    return f"{ngettext('Đã nhận %(num)d tệp.', 'Đã nhận %(num)d tệp.', taken)} {not_taken}"


def _result(one: Judged) -> Result:
    name = one.name or _("(không có tên)")
    if one.refusal is not None:
        return Result(name, one.refusal.sentence(language()), Tag(_("Không nhận"), "late"))
    if one.there == one.name:
        return Result(name, _("Hồ sơ đã có tệp này, không ghi thêm."), Tag(_("Đã có"), ""))
    if one.there:
        words = _("Cùng nội dung với “%(name)s” đã có, không ghi thêm.", name=one.there)
        return Result(name, words, Tag(_("Đã có"), ""))
    return Result(name, size_of(len(one.content)), Tag(_("Đã nhận"), "met"))
