"""What somebody began to tell a case that no longer waits for it: their draft, to be copied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from models import held
from models.held import HeldCase
from processes import definitions, drafts, policies
from processes.drafts import Subject
from processes.engine import load
from processes.journal import CaseNotFound
from processes.messages import NotAwaited
from processes.permissions import Caller
from processes.workplace import Workplace
from service.drafting import fields_of
from service.languages import language
from service.pages import answers, titles
from service.pages.drafts import DraftPart
from service.pages.forms import parse
from service.pages.task import GonePage
from service.speech import gettext as _
from service.ways import CaseWay


@dataclass(frozen=True)
class Over:
    """The page, and what its draft is of."""

    page: GonePage
    case: HeldCase
    subject: Subject


def over(
    session: Session, place: Workplace, who: Caller, code: str, element: str, *, now: datetime
) -> Over:
    """Raises CaseNotFound, and NotAwaited where the caller has no draft to read."""
    case = held.by_code(session, code, now=now)
    if case is None or not policies.knows_of(who, case):
        raise CaseNotFound
    bundle = place.bundle(session, case.process_version_id)
    drawn = load(bundle).elements.get(element)
    lanes = policies.lanes_in_case(who, case)
    if drawn is None or drawn.form is None or not policies.fills(drawn.roles, lanes):
        raise NotAwaited
    definition = definitions.form(bundle, drawn.form)
    subject = Subject.of_message(case, element, definition.id)
    kept = drafts.kept(session, place, who, subject)
    if kept is None:
        raise NotAwaited
    wording = place.wording(session, case.school_id)
    sees = policies.sees(who, case)
    about = titles.of_groups(bundle, case.category, wording)
    raw = parse(definition, fields_of(kept))
    page = GonePage(
        title=_("Hồ sơ không còn chờ việc này"),
        words=_(
            "Từ khi thầy cô viết nháp, hồ sơ đã chuyển bước hoặc kết thúc. Những gì thầy cô đã "
            "viết vẫn còn ở dưới để đọc và chép lại."
        ),
        filed=None,
        case=CaseWay(url_for("cases.show", code=code), code, about) if sees else None,
        text=answers.typed(definition, raw, language=language(), wording=wording),
        draft=DraftPart.opened(kept),
    )
    return Over(page, case, subject)
