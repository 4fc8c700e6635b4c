"""The list of calendars that an administrator keeps: bodies, and the schools of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from models import schools
from models.schools import ManagingBody, School
from processes import calendars
from processes.permissions import Act, Caller, permitted
from processes.working_time.local_time import today
from processes.workplace import Workplace
from service.pages.calendar_owners import BODY, SCHOOL, keeps_for
from service.speech import gettext as _
from service.ways import Way


@dataclass(frozen=True)
class SchoolRow:
    """A school in the list; `words` says what is missing, if anything is."""

    href: str
    name: str
    words: str


@dataclass(frozen=True)
class BodyGroup:
    """A body and the schools it manages; `href` is empty where its calendar is kept by others."""

    id: str
    name: str
    href: str
    schools: tuple[SchoolRow, ...]


@dataclass(frozen=True)
class ListPage:
    """See `templates/calendars.html`."""

    title: str
    intro: str
    groups: tuple[BodyGroup, ...]


def page(workplace: Workplace, who: Caller, *, now: datetime) -> ListPage:
    """The calendars that the administrator keeps."""
    with workplace.database.reading() as session:
        kept = [
            one
            for one in schools.all_schools(session)
            if permitted(who, Act.KEEP_CALENDARS, school_id=one.id)
        ]
        bodies = schools.all_bodies(session)
    groups = (_group(workplace, who, body, kept, now=now) for body in bodies)
    return ListPage(
        title=_("Lịch làm việc"),
        intro=_(
            "Mọi thời hạn tính theo lịch của trường. Điều cơ quan quản lý ghi thì các trường của "
            "cơ quan đó theo; điều trường ghi riêng đứng trước."
        ),
        groups=tuple(group for group in groups if group.href or group.schools),
    )


def school_way(school: School) -> Way:
    """The calendar of a school."""
    return Way(url_for("calendars.show", of=SCHOOL, code=school.code), school.name)


def body_way(body: ManagingBody) -> Way:
    """The calendar of a body."""
    return Way(url_for("calendars.show", of=BODY, code=body.code), body.name)


def _group(
    workplace: Workplace,
    who: Caller,
    body: ManagingBody,
    kept: Iterable[School],
    *,
    now: datetime,
) -> BodyGroup:
    return BodyGroup(
        id=f"body-{body.id}",
        name=body.name,
        href=body_way(body).href if keeps_for(who, body) else "",
        schools=tuple(
            SchoolRow(school_way(one).href, one.name, _missing(workplace, one, now=now))
            for one in kept
            if one.body_id == body.id
        ),
    )


def _missing(workplace: Workplace, school: School, *, now: datetime) -> str:
    found = calendars.of_school(workplace, school.id, now=now)
    if found is None:
        return _("Chưa có lịch: chưa tính được thời hạn nào.")
    year = calendars.missing_year(found.calendar, today(now))
    return "" if year is None else _("Chưa ghi ngày nghỉ lễ năm %(year)d.", year=year)
