"""Nơi tiếp nhận: the list of agencies as an administrator keeps it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from models import agencies
from models.agencies import Agency
from processes.forms.moments import spoken_date
from service.languages import language
from service.pages.agency_forms import KINDS
from service.speech import gettext as _
from service.ways import Way


@dataclass(frozen=True)
class AgencyRow:
    """One agency: what it is, since when, until when and who follows; `ways` is what one may do."""

    name: str
    about: str
    valid: str
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class AgencyGroup:
    """Agencies of now, of the future, of the past."""

    id: str
    title: str
    rows: tuple[AgencyRow, ...]


@dataclass(frozen=True)
class AgenciesPage:
    """See `templates/agencies.html`."""

    title: str
    intro: str
    add: str
    groups: tuple[AgencyGroup, ...]


def listed(session: Session, *, on: date) -> AgenciesPage:
    """All agencies: those that take cases on the day, those to come, those that have ended."""
    found = agencies.all_agencies(session)
    names = {one.id: one.name for one in found}
    groups = (
        ("now", _("Đang nhận việc"), [one for one in found if _state(one, on) == "now"]),
        ("later", _("Sẽ nhận việc"), [one for one in found if _state(one, on) == "later"]),
        ("ended", _("Đã kết thúc"), [one for one in found if _state(one, on) == "ended"]),
    )
    return AgenciesPage(
        title=_("Nơi tiếp nhận"),
        intro=_(
            "Mẫu chuyển, gửi cho chọn những nơi đang nhận việc, nơi gần nhất đứng trước. Nơi đã "
            "kết thúc giữ tên cũ ở hồ sơ cũ."
        ),
        add=url_for("agencies.empty"),
        groups=tuple(
            AgencyGroup(id_, title, _rows(rows, names, on))
            for id_, title, rows in groups
            if rows or id_ == "now"
        ),
    )


def way() -> Way:
    """To the list."""
    return Way(url_for("agencies.listed"), _("Nơi tiếp nhận"))


def _state(one: Agency, on: date) -> str:
    if one.valid_to is not None and one.valid_to < on:
        return "ended"
    return "later" if one.valid_from > on else "now"


def _rows(found: Sequence[Agency], names: Mapping[int, str], on: date) -> tuple[AgencyRow, ...]:
    return tuple(
        AgencyRow(
            name=one.name,
            about=_("%(kind)s, địa bàn %(area)s", kind=KINDS[one.kind][language()], area=one.area),
            valid=_valid(one, names),
            ways=() if _state(one, on) == "ended" else _ways(one),
        )
        for one in found
    )


def _valid(one: Agency, names: Mapping[int, str]) -> str:
    since = spoken_date(one.valid_from)
    if one.valid_to is None:
        return _("Từ %(since)s.", since=since)
    to = spoken_date(one.valid_to)
    if one.successor_id is None:
        return _("Từ %(since)s đến hết %(to)s.", since=since, to=to)
    return _(
        "Từ %(since)s đến hết %(to)s; thay bằng %(name)s.",
        since=since,
        to=to,
        name=names[one.successor_id],
    )


def _ways(one: Agency) -> tuple[Way, ...]:
    return (
        Way(url_for("agencies.wrong", agency_id=one.id), _("Đổi tên, sửa")),
        Way(url_for("agencies.ending", agency_id=one.id), _("Kết thúc")),
    )
