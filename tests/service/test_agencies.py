"""Nơi tiếp nhận: the list as an administrator keeps it; no row rewritten, nothing typed lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from models import agencies
from models.agencies import Agency, AgencyKind
from models.appointments import Appointment, Role
from processes.working_time.local_time import today
from tests.service.led import now
from tests.service.visitor import Visitor
from tests.world import SINCE, World

LIST = "/noi-tiep-nhan"
LONG_AGO = date(2020, 7, 1)
POLICE = "Công an xã An Bình"
COMMITTEE = "Ủy ban nhân dân xã An Bình"


@pytest.fixture
def world(world: World) -> Iterator[World]:
    """Chi is an administrator, and two agencies are listed."""
    with world.workplace.database.transaction() as session:
        session.add(
            Appointment(person_id=world.chi.person_id, role=Role.ADMINISTRATOR, from_date=SINCE)
        )
        for name, kind in (
            (POLICE, AgencyKind.COMMUNE_POLICE),
            (COMMITTEE, AgencyKind.COMMUNE_COMMITTEE),
        ):
            agencies.add(session, name=name, kind=kind, area="An Bình", valid_from=LONG_AGO)
    with world.clock.kept():
        yield world


@pytest.fixture
def chi(app: Flask, world: World) -> Visitor:
    """An administrator, at the pages."""
    return Visitor(app, world.chi)


def typed(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def read(answer: TestResponse) -> str:
    return answer.text.replace("\N{NO-BREAK SPACE}", " ")


def kept(world: World) -> dict[str, Agency]:
    with world.workplace.database.reading() as session:
        return {one.name: one for one in agencies.all_agencies(session)}


def new(**other: str) -> dict[str, str]:
    told = {"name": "Công an xã Hòa", "kind": "commune_police", "area": "Hòa", "since": "1/7/2026"}
    return told | other


def test_an_agency_is_added_and_what_cannot_be_kept_stays_typed(world: World, chi: Visitor) -> None:
    for wrong, words in (
        (new(since="31/2/2026"), "31/2/2026"),
        (new(since=""), "Ghi ngày bắt đầu"),
        (new(name=""), "Ghi tên đầy đủ của nơi tiếp nhận"),
        (new(kind="ministry"), "Thuộc loại nào?"),
        (new(name=POLICE.upper(), area="An Bình"), "đã có trong danh sách"),
    ):
        refused = chi.post(f"{LIST}/them", wrong)
        assert (refused.status_code, words in read(refused)) == (422, True), wrong
        assert 'aria-invalid="true"' in refused.text
        for box in ("name", "area"):
            assert f'value="{wrong[box]}"' in refused.text or not wrong[box]
    assert set(kept(world)) == {POLICE, COMMITTEE}

    assert chi.post(f"{LIST}/them", new()).headers["Location"] == LIST
    added = kept(world)["Công an xã Hòa"]
    assert (added.kind, added.area) == (AgencyKind.COMMUNE_POLICE, "Hòa")
    assert (added.valid_from, added.valid_to) == (date(2026, 7, 1), None)
    assert "Đã thêm Công an xã Hòa." in read(chi.get(LIST))


def test_another_name_is_another_row_and_the_old_one_leads_to_it(
    world: World, chi: Visitor
) -> None:
    day = today(now())
    old = kept(world)[POLICE]
    address = f"{LIST}/{old.id}/sua"
    shown = chi.get(address).text
    assert f'value="{POLICE}"' in shown
    assert '<option value="commune_police" selected>' in shown

    told = new(name="Công an phường An Bình", area="An Bình")
    before_it_began = chi.post(address, told | {"since": typed(LONG_AGO)})
    assert (before_it_began.status_code, "nhận việc từ" in read(before_it_began)) == (422, True)
    assert 'value="Công an phường An Bình"' in before_it_began.text
    assert "đã có trong danh sách" in read(
        chi.post(address, {"name": COMMITTEE, "kind": "commune_committee", "area": "An Bình"}
                 | {"since": typed(day)})
    )  # fmt: skip
    assert kept(world)[POLICE].valid_to is None  # nothing of it was kept

    assert chi.post(address, told | {"since": typed(day)}).status_code == 303
    rows = kept(world)
    assert rows[POLICE].valid_to == day - timedelta(days=1)
    assert rows[POLICE].successor_id == rows["Công an phường An Bình"].id
    assert "thay bằng Công an phường An Bình" in read(chi.get(LIST))
    assert chi.post(address, told | {"since": typed(day)}).status_code == 422  # has ended already


def test_an_agency_ends_with_whoever_takes_its_place(world: World, chi: Visitor) -> None:
    day = today(now())
    rows = kept(world)
    address = f"{LIST}/{rows[POLICE].id}/ket-thuc"
    offered = re.findall(r'<option value="(\d+)"', chi.get(address).text)
    assert offered == [str(rows[COMMITTEE].id)]  # not itself

    before = chi.post(address, {"on": "1/1/2020", "successor": str(rows[COMMITTEE].id)})
    assert (before.status_code, "không thể kết thúc ngày" in read(before)) == (422, True)
    assert 'value="1/1/2020"' in before.text
    assert f'<option value="{rows[COMMITTEE].id}" selected>' in before.text
    assert chi.post(address, {"on": typed(day), "successor": "999"}).status_code == 422
    assert "Ghi ngày cuối cùng nhận việc" in read(chi.post(address, {"on": ""}))

    told = {"on": typed(day), "successor": str(rows[COMMITTEE].id)}
    assert chi.post(address, told).status_code == 303
    ended = kept(world)[POLICE]
    assert (ended.valid_to, ended.successor_id) == (day, rows[COMMITTEE].id)

    # Whoever takes its place must be there on the day after.
    assert chi.post(f"{LIST}/{rows[COMMITTEE].id}/ket-thuc", {"on": typed(day)}).status_code == 303
    refused = chi.post(address, {"on": typed(day), "successor": str(rows[COMMITTEE].id)})
    assert (refused.status_code, "không nhận việc vào ngày" in read(refused)) == (422, True)


def test_only_an_administrator_keeps_the_list(app: Flask, world: World, chi: Visitor) -> None:
    number = kept(world)[POLICE].id
    pages = (LIST, f"{LIST}/them", f"{LIST}/{number}/sua", f"{LIST}/{number}/ket-thuc")
    for page in pages:
        assert chi.get(page).status_code == 200, page
        assert app.test_client().get(page).status_code == 302, page
    for member in (world.an, world.binh, world.dung, world.giang):
        somebody = Visitor(app, member)
        for page in pages:
            assert somebody.get(page).status_code == 403, (member.name, page)
        for page in pages[1:]:
            answer = somebody.post(page, new(), page="/viec-cua-toi")
            assert answer.status_code == 403, (member.name, page)
    assert set(kept(world)) == {POLICE, COMMITTEE}
    for part in ("sua", "ket-thuc"):
        assert chi.get(f"{LIST}/999/{part}").status_code == 404
