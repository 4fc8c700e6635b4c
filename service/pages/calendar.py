"""The page of one calendar, and that of an entry to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import uuid4

from flask import url_for
from sqlalchemy.orm import Session

from models import people
from processes import calendars
from processes.working_time.calendar import Calendar
from processes.working_time.local_time import today
from processes.working_time.sessions import WEEKDAY_KEYS
from processes.workplace import Workplace
from service.languages import language
from service.pages import calendar_entries, calendar_month, moments
from service.pages.calendar_entries import Entry
from service.pages.calendar_forms import KINDS, definition
from service.pages.calendar_list import body_way, school_way
from service.pages.calendar_month import Line, Month
from service.pages.calendar_owners import (
    BodyOwner,
    Owner,
    SchoolOwner,
    Version,
)
from service.pages.fields import Card
from service.pages.forms import FormPage
from service.pages.one_form import OneFormPage
from service.speech import gettext as _
from service.ways import Way

MOST_VERSIONS = 30


@dataclass(frozen=True)
class CalendarPage:
    """See `templates/calendar.html`."""

    title: str
    about: str
    back: Way
    here: str
    notices: tuple[str, ...]
    month: Month
    week: tuple[Line, ...]
    inherits: str
    own_week: bool
    ways: tuple[Way, ...]
    entries_title: str
    entries: tuple[Entry, ...]
    remove: str
    once: str
    schools: tuple[Way, ...]
    versions: tuple[Line, ...]


def page(workplace: Workplace, owner: Owner, first: date, *, now: datetime) -> CalendarPage:
    """One calendar, in the month that begins with `first`."""
    kept = Calendar.from_document(owner.whole)
    with workplace.database.reading() as session:
        versions = owner.versions(session)
        notices = tuple(_notices(session, owner, kept, now=now))
        lines = tuple(_versions(session, versions[:MOST_VERSIONS]))
    here = url_for("calendars.show", of=owner.of, code=owner.code)
    return CalendarPage(
        title=_("Lịch của %(name)s", name=owner.name),
        about=owner.code,
        back=Way(url_for("calendars.listed"), _("Lịch làm việc")),
        here=here,
        notices=notices,
        month=calendar_month.month(kept, first, today=today(now)),
        week=calendar_month.usual(owner.whole["week"]) if any(kept.content.week) else (),
        inherits=_inherits(owner),
        own_week=isinstance(owner, SchoolOwner)
        and "week" in owner.document
        and "week" in owner.inherited,
        ways=tuple(
            Way(_entry_address(owner, kind), definition(kind).title[language()]) for kind in KINDS
        ),
        entries_title=_("Đã ghi cho năm %(year)d", year=first.year),
        entries=calendar_entries.of_year(
            owner.document, owner.inherited, owner.body.name, first.year
        ),
        remove=url_for("calendars.remove", of=owner.of, code=owner.code),
        once=uuid4().hex,
        schools=tuple(school_way(one) for one in owner.schools)
        if isinstance(owner, BodyOwner)
        else (body_way(owner.body),),
        versions=lines,
    )


def entry_page(owner: Owner, kind: str, form: FormPage) -> OneFormPage:
    """The form of an entry."""
    return OneFormPage(
        title=form.title,
        back=back(owner),
        form=replace(form, cards=tuple(_plain(card) for card in form.cards)),
        action=_entry_address(owner, kind),
    )


def _notices(session: Session, owner: Owner, kept: Calendar, *, now: datetime) -> Iterator[str]:
    if owner.based_on is None:
        yield _("Chưa ghi gì vào lịch này.")
    elif (year := calendars.missing_year(kept, today(now))) is not None:
        yield _(
            "Chưa ghi ngày nghỉ lễ và ngày hoán đổi năm %(year)d theo thông báo chính thức; "
            "ngày nghỉ của năm đó là tính trước.",
            year=year,
        )
    if owner.moving(session, now=now):
        yield _("Lịch mới đang được áp dụng cho từng hồ sơ; các hạn đang chạy sẽ dời dần.")


def _inherits(owner: Owner) -> str:
    if not any(owner.whole["week"].values()):
        return _("Chưa ghi giờ làm việc chung; mỗi trường giữ giờ của mình.")
    if not isinstance(owner, SchoolOwner) or not owner.inherited:
        return ""
    if "week" in owner.document:
        return _("Giờ làm việc do trường ghi riêng, thay cho giờ của %(name)s.",
                 name=owner.body.name)  # fmt: skip
    return _("Giờ làm việc theo %(name)s.", name=owner.body.name)


def _versions(session: Session, versions: tuple[Version, ...]) -> Iterator[Line]:
    ids = {one.entered_by for one in versions if one.entered_by is not None}
    names = people.by_ids(session, ids)
    for number, one in enumerate(versions):
        who = _("Ghi bằng dòng lệnh") if one.entered_by is None else names[one.entered_by].name
        words = _("%(name)s, đang dùng", name=who) if not number else who
        yield Line(_("Biết từ %(moment)s", moment=moments.moment(one.known_from)), words)


def _plain(card: Card) -> Card:
    """An empty weekday is not one left out: it is not worked."""
    fields = (
        replace(one, optional=one.optional and one.name not in WEEKDAY_KEYS) for one in card.fields
    )
    return replace(card, fields=tuple(fields))


def _entry_address(owner: Owner, kind: str) -> str:
    return url_for("calendars.empty", of=owner.of, code=owner.code, kind=kind)


def back(owner: Owner) -> Way:
    href = url_for("calendars.show", of=owner.of, code=owner.code)
    return Way(href, _("Lịch của %(name)s", name=owner.name))
