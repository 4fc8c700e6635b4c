"""What every page shows around its content: who is signed in, where one can go, the language."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, request, url_for
from sqlalchemy.orm import Session

from models import notices, schools
from models.appointments import Role
from processes.permissions import Act, Caller, permitted
from service import bars
from service.bars import Bar
from service.here import workplace
from service.languages import language
from service.security.access import caller_or_none
from service.speech import gettext as _
from service.speech import lazy_gettext
from service.ways import Way

ROLE_NAMES = {
    Role.STAFF: lazy_gettext("Giáo viên, nhân viên"),
    Role.FOCAL_POINT: lazy_gettext("Đầu mối"),
    Role.HEAD: lazy_gettext("Thủ trưởng"),
    Role.DEPUTY_HEAD: lazy_gettext("Cấp phó"),
    Role.MANAGING_BODY: lazy_gettext("Cơ quan quản lý"),
    Role.PROCESS_OWNER: lazy_gettext("Chủ quy trình"),
    Role.AUDITOR: lazy_gettext("Kiểm tra viên"),
    Role.ADMINISTRATOR: lazy_gettext("Quản trị"),
}
# The role by which a person with several is named in the header.
FIRST = (
    Role.HEAD,
    Role.FOCAL_POINT,
    Role.DEPUTY_HEAD,
    Role.ADMINISTRATOR,
    Role.PROCESS_OWNER,
    Role.AUDITOR,
    Role.MANAGING_BODY,
    Role.STAFF,
)


@dataclass(frozen=True)
class Link:
    """A link of the main navigation."""

    href: str
    label: str
    current: bool
    count: int  # of what the person has not seen there


@dataclass(frozen=True)
class Other:
    """This page in the other language."""

    href: str
    label: str
    code: str


@dataclass(frozen=True)
class Site:
    """The frame of a page; see `templates/layout.html`."""

    signed_in: bool
    person: int
    name: str
    role: str
    home: str
    nav: tuple[Link, ...]
    sign_out: str
    language: str
    other: Other
    bars: tuple[Bar, ...]


def _role(session: Session, who: Caller) -> str:
    held = min(who.held, key=lambda one: FIRST.index(one.role), default=None)
    if held is None:
        return ""
    name = str(ROLE_NAMES[held.role])
    if held.school_id is None:
        return name
    school = schools.by_ids(session, {held.school_id})[held.school_id]
    return _("%(role)s, %(school)s", role=name, school=school.name)


def _nav(session: Session, who: Caller) -> tuple[Link, ...]:
    told = {"notices.mine", "notices.wishes", "notices.wish"}
    audited = {"audit.listed", "audit.verify", "replays.show", "replays.open_content"}
    kept = {f"calendars.{one}" for one in ("listed", "show", "empty", "send", "remove")}
    versions = {"versions.listed", "versions.show", "versions.form", "proposals.show"}
    named = {f"appointments.{one}" for one in ("listed", "show", "stand_in", "deputy", "order")}
    agencies = {f"agencies.{one}" for one in ("listed", "empty", "ending", "wrong")}
    reporting = {"reports.empty", "reports.receipt", "support.empty"}
    pages = (
        ("tasks.mine", _("Việc của tôi"), Act.SEE_OWN_TASKS, {"tasks.mine", "tasks.show"}),
        ("notices.mine", _("Nhắc việc"), Act.SEE_NOTICES, told),
        ("cases.listed", _("Hồ sơ"), Act.LIST_CASES, {"cases.listed", "cases.show"}),
        ("board.show", _("Theo dõi"), Act.SEE_BOARD, {"board.show"}),
        ("audit.listed", _("Kiểm tra"), Act.AUDIT, audited),
        ("reports.empty", _("Báo tin"), Act.ENTER_REPORT, reporting),
        ("people.desk", _("Giao việc"), Act.REASSIGN, {"people.desk", "sign_ins.listed"}),
        ("appointments.listed", _("Nhân sự"), Act.APPOINT, named),
        ("calendars.listed", _("Lịch"), Act.KEEP_CALENDARS, kept),
        ("versions.listed", _("Quy trình"), Act.SEE_DEFINITIONS, versions),
        ("agencies.listed", _("Nơi tiếp nhận"), Act.KEEP_AGENCIES, agencies),
        ("operations.show", _("Vận hành"), Act.OPERATE, {"operations.show"}),
    )
    unseen = notices.unseen_count(session, who.person_id)
    return tuple(
        Link(
            href=url_for(endpoint),
            label=label,
            current=request.endpoint in here,
            count=unseen if endpoint == "notices.mine" else 0,
        )
        for endpoint, label, act, here in pages
        if permitted(who, act)
    )


def _other() -> Other:
    code, label = ("en", "English") if language() == "vi" else ("vi", "Tiếng Việt")
    back = request.full_path.rstrip("?") if request.method == "GET" else "/"
    return Other(url_for("sign_in.choose_language", code=code, next=back), label, code)


def other_language() -> Way:
    """The way to this page in the other language."""
    other = _other()
    return Way(other.href, other.label)


def frame() -> dict[str, Site]:
    """The template variable `site`."""
    who = caller_or_none()
    return {"site": _of_nobody() if who is None else _of_person(who)}


def _of_nobody() -> Site:
    return Site(
        signed_in=False,
        person=0,
        name="",
        role="",
        home=url_for("sign_in.show"),
        nav=(),
        sign_out=url_for("sign_in.leave"),
        language=language(),
        other=_other(),
        bars=_present(bars.of_sandbox(None)),
    )


def _of_person(who: Caller) -> Site:
    with workplace().database.reading() as session:
        return Site(
            signed_in=True,
            person=who.person_id,
            name=who.name,
            role=_role(session, who),
            home=url_for("tasks.mine"),
            nav=_nav(session, who),
            sign_out=url_for("sign_in.leave"),
            language=language(),
            other=_other(),
            bars=_present(bars.of_sandbox(who), bars.of_scheduler(session, who)),
        )


def _present(*found: Bar | None) -> tuple[Bar, ...]:
    return tuple(bar for bar in found if bar is not None)


def install(app: Flask) -> None:
    """Give every template its frame."""
    app.context_processor(frame)
