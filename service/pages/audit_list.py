"""Kiểm tra: the cases that an auditor's mandates cover, without names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from flask import url_for
from sqlalchemy.orm import Session

from models import appointments, audit_lists, deadlines, definitions, schools, task_lists
from models.appointments import Appointment
from models.cases import Case, CaseState
from models.deadlines import DeadlineState
from models.schools import School
from models.tasks import Task
from processes.bundle import Bundle
from processes.permissions import Caller
from processes.working_time.local_time import today
from processes.workplace import Workplace
from service.pages import audit_filters, limits, moments, titles
from service.pages.fields import Field
from service.pages.pager import Pager
from service.pages.tags import Tag
from service.speech import gettext as _
from service.speech import ngettext

PAGE = 30
ENDS_SOON = 14  # days


@dataclass(frozen=True)
class Mandate:
    """By which document a school is audited, from when until when; `tag` when it ends soon."""

    school: str
    words: str
    tag: Tag | None


@dataclass(frozen=True)
class Row:
    """A case in the list."""

    href: str
    code: str
    school: str
    opened: str
    step: str
    results: tuple[Tag, ...]
    version: str


@dataclass(frozen=True)
class AuditListPage:
    """See `templates/audit_list.html`."""

    title: str
    intro: str
    mandates: tuple[Mandate, ...]
    fields: tuple[Field, ...]
    wrong: bool
    narrowed: bool
    action: str
    rows: tuple[Row, ...]
    nothing: str
    pager: Pager


def build(
    session: Session,
    workplace: Workplace,
    who: Caller,
    typed: Mapping[str, str],
    *,
    now: datetime,
    before: int | None,
) -> AuditListPage:
    """A page of the list, in a number of queries that grows with nothing."""
    mandates = appointments.mandates(session, who.person_id, on=today(now))
    ids = {one.school_id for one in mandates if one.school_id is not None}
    known = schools.by_ids(session, ids)
    versions = [
        (one, workplace.bundle(session, one.id)) for one in definitions.all_versions(session)
    ]
    filters = audit_filters.read(
        typed, sorted(known.values(), key=lambda one: one.sort_key), versions, now=now
    )
    found: Sequence[Case] = ()
    if filters.wanted is not None and filters.school_ids:
        found = audit_lists.page(
            session,
            filters.school_ids,
            filters.wanted,
            hidden_from=who.person_id,
            before=before,
            limit=PAGE + 1,
        )
    more = found[PAGE - 1].id if len(found) > PAGE else None
    return AuditListPage(
        title=_("Kiểm tra"),
        intro=_(
            "Hồ sơ của các trường trong phạm vi kiểm tra, không ghi tên học sinh. Mỗi lượt xem "
            "được ghi lại và nhà trường đọc được."
        ),
        mandates=tuple(_mandate(one, known, now) for one in mandates if one.school_id in known),
        fields=filters.fields,
        wrong=filters.wanted is None,
        narrowed=bool(filters.chosen),
        action=url_for("audit.listed"),
        rows=tuple(_rows(session, found[:PAGE], known, dict(_bundles(versions)))),
        nothing=_("Không có hồ sơ nào như vậy"),
        pager=Pager(
            previous=_here(filters.chosen) if before is not None else "",
            next=_here({**filters.chosen, "before": str(more)}) if more else "",
            words="",
        ),
    )


def _here(asked: Mapping[str, str]) -> str:
    return f"{url_for('audit.listed')}?{urlencode(asked)}" if asked else url_for("audit.listed")


def _bundles(
    versions: Iterable[tuple[definitions.ProcessVersion, Bundle]],
) -> Iterable[tuple[int, Bundle]]:
    return ((version.id, bundle) for version, bundle in versions)


def _mandate(one: Appointment, known: Mapping[int, School], now: datetime) -> Mandate:
    return Mandate(
        school=known[one.school_id or 0].name,
        words=words_of_mandate(one),
        tag=_ending(one, now),
    )


def words_of_mandate(one: Appointment) -> str:
    """`Quyết định số 27/QĐ-KT, từ 11/8/2026 đến hết 20/10/2026`"""
    since = moments.short_day(one.from_date)
    if one.to_date is None:
        return _("%(document)s, từ %(since)s", document=one.document, since=since)
    return _(
        "%(document)s, từ %(since)s đến hết %(to)s",
        document=one.document,
        since=since,
        to=moments.short_day(one.to_date),
    )


def _ending(one: Appointment, now: datetime) -> Tag | None:
    if one.to_date is None or one.to_date - today(now) > timedelta(days=ENDS_SOON):
        return None
    left = (one.to_date - today(now)).days
    if left == 0:
        return Tag(_("Hết hạn hôm nay"), "late")
    if left == 1:
        return Tag(_("Hết hạn ngày mai"), "today")
    return Tag(ngettext("Còn %(num)d ngày", "Còn %(num)d ngày", left), "today")


def _rows(
    session: Session,
    found: Sequence[Case],
    known: Mapping[int, School],
    bundles: Mapping[int, Bundle],
) -> Iterable[Row]:
    ids = [case.id for case in found]
    tasks = task_lists.open_of_cases(session, ids)
    results = deadlines.results_of_cases(session, ids)
    sent_back = audit_lists.sent_back_among(session, ids)
    for case in found:
        bundle = bundles[case.process_version_id]
        yield Row(
            href=url_for("replays.show", code=case.code),
            code=case.code,
            school=known[case.school_id].name if len(known) > 1 else "",
            opened=moments.short_day(moments.local(case.opened_at).date()),
            step=_step(case, tasks.get(case.id, []), bundle),
            results=tuple(_results(results.get(case.id, []), bundle, case.id in sent_back)),
            version=bundle.digest[:8],
        )


def _step(case: Case, tasks: Sequence[Task], bundle: Bundle) -> str:
    if case.state is CaseState.ENDED:
        return _("Đã kết thúc")
    return "; ".join(dict.fromkeys(titles.of_task(bundle, task) for task in tasks))


def _results(
    found: Iterable[tuple[str, DeadlineState]], bundle: Bundle, sent_back: bool
) -> Iterable[Tag]:
    for limit_name, state in found:
        words = _("đang chạy") if state is DeadlineState.OPEN else limits.result(state)
        yield Tag(
            _("%(limit)s: %(result)s", limit=limits.name_of(limit_name, bundle), result=words),
            limits.tone_of(state),
        )
    if sent_back:
        yield Tag(_("Có lần bị trả lại"), "today")
