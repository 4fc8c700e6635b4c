"""What an auditor took along: the file, its sha256, and how it is checked elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from models.accesses import Access
from processes.exports import Export
from service.pages import moments
from service.speech import gettext as _
from service.speech import ngettext
from service.ways import Way


@dataclass(frozen=True)
class ExportedPage:
    """See `templates/audit_exported.html`."""

    title: str
    back: Way
    at: str
    digest: str
    download: str
    name: str
    about: str


def build(export: Export, number: int) -> ExportedPage:
    """The page of one export."""
    code, file = export.case.code, export.file
    return ExportedPage(
        title=_("Đã xuất hồ sơ %(code)s", code=code),
        back=Way(url_for("replays.show", code=code), _("Phát lại %(code)s", code=code)),
        at=moments.moment(export.at),
        digest=export.digest,
        download="" if file is None else url_for("audit.download", code=code, number=number),
        name="" if file is None else file.name,
        about=""
        if file is None
        else ngettext(
            "%(num)d lần ghi, %(size)d kB",
            "%(num)d lần ghi, %(size)d kB",
            file.entries,
            size=len(file.content) // 1024,
        ),
    )


def ways(code: str, found: Sequence[Access]) -> tuple[Way, ...]:
    """To earlier exports of a case."""
    return tuple(
        Way(url_for("audit.exported", code=code, number=one.id), moments.moment(one.at))
        for one in found
    )
