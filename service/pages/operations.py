"""Vận hành: what the clock does on its own and where it fails; no content of any case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from models import calendar_moves, heartbeats, people, schools, timers, undelivered, watches
from models import cases as case_rows
from models.cases import Case
from models.deliveries import Delivery, DeliveryState
from models.heartbeats import Heartbeat, Pause
from processes.permissions import Act, Caller, permitted
from processes.workplace import Workplace
from service.pages import moments, titles
from service.pages.tags import Tag
from service.speech import gettext as _
from service.speech import ngettext


@dataclass(frozen=True)
class Node:
    """A scheduler process; `forget` is its name where it no longer ticks, else ""."""

    name: str
    tag: Tag
    words: str
    forget: str


@dataclass(frozen=True)
class Failing:
    """Something that could not be done, and is tried again."""

    code: str
    what: str
    since: str
    cause: str
    next: str


@dataclass(frozen=True)
class Undelivered:
    """A message that did not reach its recipient."""

    who: str
    way: str
    tag: Tag
    when: str
    answer: str


@dataclass(frozen=True)
class Move:
    """A calendar version on its way through the cases of a school."""

    school: str
    begun: str
    done: str


@dataclass(frozen=True)
class OperationsPage:
    """See `templates/operations.html`."""

    title: str
    intro: str
    forget: str
    nodes: tuple[Node, ...]
    failing: tuple[Failing, ...]
    undelivered: tuple[Undelivered, ...]
    moves: tuple[Move, ...]


def build(
    session: Session, workplace: Workplace, who: Caller, *, now: datetime, real_now: datetime
) -> OperationsPage:
    """The page, in a bounded number of queries."""
    return OperationsPage(
        title=_("Vận hành"),
        intro=_("Những gì hệ thống tự làm. Trang này chỉ ghi mã hồ sơ, không ghi nội dung."),
        forget=url_for("operations.forget"),
        nodes=tuple(_node(one, real_now) for one in heartbeats.all_nodes(session)),
        failing=tuple(_failing(session, workplace, who)),
        undelivered=tuple(_undelivered(session, who)),
        moves=tuple(_moves(session, who, now)),
    )


def _node(one: Heartbeat, real_now: datetime) -> Node:
    last = _("Nhịp cuối %(moment)s", moment=moments.moment(one.last_tick_at))
    if one.paused_because is not None:
        return Node(one.node, Tag(_("Tạm dừng"), "late"), _pauses()[one.paused_because], one.node)
    if heartbeats.ticks(one, now=real_now):
        return Node(one.node, Tag(_("Đang chạy"), "met"), last, "")
    return Node(one.node, Tag(_("Im lặng"), "late"), last, one.node)


def _pauses() -> dict[Pause, str]:
    return {
        Pause.CLOCK_JUMPED: _(
            "Đồng hồ máy chủ nhảy hơn một phút so với thời gian đã trôi qua. Bộ hẹn giờ chạy tiếp "
            "khi đồng hồ đúng lại, hoặc khi được khởi động lại."
        ),
        Pause.HEARTBEAT_AHEAD: _(
            "Lúc khởi động, nhịp cuối cùng nằm ở tương lai: một trong hai lần đồng hồ đã sai. Nếu "
            "bây giờ đồng hồ đúng, thầy cô bỏ máy có nhịp ở tương lai khỏi danh sách rồi khởi động "
            "lại bộ hẹn giờ."
        ),
    }


def _failing(session: Session, workplace: Workplace, who: Caller) -> Iterable[Failing]:
    """Timers, watches and calendar moves of single cases, the next to be tried first."""
    stopped = watches.failing(session)
    stuck = calendar_moves.stuck(session)
    ids = {one.case_id for one in stopped} | {one.case_id for one in stuck}
    known = case_rows.by_ids(session, ids)
    found = [
        (timer.wake_at, case, timer.element, _("Hẹn giờ"), timer.failures, timer.cause or "")
        for timer, case in timers.failing(session)
    ]
    found += [
        (one.wake_at, known[one.case_id], one.host, _("Nhắc việc"), one.failures, one.cause or "")
        for one in stopped
    ]
    found += [
        (one.wake_at, known[one.case_id], "", _("Đổi lịch"), one.failures, one.cause)
        for one in stuck
    ]
    for wake_at, case, element, kind, failures, cause in sorted(found, key=lambda one: one[0]):
        if permitted(who, Act.OPERATE, school_id=case.school_id):
            yield Failing(
                code=case.code,
                what=_what(session, workplace, case, kind, element),
                since=ngettext("Đã thử %(num)d lần", "Đã thử %(num)d lần", failures),
                cause=cause,
                next=moments.moment(wake_at),
            )


def _what(session: Session, workplace: Workplace, case: Case, kind: str, element: str) -> str:
    if not element:
        return kind
    name = titles.of_element(workplace.bundle(session, case.process_version_id), element)
    return _("%(kind)s: %(name)s", kind=kind, name=name)


def _undelivered(session: Session, who: Caller) -> Iterable[Undelivered]:
    every = [*undelivered.retrying(session), *undelivered.for_good(session)]
    about = undelivered.schools_of(session, [one.id for one in every])
    found = [
        one
        for one in every
        if any(permitted(who, Act.OPERATE, school_id=school) for school in about[one.id])
    ]
    known = people.by_ids(session, {one.recipient_id for one in found if one.recipient_id})
    for one in found:
        yield Undelivered(
            who=known[one.recipient_id].name if one.recipient_id is not None else "",
            way=one.channel.value,
            tag=_tags()[one.state],
            when=_when(one),
            answer=one.answer or "",
        )


def _tags() -> dict[DeliveryState, Tag]:
    return {
        DeliveryState.WAITING: Tag(_("Chưa gửi được"), "today"),
        DeliveryState.REFUSED: Tag(_("Bị từ chối"), "late"),
        DeliveryState.GIVEN_UP: Tag(_("Thôi gửi"), "late"),
        DeliveryState.BOUNCED: Tag(_("Bị trả lại"), "late"),
    }


def _when(one: Delivery) -> str:
    if one.closed_at is not None:
        return moments.moment(one.closed_at)
    return ngettext(
        "Đã thử %(num)d lần, thử lại lúc %(moment)s",
        "Đã thử %(num)d lần, thử lại lúc %(moment)s",
        one.attempts,
        moment=moments.moment(one.wake_at),
    )


def _moves(session: Session, who: Caller, now: datetime) -> Iterable[Move]:
    found = calendar_moves.under_way(session, now=now)
    known = schools.by_ids(session, {one.school_id for one in found})
    for one in found:
        if permitted(who, Act.OPERATE, school_id=one.school_id):
            yield Move(
                school=known[one.school_id].name,
                begun=moments.moment(one.begun_at),
                done=ngettext(
                    "%(num)d hồ sơ đã dời thời hạn", "%(num)d hồ sơ đã dời thời hạn", one.moved
                ),
            )
