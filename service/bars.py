"""What stands above every page when it is so: a sandbox's clock, a scheduler that is silent."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from sqlalchemy.orm import Session

from models import heartbeats
from models.heartbeats import SILENCE
from processes.permissions import Act, Caller, permitted
from service import here
from service.here import workplace
from service.pages import moments
from service.speech import gettext as _


@dataclass(frozen=True)
class Bar:
    """A sentence above the page, and where something can be done about it (or "")."""

    title: str
    words: str
    href: str
    label: str
    tone: str


def of_sandbox(who: Caller | None) -> Bar | None:
    """The moved clock, for everybody who reads a page of a sandbox."""
    if workplace().clock.offset() is None:
        return None
    mover = who is not None and permitted(who, Act.MOVE_CLOCK)
    return Bar(
        title=_("Bản tập huấn"),
        words=_("Đồng hồ ở đây chỉ %(moment)s.", moment=moments.moment(here.now())),
        href=url_for("clock.show") if mover else "",
        label=_("Dời đồng hồ"),
        tone="today",
    )


def of_scheduler(session: Session, who: Caller) -> Bar | None:
    """No scheduler has looked for due work for two minutes, nor since this service was started."""
    if here.real_now() - here.started_at() <= SILENCE or heartbeats.is_ticking(
        session, now=here.real_now()
    ):
        return None
    operator = permitted(who, Act.OPERATE)
    return Bar(
        title=_("Bộ hẹn giờ đang dừng"),
        words=_(
            "Nhắc việc và cảnh báo chưa được gửi, thời hạn trôi qua chưa được ghi; "
            "khi bộ hẹn giờ chạy lại, mọi việc được làm bù."
        )
        if operator
        else _("Nhắc việc và cảnh báo chưa được gửi. Thầy cô báo người quản trị."),
        href=url_for("operations.show") if operator else "",
        label=_("Xem vận hành"),
        tone="late",
    )
