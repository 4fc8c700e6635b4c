"""`agency add`, `agency end`, `agency list`."""

from __future__ import annotations

from datetime import date

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import agencies
from models.agencies import Agency, AgencyKind
from models.refusals import Refusal
from service.cli import opening
from service.cli.answers import Answer, answers, columns
from service.cli.calendar_words import Day


class AgencyUnknown(Refusal):
    """No agency has this number."""

    vi = "Không có đơn vị tiếp nhận số {number}; xem donghanh agency list."
    en = "There is no agency number {number}; see donghanh agency list."


class EndsBeforeItBegins(Refusal):
    """The last day lies before the first."""

    vi = "Đơn vị hoạt động từ {since:%d/%m/%Y}, không thể kết thúc ngày {on:%d/%m/%Y}."
    en = "The agency is valid from {since:%d/%m/%Y} and cannot end on {on:%d/%m/%Y}."


@click.group()
def agency() -> None:
    """Agencies that cases are referred to. Đơn vị tiếp nhận."""


@agency.command()
@click.argument("name")
@click.option("--kind", type=click.Choice([one.value for one in AgencyKind]), required=True)
@click.option("--area", required=True, help="Địa bàn. Area.")
@click.option("--from", "since", type=Day(), required=True, help="Từ ngày. Valid from this date.")
@answers
def add(*, name: str, kind: str, area: str, since: date) -> Answer:
    """Add an agency. Thêm đơn vị tiếp nhận."""
    with opening.database() as database, database.transaction() as session:
        added = agencies.add(session, name=name, kind=AgencyKind(kind), area=area, valid_from=since)
    return Answer({"number": added.id, "name": name}, [f"Đã thêm. Added: {added.id}, {name}"])


@agency.command()
@click.argument("number", type=int)
@click.option("--on", type=Day(), required=True, help="Ngày cuối cùng. Its last day.")
@click.option("--successor", type=int, help="Số của đơn vị thay thế. Who takes its place.")
@answers
def end(*, number: int, on: date, successor: int | None) -> Answer:
    """Note the last day of an agency; old cases keep its name.

    Ghi ngày kết thúc của một đơn vị.
    """
    with opening.database() as database, database.transaction() as session:
        ended = _numbered(session, number)
        if successor is not None:
            _numbered(session, successor)
        if on < ended.valid_from:
            raise EndsBeforeItBegins(since=ended.valid_from, on=on)
        agencies.end(session, number, on=on, successor_id=successor)
    return Answer(
        {"number": number, "valid_to": on, "successor": successor},
        [f"Đã ghi. Noted: {ended.name}, {on}"],
    )


@agency.command(name="list")
@answers
def list_() -> Answer:
    """All agencies, those that have ended too. Mọi đơn vị."""
    with opening.database() as database, database.reading() as session:
        found = session.scalars(select(Agency).order_by(Agency.sort_key, Agency.id)).all()
    rows = [(one.id, one.kind.value, one.name, one.area, _period(one)) for one in found]
    return Answer(
        [
            {
                "number": one.id,
                "kind": one.kind.value,
                "name": one.name,
                "area": one.area,
                "valid_from": one.valid_from,
                "valid_to": one.valid_to,
                "successor": one.successor_id,
            }
            for one in found
        ],
        columns(rows),
    )


def _numbered(session: Session, number: int) -> Agency:
    found = session.get(Agency, number)
    if found is None:
        raise AgencyUnknown(number=number)
    return found


def _period(one: Agency) -> str:
    return f"{one.valid_from} – {one.valid_to or ''}".rstrip()
