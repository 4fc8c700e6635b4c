"""Nhắc việc của tôi: what the clock told a person, when, and by which way it reached them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from models import deliveries, notice_lists
from models.deliveries import Channel, Delivery, DeliveryState
from models.notice_lists import ToldOf
from models.notices import Grade
from processes.notices import PREFIXES, worded
from processes.permissions import Act, Caller, permitted
from processes.workplace import Workplace
from service.languages import language
from service.pages import moments
from service.pages.pager import Pager
from service.pages.tags import Tag
from service.speech import gettext as _
from service.speech import ngettext

PAGE = 40


@dataclass(frozen=True)
class Row:
    """One notice: `told` are the ways by which it went out, each a sentence."""

    id: int
    href: str
    title: str
    tags: tuple[Tag, ...]
    about: str
    told: tuple[str, ...]
    seen: str


@dataclass(frozen=True)
class Group:
    """Notices that were not seen yet, or were."""

    id: str
    title: str
    rows: tuple[Row, ...]
    unseen: bool


@dataclass(frozen=True)
class NoticesPage:
    """See `templates/notices.html`."""

    title: str
    intro: str
    wishes: str
    action: str
    groups: tuple[Group, ...]
    nothing: str
    pager: Pager


def build(
    session: Session, workplace: Workplace, who: Caller, *, now: datetime, before: int | None
) -> NoticesPage:
    """The page, in a number of queries that does not grow with the number of notices."""
    found = notice_lists.of_person(session, who.person_id, before=before, limit=PAGE + 1)
    shown = found[:PAGE]
    sent = deliveries.of_notices(session, [one.notice.id for one in shown])
    rows = [
        (one, _row(session, workplace, who, one, sent.get(one.notice.id, ()), now=now))
        for one in shown
    ]
    more = shown[-1].notice.id if len(found) > PAGE else None
    return NoticesPage(
        title=_("Nhắc việc của tôi"),
        intro=_("Nhắc việc và cảnh báo chỉ ghi mã hồ sơ và việc đang chờ, không ghi nội dung."),
        wishes=url_for("notices.wishes"),
        action=url_for("notices.see"),
        groups=tuple(_groups(rows)),
        nothing=_("Chưa có nhắc việc nào"),
        pager=Pager(
            previous=url_for("notices.mine") if before is not None else "",
            next=url_for("notices.mine", before=more) if more is not None else "",
            words="",
        ),
    )


def _groups(rows: Sequence[tuple[ToldOf, Row]]) -> Iterable[Group]:
    unseen = tuple(row for one, row in rows if one.notice.seen_at is None)
    seen = tuple(row for one, row in rows if one.notice.seen_at is not None)
    if unseen:
        yield Group("unseen", _("Chưa xem"), unseen, unseen=True)
    if seen:
        yield Group("seen", _("Đã xem"), seen, unseen=False)


def _row(
    session: Session,
    workplace: Workplace,
    who: Caller,
    one: ToldOf,
    sent: Sequence[tuple[Delivery, datetime | None]],
    *,
    now: datetime,
) -> Row:
    notice, case = one.notice, one.case
    words = worded(
        notice,
        code=case.code,
        bundle=workplace.bundle(session, case.process_version_id),
        school_name=one.school.name,
        language=language(),
        link="",
    )
    prefix = PREFIXES[notice.grade, language()]
    title = words.subject.removeprefix(prefix).strip()
    sees = permitted(who, Act.SEE_CASE, school_id=case.school_id)
    return Row(
        id=notice.id,
        href=url_for("cases.show", code=case.code) if sees else "",
        title=title[:1].upper() + title[1:],
        tags=tuple(_tags(one)),
        about=_about(one),
        told=tuple(_sentence(delivery, ended_at, now) for delivery, ended_at in sent)
        or (_("Chỉ báo trên trang này."),),
        seen=""
        if notice.seen_at is None
        else _("Xem lúc %(moment)s", moment=moments.moment(notice.seen_at)),
    )


def _tags(one: ToldOf) -> Iterable[Tag]:
    if one.notice.urgent:
        yield Tag(_("Khẩn cấp"), "urgent")
    if one.notice.grade is Grade.ESCALATION:
        yield Tag(_("Cảnh báo"), "late")
    else:
        yield Tag(_("Nhắc việc"), "")
    if not one.awaited:
        yield Tag(_("Việc đã xong"), "met")


def _about(one: ToldOf) -> str:
    told = _("Báo lúc %(moment)s", moment=moments.moment(one.notice.decided_at))
    if one.instead_of is None:
        return told
    return _("%(told)s, thay cho %(name)s", told=told, name=one.instead_of.name)


def _sentence(delivery: Delivery, ended_at: datetime | None, now: datetime) -> str:
    """How one delivery stands."""
    way = _ways()[delivery.channel]
    at = moments.moment(delivery.closed_at or ended_at or delivery.wake_at)
    match delivery.state:
        case DeliveryState.ACCEPTED:
            return _("%(way)s: máy chủ đã nhận lúc %(moment)s.", way=way, moment=at)
        case DeliveryState.WITHDRAWN:
            return _("%(way)s: không gửi nữa vì việc đã xong.", way=way)
        case DeliveryState.REFUSED:
            return _("%(way)s: bị từ chối lúc %(moment)s.", way=way, moment=at)
        case DeliveryState.GIVEN_UP:
            return _("%(way)s: không gửi được, thôi gửi lúc %(moment)s.", way=way, moment=at)
        case DeliveryState.BOUNCED:
            return _("%(way)s: bị trả lại lúc %(moment)s.", way=way, moment=at)
    next_at = moments.moment(max(delivery.wake_at, now))
    if delivery.attempts == 0:
        return _("%(way)s: sẽ gửi lúc %(moment)s.", way=way, moment=next_at)
    return ngettext(
        "%(way)s: đã thử %(num)d lần chưa được, thử lại lúc %(moment)s.",
        "%(way)s: đã thử %(num)d lần chưa được, thử lại lúc %(moment)s.",
        delivery.attempts,
        way=way,
        moment=next_at,
    )


def _ways() -> dict[Channel, str]:
    return {
        Channel.MAIL: _("Thư điện tử"),
        Channel.WEBHOOK: _("Hệ thống khác của trường"),
        Channel.CHAT: _("Tin nhắn"),
    }
