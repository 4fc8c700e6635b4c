"""The ways to a paper as a file."""

from __future__ import annotations

from flask import url_for

from models.held import HeldCase
from processes.bundle import Bundle
from processes.papers import Paper
from processes.printing.wanted import printed_as
from service.speech import gettext as _
from service.ways import Way


def of(case: HeldCase, bundle: Bundle, paper: Paper) -> tuple[Way, ...]:
    """PDF and DOCX of the paper; none where it is not printed."""
    if printed_as(bundle, paper) is None:
        return ()
    labels = {"pdf": _("Tải bản in PDF"), "docx": _("Tải bản Word (DOCX)")}
    return tuple(
        Way(url_for("prints.download", code=case.code, seq=paper.seq, kind=kind), label)
        for kind, label in labels.items()
    )
