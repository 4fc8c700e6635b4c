"""`agency add`, `agency end`, `agency list`."""

from __future__ import annotations

from datetime import UTC, date, datetime

import click

from models import agencies as rows
from models.agencies import Agency, AgencyKind
from processes import agencies
from processes.agencies import NewAgency
from processes.working_time.local_time import today
from service.cli import opening
from service.cli.answers import Answer, answers, columns
from service.cli.calendar_words import Day


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
        added = agencies.add(session, NewAgency(name, AgencyKind(kind), area, since))
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
        ended = agencies.end(
            session, number, on=on, successor_id=successor, today=today(datetime.now(UTC))
        )
    return Answer(
        {"number": number, "valid_to": on, "successor": successor},
        [f"Đã ghi. Noted: {ended.name}, {on}"],
    )


@agency.command(name="list")
@answers
def list_() -> Answer:
    """All agencies, those that have ended too. Mọi đơn vị."""
    with opening.database() as database, database.reading() as session:
        found = rows.all_agencies(session)
    lines = [(one.id, one.kind.value, one.name, one.area, _period(one)) for one in found]
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
        columns(lines),
    )


def _period(one: Agency) -> str:
    return f"{one.valid_from} – {one.valid_to or ''}".rstrip()
