"""Agencies that cases are referred to: what a form may choose from, and how their list is kept.

They come and go with reforms: a row is never rewritten. One that ends keeps its name on old cases;
a correction ends it and begins another row that takes its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from sqlalchemy.orm import Session

from models import agencies, schools
from models.agencies import Agency, AgencyKind
from models.held import HeldCase
from models.names import fold
from models.refusals import Refusal
from processes.forms.definition import FormDefinition
from processes.forms.listed_agency import ListedAgency
from processes.papers import Paper

DAY: Final = timedelta(days=1)
RESIDENCE: Final = "residence_commune"
"""The answer, in any form, that names the commune where the student lives."""
# The other kinds serve a province or the country, so their area is never a commune.
OF_A_COMMUNE: Final = frozenset({AgencyKind.COMMUNE_COMMITTEE, AgencyKind.COMMUNE_POLICE})
_PREFIXES: Final = ("xa ", "phuong ", "thi tran ", "dac khu ")

Nearness = Literal["here", "wider", "elsewhere"]


class AgencyUnknown(Refusal):
    """No agency has this number."""

    vi = "Không có nơi tiếp nhận số {number}."
    en = "There is no agency number {number}."


class EndsBeforeItBegins(Refusal):
    """The last day lies before the first."""

    vi = "Nơi này nhận việc từ {since:%d/%m/%Y}, không thể kết thúc ngày {on:%d/%m/%Y}."
    en = "The agency is valid from {since:%d/%m/%Y} and cannot end on {on:%d/%m/%Y}."


class EndedAlready(Refusal):
    """An agency ends once."""

    vi = "Nơi này đã kết thúc ngày {on:%d/%m/%Y}; hồ sơ cũ giữ tên cũ."
    en = "The agency ended on {on:%d/%m/%Y}; old cases keep its name."


class SuccessorNotValid(Refusal):
    """Who takes the place of an agency is there on the day after its last."""

    vi = "{name} không nhận việc vào ngày {on:%d/%m/%Y}; chọn nơi thay thế khác."
    en = "{name} takes no cases on {on:%d/%m/%Y}; choose another successor."


class AgencyListed(Refusal):
    """The same agency twice in a list would be chosen now by one row, now by the other."""

    vi = "{name} đã có trong danh sách với cùng loại và địa bàn."
    en = "{name} is in the list already, of the same kind and area."


@dataclass(frozen=True)
class NewAgency:
    """What is told of an agency."""

    name: str
    kind: AgencyKind
    area: str
    valid_from: date


@dataclass(frozen=True)
class Offered:
    """The agencies valid on a day, the nearest first, each with how near it is."""

    agencies: tuple[tuple[Nearness, ListedAgency], ...] = ()


def listed(session: Session, form: FormDefinition) -> dict[int, ListedAgency]:
    """All agencies by number, ended ones too, where the form asks for one."""
    if not form.asks_for_an_agency:
        return {}
    found = agencies.all_agencies(session)
    names = {one.id: one for one in found}
    return {one.id: _listed(one, names) for one in found}


def offered(
    session: Session, case: HeldCase, form: FormDefinition, filed: Iterable[Paper], *, on: date
) -> Offered:
    """What the form offers on a day.

    First the agencies of the commune where the student lives and of the school's, then those of
    a wider area, then the rest; by name.
    """
    if not form.asks_for_an_agency:
        return Offered()
    valid = [one for one in listed(session, form).values() if one.is_valid(on)]
    homes = (paper.values.get(RESIDENCE) for paper in filed)
    home = next((one for one in homes if isinstance(one, str)), "")
    communes = (home, schools.by_ids(session, {case.school_id})[case.school_id].commune)
    placed = [(_place(one, communes), one) for one in valid]
    placed.sort(key=lambda item: (item[0], fold(item[1].name), item[1].id))
    return Offered(tuple((_nearness(place, communes), one) for place, one in placed))


def add(session: Session, new: NewAgency) -> Agency:
    """A new row of the list; raises AgencyListed."""
    for one in agencies.all_agencies(session):
        same = (fold(one.name), one.kind, fold(one.area)) == (
            fold(new.name),
            new.kind,
            fold(new.area),
        )
        if same and (one.valid_to is None or one.valid_to >= new.valid_from):
            raise AgencyListed(name=one.name)
    return agencies.add(
        session, name=new.name, kind=new.kind, area=new.area, valid_from=new.valid_from
    )


def end(
    session: Session, agency_id: int, *, on: date, successor_id: int | None, today: date
) -> Agency:
    """The last day of an agency, and who takes its place.

    Raises AgencyUnknown, EndedAlready, EndsBeforeItBegins, SuccessorNotValid.
    """
    ended = numbered(session, agency_id)
    if ended.valid_to is not None and ended.valid_to < today:
        raise EndedAlready(on=ended.valid_to)
    if on < ended.valid_from:
        raise EndsBeforeItBegins(since=ended.valid_from, on=on)
    if successor_id is not None:
        successor = numbered(session, successor_id)
        following = on + DAY
        if successor_id == agency_id or not _listed(successor, {}).is_valid(following):
            raise SuccessorNotValid(name=successor.name, on=following)
    agencies.end(session, agency_id, on=on, successor_id=successor_id)
    return ended


def correct(session: Session, agency_id: int, new: NewAgency, *, today: date) -> Agency:
    """Another row takes the place of this one from ``new.valid_from`` on.

    Raises AgencyUnknown, EndedAlready, EndsBeforeItBegins, AgencyListed.
    """
    last = new.valid_from - DAY
    end(session, agency_id, on=last, successor_id=None, today=today)
    session.expire_all()
    added = add(session, new)
    agencies.end(session, agency_id, on=last, successor_id=added.id)
    return added


def numbered(session: Session, agency_id: int) -> Agency:
    """The agency with this number; raises AgencyUnknown."""
    found = session.get(Agency, agency_id)
    if found is None:
        raise AgencyUnknown(number=agency_id)
    return found


def _listed(one: Agency, others: Mapping[int, Agency]) -> ListedAgency:
    return ListedAgency(
        one.id,
        one.name,
        one.kind.value,
        one.area,
        one.valid_from,
        one.valid_to,
        _last_successor(one, others),
    )


def _last_successor(one: Agency, others: Mapping[int, Agency]) -> str:
    """The name at the end of the chain of those who took its place."""
    name, met = "", {one.id}
    while (following := others.get(one.successor_id or 0)) is not None and following.id not in met:
        one = following
        met.add(one.id)
        name = one.name
    return name


def _place(agency: ListedAgency, communes: Sequence[str]) -> int:
    """Where it stands: in the first commune, in the next, wider than a commune, elsewhere."""
    if agency.kind not in OF_A_COMMUNE:
        return len(communes)
    here = (number for number, one in enumerate(communes) if _is_in(agency.area, one))
    return next(here, len(communes) + 1)


def _nearness(place: int, communes: Sequence[str]) -> Nearness:
    if place < len(communes):
        return "here"
    return "wider" if place == len(communes) else "elsewhere"


def _is_in(area: str, place: str) -> bool:
    """Does the place, as somebody wrote it (`xã Vàm Lúa, tỉnh ...`), name the area?"""
    name, written = _bare(area), f" {' '.join(fold(place).replace(',', ' ').split())} "
    return bool(name) and f" {name} " in written


def _bare(area: str) -> str:
    name = " ".join(fold(area).replace(",", " ").split())
    for prefix in _PREFIXES:
        name = name.removeprefix(prefix)
    return name
