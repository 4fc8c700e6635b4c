"""Who in a plan has no account, so that the focal point keeps the log for them."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from models.held import HeldCase
from processes import definitions, named_people
from processes.bundle import Bundle
from processes.papers import Paper
from processes.tasks import PLAN
from service.speech import gettext as _


def sentence(session: Session, case: HeldCase, bundle: Bundle, paper: Paper, *, on: date) -> str:
    """One sentence on the names of a plan that mean nobody of the school; else ""."""
    if paper.form != PLAN:
        return ""
    staff = named_people.staff_of(session, case.school_id, on=on)
    found = named_people.named(definitions.form(bundle, paper.form), paper.values, staff)
    if not found.unknown:
        return ""
    return _(
        "Không có tài khoản ở trường cho: %(names)s. Đầu mối ghi nhật ký thay.",
        names=", ".join(found.unknown),
    )
