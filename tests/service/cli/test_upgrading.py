"""A database of the first commit comes up to date, verifies, and its cases go on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from alembic import command as alembic
from flask import Flask
from sqlalchemy import func, insert, select

from models import held, schema
from models.cases import Case
from models.database import Database
from models.deadlines import Deadline
from models.later_changes import LaterChange
from models.settings import Settings
from service import create_app
from tests.answers import answers_to, typed_moment
from tests.filled import Filled
from tests.models.test_migrations import catalogue
from tests.service.cli.aged import aged
from tests.service.cli.conftest import Donghanh, DonghanhOn
from tests.service.residents import Resident, workplace_of
from tests.service.visitor import posted

__all__ = ["aged"]

NEWEST, PLANNED = "HS-2026-0005", "HS-2026-0004"
RECEIVED = datetime(2026, 8, 21, 7, 5, tzinfo=UTC)  # t0 of NEWEST


@pytest.fixture
def donghanh(aged: Filled, donghanh_on: DonghanhOn) -> Donghanh:
    """The command of today on the database of then."""
    return donghanh_on(aged.url, aged.key_file)


@pytest.fixture
def app(aged: Filled, donghanh: Donghanh) -> Iterator[Flask]:
    donghanh.told("migrate")
    built = create_app(Settings.from_environment(donghanh.settings))
    yield built
    workplace_of(built).database.dispose()


def verified(donghanh: Donghanh) -> int:
    """How many entries are whole."""
    told = donghanh.told("history", "verify", "--all")
    assert told["whole"]
    assert told["cases"] == 5
    entries: int = told["entries"]
    return entries


def test_a_database_of_the_first_commit_comes_up_to_date_and_verifies(
    donghanh: Donghanh, aged: Filled, request: pytest.FixtureRequest
) -> None:
    assert "donghanh migrate" in donghanh.refused("case", "list")
    donghanh.told("migrate")
    assert verified(donghanh) == 41
    kind = aged.url.partition(":")[0]
    assert tables(aged.url) == tables(request.getfixturevalue(f"{kind}_url"))


def test_its_cases_are_read_and_go_on_from_where_they_were(app: Flask, donghanh: Donghanh) -> None:
    before = verified(donghanh)
    an, binh = Resident(app, "an"), Resident(app, "binh")
    for code in (NEWEST, PLANNED):
        assert an.get(f"/ho-so/{code}").status_code == 200
    assert "Hai tuần nay em Bảo" in an.get(f"/ho-so/{NEWEST}/giay-to/1").text

    complete(an, app, NEWEST, "record_intake")
    complete(binh, app, PLANNED, "approve_plan")

    assert waiting(donghanh, NEWEST) == {"assess_risk"}
    assert "approve_plan" not in waiting(donghanh, PLANNED)
    assert verified(donghanh) > before + 2


def test_its_receipts_are_corrected_there_and_back(app: Flask, donghanh: Donghanh) -> None:
    head = Resident(app, "binh")
    for at in (RECEIVED - timedelta(hours=1), RECEIVED):
        answers = answers_to("report", now=RECEIVED, received_at=typed_moment(at))
        address = f"/ho-so/{NEWEST}/giay-to/1/sua"
        assert head.post(address, **posted(answers), _reason="Nhớ nhầm giờ.").status_code == 303
    verified(donghanh)


def test_what_refers_to_a_limit_finds_it_again(donghanh: Donghanh, aged: Filled) -> None:
    """A database that was migrated step by step, as releases came, has more in it by then."""
    database = Database(aged.url)
    with database.transaction() as session:
        config = schema.configuration()
        config.attributes["connection"] = session.connection()
        alembic.upgrade(config, "0009")
        limit = session.scalars(select(Deadline).limit(1)).one()
        change = dict.fromkeys(("due_at", "noted_at"), limit.due_at)
        version = limit.calendar_version_id
        session.execute(
            insert(LaterChange).values(deadline_id=limit.id, version_id=version, **change)
        )
    donghanh.told("migrate")
    with database.reading() as session:
        joined = select(func.count()).select_from(LaterChange).join(Deadline).join(Case)
        assert session.scalars(joined).one() == 1
        assert session.scalars(select(func.count()).select_from(Deadline)).one() == 8
    database.dispose()


def complete(who: Resident, app: Flask, code: str, element: str) -> None:
    now = datetime.now(UTC)
    with workplace_of(app).database.reading() as session:
        case = held.by_code(session, code, now=now)
    assert case is not None
    (task_id,) = [one.id for one in case.tasks if one.element == element]
    sent = who.post(f"/viec/{task_id}", **posted(answers_to(element, now=now)))
    assert sent.status_code == 303, sent.text


def waiting(donghanh: Donghanh, code: str) -> set[str]:
    return {one["element"] for one in donghanh.told("case", "show", code)["tasks"]}


def tables(url: str) -> list[tuple[str, str]]:
    """Names and definitions; of a check the name, as a dump writes it in other words."""
    database = Database(url)
    with database.reading() as session:
        found = catalogue(session.connection())
    database.dispose()
    return [(name, "" if ".ck_" in name else definition) for name, definition in found]
