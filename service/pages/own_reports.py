"""Reports that a person has entered: their list, and whether the same was sent just now."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from flask import url_for
from sqlalchemy.orm import Session

from models import reports
from models.data_keys import ContentErased
from models.names import fold
from models.reports import Report
from processes.permissions import Caller
from processes.workplace import Workplace
from service.pages import moments
from service.speech import gettext as _
from service.ways import Way

STORY = "story"
SOON = timedelta(hours=24)


def listed(session: Session, who: Caller) -> tuple[Way, ...]:
    """The receipts of the last reports, by code and moment, without content."""
    return tuple(_receipt(report) for report in reports.entered_by(session, who.person_id))


def sent_before(
    session: Session,
    workplace: Workplace,
    who: Caller,
    raw: Mapping[str, object],
    *,
    now: datetime,
) -> Way | None:
    """The receipt of a report of the last 24 hours in which the person told the same story."""
    story = fold(str(raw.get(STORY, "")))
    if not story:
        return None
    for report in reports.entered_by(session, who.person_id, since=now - SOON):
        try:
            told = json.loads(reports.content_of(session, workplace.keys, report))
        except ContentErased:
            continue
        if fold(str(told.get(STORY, ""))) == story:
            return _receipt(report)
    return None


def _receipt(report: Report) -> Way:
    words = _(
        "%(code)s, ghi lúc %(moment)s", code=report.code, moment=moments.moment(report.entered_at)
    )
    return Way(url_for("reports.receipt", code=report.code), words)
