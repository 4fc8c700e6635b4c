"""The papers of a case as its page lists them: the latest, and behind them the earlier ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from processes.papers import Paper
from service.pages import moments, titles
from service.pages.case_view import View
from service.pages.tags import Tag
from service.speech import gettext as _

LATEST = 6


@dataclass(frozen=True)
class PaperLine:
    """A filed form."""

    href: str
    title: str
    by: str
    at: str
    mark: Tag | None


def latest(view: View, filed: Sequence[Paper]) -> tuple[PaperLine, ...]:
    """Those that are read at once; `filed` has the last one first."""
    return tuple(_line(view, paper) for paper in filed[:LATEST])


def earlier(view: View, filed: Sequence[Paper]) -> tuple[PaperLine, ...]:
    """All others."""
    return tuple(_line(view, paper) for paper in filed[LATEST:])


def _line(view: View, paper: Paper) -> PaperLine:
    return PaperLine(
        href=url_for("papers.show", code=view.case.code, seq=paper.seq),
        title=titles.of_form(view.bundle, paper.form, view.wording),
        by=view.names.get(paper.actor_id or 0, _("Hệ thống")),
        at=moments.moment(paper.at),
        mark=Tag(_("Đã sửa"), "today") if paper.corrected_by is not None else None,
    )
