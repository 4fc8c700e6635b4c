"""The page of a draft or a proposal: findings, differences, a date, the second owner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from models import definitions, people, proposed_versions
from models.definitions import NoProcessInForce, ProcessVersion
from models.people import Person
from models.proposed_versions import Outcome, ProposedVersion
from processes import checks, proposals
from processes.bundle import Bundle
from processes.cases import PROCESS
from processes.forms.definition import FormDefinition
from processes.forms.refusals import FieldError
from processes.forms.wording import GENERAL
from processes.permissions import Caller
from processes.working_time.local_time import today
from processes.working_time.vietnam import demo_calendar
from processes.workplace import Workplace
from service.languages import language
from service.pages import moments, version, version_drawings, version_parts
from service.pages.forms import FormPage
from service.pages.version_drawings import Drawing
from service.pages.version_parts import Compared, FindingRow, FormRow, LimitRow
from service.speech import gettext as _
from service.speech import ngettext
from service.ways import Way

SINCE = "effective_from"


@dataclass(frozen=True)
class ProposalPage:
    """See `templates/proposal.html`."""

    title: str
    back: Way
    status: str
    tone: str
    digest: str
    findings_title: str
    findings: tuple[FindingRow, ...]
    compared: Compared | None
    drawings: tuple[Drawing, ...]
    limits: tuple[LimitRow, ...]
    forms: tuple[FormRow, ...]
    download: str
    date: FormPage | None
    propose: str
    approve: str
    withdraw: str
    under_way: str


@cache
def date_form() -> FormDefinition:
    """From which day a version is to be in force."""
    return FormDefinition.from_document(
        {
            "id": "propose",
            "title": {"vi": "Đưa vào áp dụng", "en": "Putting it in force"},
            "basis": "design",
            "submit": {"vi": "Gửi người thứ hai phê duyệt", "en": "Send to a second owner"},
            "components": [
                {
                    "type": "date",
                    "key": SINCE,
                    "label": {"vi": "Áp dụng từ ngày", "en": "In force from"},
                    "hint": {
                        "vi": "Hôm nay hoặc một ngày sau đó. Hồ sơ mở từ ngày ấy theo bản mới.",
                        "en": "Today or later. Cases opened from that day follow the new version.",
                    },
                    "missing": {"vi": "Ghi ngày áp dụng", "en": "Enter the day"},
                    "noun": {"vi": "Ngày áp dụng", "en": "The day"},
                    "required": True,
                    "private": "none",
                    "future": True,
                }
            ],
        }
    )


def page(
    workplace: Workplace,
    who: Caller,
    number: int,
    *,
    now: datetime,
    typed: Mapping[str, Any] | None = None,
    errors: Iterable[FieldError] = (),
) -> ProposalPage:
    """A draft or a proposal beside the version it would follow; raises ProposalGone."""
    with workplace.database.reading() as session:
        one = proposals.seen(session, number, by=who)
        bundle = Bundle.from_bytes(proposed_versions.bundle_of(session, number))
        names = people.by_ids(session, {one.author_id, one.closed_by or one.author_id})
        current = _followed(session, one, now=now)
        before = None if current is None else workplace.bundle(session, current.id)
    found = checks.of_bundle(bundle)
    shown = version_parts.can_be_shown(found)
    old = None if current is None or before is None else (before, version.diagram_of(current.id))
    return ProposalPage(
        title=_("Bản nháp %(digest)s", digest=one.digest[:8])
        if one.is_draft
        else _("Đề nghị %(digest)s", digest=one.digest[:8]),
        back=Way(url_for("versions.listed"), _("Quy trình")),
        status=_status(one, names, found=len(found)),
        tone=_tone(one, found=len(found)),
        digest=one.digest,
        findings_title=_findings_title(len(found)),
        findings=version_parts.finding_rows(bundle, found),
        compared=_compared(current, before, bundle) if shown else None,
        drawings=version_drawings.drawings(
            bundle,
            lambda name: url_for("proposals.diagram", number=number, name=name),
            before=old,
            found=found,
        )
        if shown
        else (),
        limits=version_parts.limits(bundle, demo_calendar()) if not found else (),
        forms=version_parts.forms(
            bundle, lambda form: url_for("proposals.form", number=number, form=form)
        )
        if shown
        else (),
        download=url_for("proposals.download", number=number),
        date=_date(typed, errors) if one.is_draft and not found else None,
        propose=url_for("proposals.propose", number=number),
        approve=url_for("proposals.approve", number=number)
        if one.waits and one.author_id != who.person_id
        else "",
        withdraw=url_for("proposals.withdraw", number=number) if one.waits else "",
        under_way=_("Hồ sơ đang chạy vẫn theo phiên bản của mình đến khi kết thúc."),
    )


def _followed(session: Session, one: ProposedVersion, *, now: datetime) -> ProcessVersion | None:
    """The version that is in force on the day from which this one would be."""
    on = max(one.effective_from or today(now), today(now))
    try:
        return definitions.in_force(session, PROCESS, on=on)
    except NoProcessInForce:
        return None


def _compared(
    current: ProcessVersion | None, before: Bundle | None, after: Bundle
) -> Compared | None:
    if current is None or before is None:
        return None
    title = _("Khác phiên bản %(number)d ở đâu", number=current.id)
    return version_parts.compared(title, before, after)


def _date(typed: Mapping[str, Any] | None, errors: Iterable[FieldError]) -> FormPage:
    return FormPage.build(date_form(), typed, errors, language=language(), wording=GENERAL)


def _findings_title(count: int) -> str:
    if not count:
        return _("Soát tự động: không có lỗi")
    return ngettext("Soát tự động: %(num)d lỗi", "Soát tự động: %(num)d lỗi", count)


def _status(one: ProposedVersion, names: Mapping[int, Person], *, found: int) -> str:
    name = names[one.author_id].name
    if one.is_draft and found:
        return _("Thầy cô sửa các lỗi dưới đây trên máy mình, nén lại rồi tải lên lần nữa.")
    if one.is_draft:
        return _(
            "Bản nháp này chỉ thầy cô thấy. Xem những chỗ khác với bản đang áp dụng rồi ghi ngày."
        )
    day = moments.day(one.effective_from or date.min)
    if one.waits:
        return _(
            "%(name)s đề nghị lúc %(moment)s, áp dụng từ %(day)s. Chờ người thứ hai phê duyệt.",
            name=name,
            moment=moments.moment(one.proposed_at or one.uploaded_at),
            day=day,
        )
    second = names[one.closed_by or one.author_id].name
    moment = moments.moment(one.closed_at or one.uploaded_at)
    if one.outcome is Outcome.APPROVED:
        return _(
            "%(name)s đề nghị, %(second)s phê duyệt lúc %(moment)s; áp dụng từ %(day)s.",
            name=name,
            second=second,
            moment=moment,
            day=day,
        )
    return _(
        "%(name)s đề nghị, %(second)s rút lúc %(moment)s.",
        name=name,
        second=second,
        moment=moment,
    )


def _tone(one: ProposedVersion, *, found: int) -> str:
    if one.is_draft and found:
        return "late"
    return "today" if one.waits else "met" if one.outcome is Outcome.APPROVED else ""
