"""A limit and its sum, so that a person can add it up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from models.deadlines import DeadlineRow, DeadlineState, LimitUnit
from models.later_changes import LaterChange
from processes.bundle import Bundle
from processes.working_time import sums
from processes.working_time.calendar import Calendar
from processes.working_time.duration_words import Words
from processes.working_time.proof import Proof, read_proof
from processes.working_time.sums import SumRow
from processes.working_time.words import hours_used
from service.languages import language
from service.pages import lefts, moments, reasons
from service.pages.lefts import Left
from service.pages.tags import Tag
from service.speech import gettext as _

WHOLE = 1000


@dataclass(frozen=True)
class Part:
    """A stretch of the bar, in thousandths of the limit."""

    start: int
    width: int
    state: str


@dataclass(frozen=True)
class Row:
    """A line of the sum."""

    when: str
    amount: str
    counted: bool


@dataclass(frozen=True)
class Limit:
    """See `templates/macros/limits.html`."""

    id: str
    title: str
    tag: Tag | None
    left: Left | None
    bar: tuple[Part, ...]
    rows: tuple[Row, ...]
    total: Row
    note: str
    later: str


Later = Mapping[int, LaterChange]
"""What was noted beside closed limits, by the id of the deadline."""


def build(
    deadlines: Iterable[DeadlineRow],
    calendar: Calendar,
    bundle: Bundle,
    later: Later,
    *,
    now: datetime,
    decided: bool,
) -> tuple[Limit, ...]:
    """The limits of a case: those that run first, then the closed ones, the last begun first."""
    ordered = sorted(deadlines, key=lambda row: row.anchor_at, reverse=True)
    ordered.sort(key=lambda row: row.state is not DeadlineState.OPEN)
    return tuple(
        replace(_limit(number, row, calendar, bundle, now, decided), later=_later(row, later))
        for number, row in enumerate(ordered, 1)
    )


def _say(words: Words) -> str:
    return words.en if language() == "en" else words.vi


def _limit(
    number: int,
    row: DeadlineRow,
    calendar: Calendar,
    bundle: Bundle,
    now: datetime,
    decided: bool,
) -> Limit:
    proof = read_proof(row.proof)
    in_hours = row.unit is LimitUnit.HOURS
    runs = row.state is DeadlineState.OPEN
    return Limit(
        id=f"limit-{number}",
        title=_title(row, calendar, bundle, now),
        tag=_tag(row),
        left=lefts.of_deadline(
            row, calendar, now=now, only_if=row.limit_name == lefts.REFERRAL and not decided
        )
        if runs
        else None,
        bar=_bar(row, calendar, now) if in_hours and runs else (),
        rows=tuple(_rows(sums.hours_rows(proof) if in_hours else sums.days_rows(proof))),
        total=_total(row, proof),
        note=_note(row, decided),
        later="",
    )


def name_of(limit_name: str, bundle: Bundle) -> str:
    """What a limit is called."""
    named = bundle.description.get("limits", {}).get(limit_name, {})
    return str(named.get(language(), limit_name))


def _title(row: DeadlineRow, calendar: Calendar, bundle: Bundle, now: datetime) -> str:
    if row.unit is LimitUnit.HOURS and row.state is DeadlineState.OPEN:
        used = _say(hours_used(calendar, row.anchor_at, row.amount, now=now))
        return f"{name_of(row.limit_name, bundle)}: {used}"
    return name_of(row.limit_name, bundle)


def result(state: DeadlineState) -> str:
    """How a limit ended; English says "missed" here, and "overdue" of a task still to be done."""
    return {
        DeadlineState.MET: _("đáp ứng"),
        DeadlineState.MISSED: _("quá hạn"),
        DeadlineState.NOT_APPLICABLE: _("không áp dụng"),
    }[state]


def _tag(row: DeadlineRow) -> Tag | None:
    if row.state is DeadlineState.OPEN:
        return None
    words = result(row.state)
    return Tag(words[:1].upper() + words[1:], tone_of(row.state))


def tone_of(state: DeadlineState) -> str:
    """The tone of a tag that tells how a limit ended."""
    return {DeadlineState.MET: "met", DeadlineState.MISSED: "late"}.get(state, "")


def _bar(row: DeadlineRow, calendar: Calendar, now: datetime) -> tuple[Part, ...]:
    whole = row.amount * 60
    used = min(calendar.working_minutes_between(row.anchor_at, now), whole)
    width = round(used * WHOLE / whole)
    late, today = used >= whole, used * 4 >= whole * 3
    state = "used--late" if late else "used--today" if today else "used"
    return tuple(
        part
        for part in (Part(0, width, state), Part(width, WHOLE - width, "left-over"))
        if part.width
    )


def _rows(rows: Sequence[SumRow]) -> Iterable[Row]:
    for row in rows:
        yield Row(_say(row.label.with_capital()), _say(row.amount), row.counted)


def _total(row: DeadlineRow, proof: Proof) -> Row:
    if row.unit is LimitUnit.HOURS:
        when = _("Cộng, từ %(moment)s", moment=moments.moment(row.anchor_at))
        return Row(when, _say(sums.hours_total(proof)), counted=True)
    when = _(
        "Cộng, từ sau ngày nhận %(day)s", day=moments.short_day(moments.local(row.anchor_at).date())
    )
    return Row(when, _say(sums.days_total(proof)), counted=True)


def _later(row: DeadlineRow, later: Later) -> str:
    change = later.get(row.id or 0)
    if change is None or (change.due_at, change.due_on) == (row.due_at, row.due_on):
        return ""
    if change.due_on is not None:
        return _(
            "Lịch đổi sau đó: hạn lẽ ra hết %(day)s. Kết quả đã ghi giữ nguyên.",
            day=moments.day(change.due_on),
        )
    return _(
        "Lịch đổi sau đó: hạn lẽ ra đến %(moment)s. Kết quả đã ghi giữ nguyên.",
        moment=moments.moment(change.due_at),
    )


def _note(row: DeadlineRow, decided: bool) -> str:
    acted = moments.moment(row.act_at) if row.act_at is not None else ""
    recorded = moments.moment(row.recorded_at) if row.recorded_at is not None else ""
    if row.state is DeadlineState.MET and row.recorded_late:
        return _(
            "Việc làm lúc %(acted)s, trong hạn; ghi nhận muộn, lúc %(recorded)s.",
            acted=acted,
            recorded=recorded,
        )
    if row.state is DeadlineState.MET:
        return _("Việc làm lúc %(acted)s, trong hạn.", acted=acted)
    if row.state is DeadlineState.MISSED and acted:
        return _("Việc làm lúc %(acted)s, sau hạn.", acted=acted)
    if row.state is DeadlineState.MISSED:
        return _("Hạn đã qua mà việc chưa làm. Làm xong vẫn ghi lại ngay.")
    if row.state is DeadlineState.NOT_APPLICABLE:
        return reasons.words(row.reason)
    alarmed = ""
    if row.alarmed_at is not None:
        alarmed = _("Đã báo động lúc %(moment)s.", moment=moments.moment(row.alarmed_at))
    if row.limit_name == lefts.REFERRAL and not decided:
        undecided = _(
            "Nếu phải chuyển, gửi, nhà trường liên hệ 111 hoặc gửi công văn trước giờ này. Chọn "
            "phương án khác thì hạn không áp dụng."
        )
        return f"{alarmed} {undecided}".strip()
    return alarmed
