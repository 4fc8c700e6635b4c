"""Nhân sự: the people of a school with their roles, its deputies in order, who acts for whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from models.appointments import Holder
from models.schools import School
from processes import deputies, stand_ins
from processes.forms.moments import spoken_date
from processes.stand_ins import Period
from service.pages import moments
from service.site import ROLE_NAMES
from service.speech import gettext as _
from service.ways import Way


@dataclass(frozen=True)
class SchoolsPage:
    """See `templates/appointments_schools.html`."""

    title: str
    intro: str
    schools: tuple[Way, ...]


@dataclass(frozen=True)
class RoleRow:
    """A role with its period; `entered` is who entered it, and when."""

    words: str
    entered: str


@dataclass(frozen=True)
class PersonRow:
    """Somebody of the school, with all their roles."""

    name: str
    note: str
    roles: tuple[RoleRow, ...]


@dataclass(frozen=True)
class StandInRow:
    """Who acts for whom, when and why; `named` is by whom and when, `end` where it is ended."""

    words: str
    period: str
    document: str
    named: str
    end: str


@dataclass(frozen=True)
class AppointmentsPage:
    """See `templates/appointments.html`."""

    title: str
    intro: str
    back: Way | None
    stand_ins: tuple[StandInRow, ...]
    name_stand_in: str
    deputies: tuple[str, ...]
    add_deputy: str
    order: str
    people: tuple[PersonRow, ...]


def of_schools(found: Iterable[School]) -> SchoolsPage:
    """The schools for which the person names."""
    return SchoolsPage(
        title=_("Nhân sự"),
        intro=_("Ai giữ vai trò nào ở trường, cấp phó theo thứ tự, và ai thay ai khi vắng."),
        schools=tuple(Way(url_for("appointments.show", code=one.code), one.name) for one in found),
    )


def of_school(
    school: School, kept: Sequence[Holder], names: Mapping[int, str], *, on: date, several: bool
) -> AppointmentsPage:
    """The page of one school; `several`: the person names for others too."""
    in_order = deputies.in_order(kept, on=on)
    return AppointmentsPage(
        title=_("Nhân sự: %(school)s", school=school.name),
        intro=_(
            "Trong thời gian thay, việc và nhắc việc của người vắng đến thẳng người thay; người "
            "vắng vẫn mở được việc của mình."
        ),
        back=Way(url_for("appointments.listed"), _("Nhân sự")) if several else None,
        stand_ins=tuple(_stand_in(school, period, names) for period in stand_ins.periods(kept)),
        name_stand_in=url_for("stand_ins.empty", code=school.code),
        deputies=tuple(one.person.name for one in in_order),
        add_deputy=url_for("deputies.empty", code=school.code),
        order=url_for("deputies.order", code=school.code) if len(in_order) > 1 else "",
        people=tuple(_people(kept, names)),
    )


def way(school: School) -> Way:
    """To the page of the school."""
    return Way(
        url_for("appointments.show", code=school.code), _("Nhân sự: %(school)s", school=school.name)
    )


def period_of(since: date, to: date | None) -> str:
    """`từ 20/8/2026 đến hết 31/8/2026`."""
    if to is None:
        return _("từ %(since)s", since=spoken_date(since))
    return _("từ %(since)s đến hết %(to)s", since=spoken_date(since), to=spoken_date(to))


def _stand_in(school: School, period: Period, names: Mapping[int, str]) -> StandInRow:
    by = names.get(period.named_by or 0, "")
    return StandInRow(
        words=_(
            "%(name)s thay %(absent)s",
            name=period.person.name,
            absent=names.get(period.absent_id, ""),
        ),
        period=period_of(period.from_date, period.to_date),
        document=period.document,
        named=_("%(name)s cử lúc %(moment)s", name=by, moment=moments.moment(period.named_at))
        if period.named_at is not None
        else "",
        end=url_for("stand_ins.ending", code=school.code, row_id=period.row_ids[0]),
    )


def _people(kept: Sequence[Holder], names: Mapping[int, str]) -> Iterable[PersonRow]:
    found: dict[int, list[Holder]] = {}
    for one in kept:
        found.setdefault(one.person.id, []).append(one)
    for rows in found.values():
        person = rows[0].person
        yield PersonRow(
            name=person.name,
            note="" if person.active else _("Tài khoản đã khóa."),
            roles=tuple(RoleRow(_role(one, names), _entered(one, names)) for one in rows),
        )


def _role(one: Holder, names: Mapping[int, str]) -> str:
    row = one.appointment
    role = str(ROLE_NAMES[row.role])
    period = period_of(row.from_date, row.to_date)
    if row.acting_for_id is None:
        return _("%(role)s, %(period)s", role=role, period=period)
    absent = names.get(row.acting_for_id, "")
    return _("%(role)s, thay %(absent)s, %(period)s", role=role, absent=absent, period=period)


def _entered(one: Holder, names: Mapping[int, str]) -> str:
    """Of whoever stands in it is told beside whom they stand in for."""
    row = one.appointment
    if row.named_at is None or row.acting_for_id is not None:
        return ""
    by = names.get(row.named_by or 0, "")
    return _("%(name)s ghi lúc %(moment)s", name=by, moment=moments.moment(row.named_at))
