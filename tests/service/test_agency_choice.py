"""The receiving agency in a referral: chosen from the list, nearest first, or written by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask

from models import agencies, held
from models.agencies import AgencyKind
from processes import papers
from processes.working_time.local_time import today
from tests.answers import answers_to
from tests.service.led import done, now, open_tasks, opened
from tests.service.visitor import Visitor
from tests.world import World

LONG_AGO = date(2020, 7, 1)
POLICE = "Công an xã An Bình"
OFFICE = "Phòng Lao động huyện Cũ"
COMMITTEE = "Ủy ban nhân dân xã Vĩnh Hòa"


@pytest.fixture
def world(world: World) -> Iterator[World]:
    with world.clock.kept():
        yield world


@pytest.fixture
def listed(world: World) -> dict[str, int]:
    """The agencies of the list by name."""
    told = (
        (POLICE, AgencyKind.COMMUNE_POLICE, "An Bình"),
        (COMMITTEE, AgencyKind.COMMUNE_COMMITTEE, "xã Vĩnh Hòa"),
        ("Công an xã Xa", AgencyKind.COMMUNE_POLICE, "Xa"),
        ("Trung tâm Công tác xã hội tỉnh", AgencyKind.SOCIAL_WORK_CENTRE, "toàn tỉnh"),
        (OFFICE, AgencyKind.LABOUR_OFFICE, "huyện Cũ"),
        ("Cấp cứu 115", AgencyKind.EMERGENCY_HELP, "toàn tỉnh"),
    )
    with world.workplace.database.transaction() as session:
        return {
            name: agencies.add(session, name=name, kind=kind, area=area, valid_from=LONG_AGO).id
            for name, kind, area in told
        }


def end(world: World, number: int, successor: int | None = None) -> None:
    """It ended yesterday."""
    on = today(now()) - timedelta(days=1)
    with world.workplace.database.transaction() as session:
        agencies.end(session, number, on=on, successor_id=successor)


def to_referral(world: World) -> str:
    """A case that waits for its referral; the student lives in another commune."""
    code = opened(world)
    done(world, code, "record_intake", world.an.caller, residence_commune="Vĩnh Hòa, tỉnh Kia")
    done(world, code, "assess_risk", world.an.caller)
    done(
        world, code, "decide_route", world.binh.caller, route="refer", referral_reading="not_needed"
    )
    return code


def letter(agency: object) -> dict[str, object]:
    return answers_to("prepare_referral", now=now(), method="letter", agency=agency)


def filed(world: World, code: str) -> object:
    """The agency that the case keeps."""
    with world.workplace.database.reading() as session:
        case = held.by_code(session, code, now=now())
        assert case is not None
        return papers.filed(session, case, world.workplace.keys)[0].values["agency"]


def test_the_nearest_are_offered_first_and_a_case_keeps_the_name_of_the_day(
    app: Flask, world: World, listed: dict[str, int]
) -> None:
    end(world, listed[OFFICE])
    code = to_referral(world)
    task = open_tasks(world, code)["prepare_referral"]
    an = Visitor(app, world.an)
    page = an.get(f"/viec/{task}").text
    offered = re.findall(r'<option value="(\w+)"', page[page.index("f-agency-id") :])
    names = (COMMITTEE, POLICE, "Trung tâm Công tác xã hội tỉnh", "Công an xã Xa")
    assert offered[: len(names) + 1] == [*(str(listed[name]) for name in names), "other"]
    assert re.findall(r'<optgroup label="([^"]+)"', page) == [
        "Ở xã nơi cư trú, nơi trường đóng",
        "Phạm vi rộng hơn",
        "Ở xã, phường khác",
    ]
    program = app.test_client().get(f"/api/v1/tasks/{task}", headers=world.an.headers).get_json()
    field = next(one for one in program["form"]["components"] if one["type"] == "agency")
    assert [one["id"] for one in field["agencies"]] == [listed[name] for name in names]
    answer = an.post(f"/viec/{task}", letter({"id": str(listed[POLICE])}))
    assert answer.status_code == 303
    kept = {"id": listed[POLICE], "kind": "commune_police", "name": POLICE}
    end(world, listed[POLICE], listed[COMMITTEE])
    assert filed(world, code) == kept
    signing = Visitor(app, world.binh).get(f"/viec/{open_tasks(world, code)['sign_letter']}").text
    assert f"{POLICE} (Công an cấp xã)" in signing.replace("\N{NO-BREAK SPACE}", " ")


def test_one_that_ended_meanwhile_names_its_successor_and_another_is_written_by_hand(
    app: Flask, world: World, listed: dict[str, int]
) -> None:
    code = to_referral(world)
    address = f"/viec/{open_tasks(world, code)['prepare_referral']}"
    an = Visitor(app, world.an)
    end(world, listed[OFFICE], listed[POLICE])
    end(world, listed[POLICE], listed[COMMITTEE])
    answer = an.post(address, letter({"id": str(listed[OFFICE])}) | {"contents": "Điều đã viết"})
    assert answer.status_code == 422
    page = answer.text.replace("\N{NO-BREAK SPACE}", " ")
    assert f"nơi thay thế là {COMMITTEE}" in page
    assert "Điều đã viết" in page
    assert f'<option value="{listed[OFFICE]}" selected>' in page
    half = an.post(address, letter({"id": "other", "name": "Mái ấm Hoa Sen"}))
    assert half.status_code == 422
    assert "Chọn loại nơi tiếp nhận" in half.text.replace("\N{NO-BREAK SPACE}", " ")
    assert 'value="Mái ấm Hoa Sen"' in half.text
    told = {"id": "other", "name": "Mái ấm Hoa Sen", "kind": "social_work_centre"}
    assert an.post(address, letter(told)).status_code == 303
    assert filed(world, code) == {"kind": "social_work_centre", "name": "Mái ấm Hoa Sen"}
