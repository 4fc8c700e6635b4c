"""What every page shows around its content: who is signed in, where one can go, the language."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, request, url_for

from models import schools
from models.appointments import Role
from processes.permissions import Act, Caller, permitted
from service.here import workplace
from service.languages import language
from service.security.access import caller_or_none
from service.speech import gettext as _
from service.speech import lazy_gettext

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
    name: str
    role: str
    home: str
    nav: tuple[Link, ...]
    sign_out: str
    language: str
    other: Other


def _role(who: Caller) -> str:
    held = min(who.held, key=lambda one: FIRST.index(one.role), default=None)
    if held is None:
        return ""
    name = str(ROLE_NAMES[held.role])
    if held.school_id is None:
        return name
    with workplace().database.reading() as session:
        school = schools.by_ids(session, {held.school_id})[held.school_id]
    return _("%(role)s, %(school)s", role=name, school=school.name)


def _nav(who: Caller) -> tuple[Link, ...]:
    pages = (
        ("tasks.mine", _("Việc của tôi"), Act.SEE_OWN_TASKS, {"tasks.mine", "tasks.show"}),
        ("cases.listed", _("Hồ sơ"), Act.LIST_CASES, {"cases.listed", "cases.show"}),
        ("reports.empty", _("Báo tin"), Act.ENTER_REPORT, {"reports.empty", "reports.receipt"}),
        ("people.desk", _("Giao việc"), Act.REASSIGN, {"people.desk", "sign_ins.listed"}),
    )
    return tuple(
        Link(url_for(endpoint), label, request.endpoint in here)
        for endpoint, label, act, here in pages
        if permitted(who, act)
    )


def _other() -> Other:
    code, label = ("en", "English") if language() == "vi" else ("vi", "Tiếng Việt")
    back = request.full_path.rstrip("?") if request.method == "GET" else "/"
    return Other(url_for("sign_in.choose_language", code=code, next=back), label, code)


def frame() -> dict[str, Site]:
    """The template variable `site`."""
    who = caller_or_none()
    return {
        "site": Site(
            signed_in=who is not None,
            name=who.name if who is not None else "",
            role=_role(who) if who is not None else "",
            home=url_for("tasks.mine") if who is not None else url_for("sign_in.show"),
            nav=_nav(who) if who is not None else (),
            sign_out=url_for("sign_in.leave"),
            language=language(),
            other=_other(),
        )
    }


def install(app: Flask) -> None:
    """Give every template its frame."""
    app.context_processor(frame)
