"""Phát lại: a case walked step by step, as it stood after one of its entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from models import journal, notices, schools
from models.cases import CaseState
from models.held import HeldCase
from processes import audits, exports, replays
from processes.audits import Opening
from processes.permissions import Caller
from processes.workplace import Workplace
from service.pages import (
    audit_exported,
    audit_list,
    happened,
    moments,
    path,
    replay_content,
    replay_steps,
    replay_then,
    routing_words,
    titles,
)
from service.pages.fields import Field
from service.pages.limits import Limit
from service.pages.path import Diagram
from service.pages.replay_content import Written
from service.pages.replay_steps import Doers, Step
from service.pages.replay_then import Task, Told
from service.pages.routing_words import Said
from service.speech import gettext as _
from service.ways import Way

WINDOW = 40
NOTICES = 20
EXPORTS = 5


@dataclass(frozen=True)
class Walk:
    """Where the entry lies among all: addresses of the others, or ""."""

    here: int
    count: int
    first: str
    previous: str
    next: str
    last: str


@dataclass(frozen=True)
class Content:
    """What people wrote: opened for a reason, or how to open it; `erased`: it is gone."""

    opened: str
    written: Written | None
    open: str
    erased: bool
    field: Field | None


@dataclass(frozen=True)
class ReplayPage:
    """See `templates/replay.html`."""

    title: str
    back: Way
    intro: str
    action: str
    day: Field
    walk: Walk
    at: str
    late: str
    words: str
    said: tuple[Said, ...]
    parted: str
    state: str
    diagrams: tuple[Diagram, ...]
    tasks: tuple[Task, ...]
    limits: tuple[Limit, ...]
    limits_more: str
    told: tuple[Told, ...]
    told_more: str
    content: Content
    steps: tuple[Step, ...]
    earlier: str
    later: str
    verify: str
    export: str
    exports: tuple[Way, ...]
    version: str


def build(
    session: Session,
    workplace: Workplace,
    who: Caller,
    case: HeldCase,
    *,
    seq: int,
    now: datetime,
    day: Field,
    reason: Field | None = None,
) -> ReplayPage:
    """The page of one entry: what is replayed ends there. Raises CannotBeReplayed."""
    bundle = workplace.bundle(session, case.process_version_id)
    wording = workplace.wording(session, case.school_id)
    opening = audits.opening(session, workplace, who, case, now=now)
    content = _content(session, workplace, case, seq, opening, reason)
    as_of = replays.as_of(session, workplace, case, seq)
    first = max(1, min(seq - WINDOW // 2, case.last_seq - WINDOW + 1))
    shown = journal.course(session, case.id, after=first - 1, until=first + WINDOW - 1)
    until = now if seq == case.last_seq else as_of.row.at
    sent = notices.told_by(session, case.id, until, limit=NOTICES + 1)
    doers = Doers.of(
        session,
        case.school_id,
        happened.people_of([*shown, as_of.row]) | {one.recipient_id for one in sent},
    )
    limits_then = replay_then.limits_of(as_of, bundle)
    mandate = audits.mandate(session, who, case.school_id, now=now)
    school = schools.by_ids(session, {case.school_id})[case.school_id]

    def to(number: int) -> str:
        return url_for("replays.show", code=case.code, buoc=number)

    return ReplayPage(
        title=_("Phát lại %(code)s", code=case.code),
        back=Way(url_for("audit.listed"), _("Kiểm tra")),
        intro=_(
            "%(school)s. Chỉ đọc, theo %(mandate)s.",
            school=school.name,
            mandate=audit_list.words_of_mandate(mandate) if mandate is not None else "",
        ),
        action=url_for("replays.show", code=case.code),
        day=day,
        walk=Walk(
            here=seq,
            count=case.last_seq,
            first=to(1) if seq > 1 else "",
            previous=to(seq - 1) if seq > 1 else "",
            next=to(seq + 1) if seq < case.last_seq else "",
            last=to(case.last_seq) if seq < case.last_seq else "",
        ),
        at=moments.moment(as_of.row.at),
        late=happened.recorded_late(as_of.row),
        words=replay_steps.sentence(bundle, as_of.row, doers),
        said=routing_words.of_entry(as_of.row, bundle, wording),
        parted=""
        if as_of.as_recorded
        else _("Chạy lại lần ghi này ra trạng thái khác với đã ghi. Bấm kiểm chứng hồ sơ."),
        state=_("Hồ sơ đã kết thúc.") if as_of.case.state is CaseState.ENDED else "",
        diagrams=path.diagrams(bundle, as_of.case, as_of.path, endpoint="audit.diagram"),
        tasks=replay_then.tasks(as_of, bundle),
        limits=limits_then.shown,
        limits_more=limits_then.more,
        told=tuple(
            replay_then.told(one, case, bundle, school.name, doers) for one in sent[:NOTICES]
        ),
        told_more=_("Trang này chỉ ghi %(num)d lần báo gần nhất.", num=NOTICES)
        if len(sent) > NOTICES
        else "",
        content=content,
        steps=replay_steps.steps(shown, case, bundle, wording, doers, current=seq),
        earlier=to(max(1, first - WINDOW // 2)) if first > 1 else "",
        later=to(min(case.last_seq, first + WINDOW + WINDOW // 2 - 1))
        if first + WINDOW - 1 < case.last_seq
        else "",
        verify=url_for("audit.verify", code=case.code),
        export=url_for("audit.export", code=case.code),
        exports=audit_exported.ways(case.code, exports.latest(session, who, case, limit=EXPORTS)),
        version=titles.of_version(bundle),
    )


def _content(
    session: Session,
    workplace: Workplace,
    case: HeldCase,
    seq: int,
    opening: Opening | None,
    reason: Field | None,
) -> Content:
    if opening is None:
        return Content(
            opened="",
            written=None,
            open=url_for("replays.open_content", code=case.code, buoc=seq),
            erased=case.data_key_wrapped is None,
            field=reason,
        )
    rows = journal.with_corrections(session, case.id, seq)
    written = replay_content.of_entry(
        session,
        case,
        rows[0],
        opening,
        workplace.bundle(session, case.process_version_id),
        workplace.wording(session, case.school_id),
    )
    return Content(
        opened=_(
            "Nội dung mở đến hết hôm nay, từ %(time)s, với lý do: “%(reason)s”.",
            time=moments.time_of(opening.since),
            reason=opening.reason,
        ),
        written=written,
        open="",
        erased=False,
        field=None,
    )


def day_field(typed: str, problem: str) -> Field:
    """To which day the replay is to go."""
    return Field(
        kind="date",
        name="ngay",
        label=_("Đến hết ngày"),
        hint=_("Ngày/tháng/năm, ví dụ 24/8/2026."),
        error=problem,
        value=typed,
    )
