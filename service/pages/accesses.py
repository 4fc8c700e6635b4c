"""Who opened a case: day by day and person by person, so that daily work is no flood."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask import url_for
from sqlalchemy.orm import Session

from models import accesses
from models.accesses import Access, AccessKind
from models.appointments import Role
from models.held import HeldCase
from models.journal import ATTACHED
from processes.workplace import Workplace
from service.pages import moments, places
from service.pages.pager import Pager
from service.pages.replay_steps import Doers
from service.pages.tags import Tag
from service.speech import gettext as _
from service.speech import ngettext
from service.ways import Way

ON_THE_CASE = 200
PAGE = 500
DAYS_ON_THE_CASE = 3


@dataclass(frozen=True)
class Opened:
    """What one person opened in a day; `reason` is what an auditor gave for the content."""

    who: str
    words: str
    reason: str
    tag: Tag | None


@dataclass(frozen=True)
class AccessDay:
    """The people of a day, whoever came last first."""

    title: str
    opened: tuple[Opened, ...]


@dataclass(frozen=True)
class Accesses:
    """Who opened the case lately, and where the rest is ("" where this is all)."""

    days: tuple[AccessDay, ...]
    more: str


@dataclass(frozen=True)
class AccessesPage:
    """See `templates/accesses.html`."""

    title: str
    back: Way
    intro: str
    days: tuple[AccessDay, ...]
    pager: Pager


def lately(session: Session, workplace: Workplace, case: HeldCase) -> Accesses:
    """For the page of the case: the last few days."""
    found = accesses.of_case(session, case.id, limit=ON_THE_CASE)
    days = _days(session, workplace, case, found)
    more = len(days) > DAYS_ON_THE_CASE or len(found) == ON_THE_CASE
    return Accesses(
        days=days[:DAYS_ON_THE_CASE],
        more=url_for("accesses.listed", code=case.code) if more else "",
    )


def build(session: Session, workplace: Workplace, case: HeldCase, *, before: str) -> AccessesPage:
    """A page of all of them; a day that does not end on it goes on on the next one."""
    found = accesses.of_case(session, case.id, before=places.place_of(before), limit=PAGE + 1)
    shown = found[:PAGE]
    place = places.words_of(shown[-1].at, shown[-1].id) if len(found) > PAGE else ""
    return AccessesPage(
        title=_("Ai đã mở hồ sơ %(code)s", code=case.code),
        back=Way(url_for("cases.show", code=case.code), case.code),
        intro=_(
            "Mỗi người một dòng trong một ngày. Người kiểm tra mở nội dung thì phải ghi lý do."
        ),
        days=_days(session, workplace, case, shown),
        pager=Pager(
            previous=url_for("accesses.listed", code=case.code) if before else "",
            next=url_for("accesses.listed", code=case.code, before=place) if place else "",
            words="",
        ),
    )


def _days(
    session: Session, workplace: Workplace, case: HeldCase, found: Sequence[Access]
) -> tuple[AccessDay, ...]:
    doers = Doers.of(session, case.school_id, {one.person_id for one in found})
    data_key = case.data_key(workplace.keys) if case.data_key_wrapped is not None else None
    return tuple(
        AccessDay(moments.title_of_day(on), tuple(_people(list(of_day), on, doers, data_key)))
        for on, of_day in groupby(found, key=lambda one: moments.local(one.at).date())
    )


def _people(
    of_day: Sequence[Access], on: date, doers: Doers, data_key: bytes | None
) -> Iterable[Opened]:
    names = doers.names(on)
    for person_id in dict.fromkeys(one.person_id for one in of_day):
        own = [one for one in of_day if one.person_id == person_id]
        files = [one for one in own if one.element == ATTACHED]
        special = [one for one in own if one.kind in _SPECIAL and one not in files]
        looks = [one for one in own if one.kind not in _SPECIAL]
        if looks:
            yield Opened(names[person_id], _looks(looks), "", _tag(doers, person_id, on))
        if files:
            tag = Tag(_("Tải tài liệu"), "today")
            yield Opened(names[person_id], _times(files), _names(files, data_key), tag)
        for one in special:
            reason = accesses.reason_of(one, data_key) if data_key is not None else ""
            yield Opened(names[person_id], _words(one), reason, _SPECIAL_TAGS[one.kind]())


_SPECIAL = frozenset({AccessKind.CONTENT_OPENED, AccessKind.EXPORTED})
_SPECIAL_TAGS = {
    AccessKind.CONTENT_OPENED: lambda: Tag(_("Mở nội dung"), "today"),
    AccessKind.EXPORTED: lambda: Tag(_("Xuất hồ sơ"), "today"),
}


def _tag(doers: Doers, person_id: int, on: date) -> Tag | None:
    return Tag(_("Kiểm tra"), "") if Role.AUDITOR in doers.roles(person_id, on) else None


def _words(one: Access) -> str:
    return _("lúc %(time)s", time=moments.time_of(one.at))


def _names(files: list[Access], data_key: bytes | None) -> str:
    """The files that somebody took in a day, each once."""
    if data_key is None:
        return ""
    return ", ".join(dict.fromkeys(accesses.reason_of(one, data_key) for one in files))


def _times(own: Sequence[Access]) -> str:
    first, last = moments.time_of(own[-1].at), moments.time_of(own[0].at)
    if len(own) == 1:
        return _words(own[0])
    return ngettext(
        "%(num)d lần, từ %(first)s đến %(last)s",
        "%(num)d lần, từ %(first)s đến %(last)s",
        len(own),
        first=first,
        last=last,
    )


def _looks(own: Sequence[Access]) -> str:
    first, last = moments.time_of(own[-1].at), moments.time_of(own[0].at)
    if len(own) == 1:
        return _("xem lúc %(time)s", time=first)
    return ngettext(
        "xem %(num)d lần, từ %(first)s đến %(last)s",
        "xem %(num)d lần, từ %(first)s đến %(last)s",
        len(own),
        first=first,
        last=last,
    )
