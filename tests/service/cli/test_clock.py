"""`donghanh demo --clock`: a sandbox whose story ends where its clock begins."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from models.database import Database
from models.journal import JournalEntry
from processes.clock import Clock
from processes.demo.residents import TOLD
from tests.service.cli.conftest import DonghanhOn

MOMENT = datetime.fromisoformat("2026-08-21T15:00+07:00")
SOON = timedelta(minutes=2)


def test_the_clock_begins_at_the_moment_and_the_story_ends_just_before_it(
    empty_database_url: str, donghanh_on: DonghanhOn
) -> None:
    donghanh = donghanh_on(empty_database_url)
    assert len(donghanh.told("demo", "--clock", "2026-08-21 15:00")["sign_ins"]) == len(
        TOLD["people"]
    )
    database = Database(empty_database_url)
    shown = Clock(database).now()
    with database.reading() as session:
        last = session.scalars(select(func.max(JournalEntry.at))).one()
    database.dispose()
    assert MOMENT <= shown < MOMENT + SOON
    assert MOMENT - timedelta(hours=1) < last < MOMENT
    day = donghanh.told("calendar", "show", "--school", "THCS-VAM-LUA", "--days", "1")["days"][0]
    assert day["date"] == "2026-08-21"
    assert "đã có trường" in donghanh.refused("demo", "--clock", "2026-08-21 15:00")


def test_a_demo_without_a_clock_never_becomes_a_sandbox(
    sqlite_url: str, donghanh_on: DonghanhOn
) -> None:
    donghanh = donghanh_on(sqlite_url)
    donghanh.told("demo")
    donghanh.refused("demo", "--clock", "2026-08-21 15:00")
    database = Database(sqlite_url)
    assert Clock(database).offset() is None
    assert abs(Clock(database).now() - datetime.now(UTC)) < SOON
    database.dispose()


@pytest.mark.parametrize(
    "moment",
    ["yesterday", "2026-13-01", "2025-08-29 23:59", "2031-01-01", "0001-01-01", "9999-12-31 23:59"],
)
def test_a_moment_at_which_no_story_can_end_is_refused_in_a_sentence(
    moment: str, sqlite_url: str, donghanh_on: DonghanhOn
) -> None:
    donghanh = donghanh_on(sqlite_url)
    assert donghanh.refused("demo", "--clock", moment).count("\n") == 1
    database = Database(sqlite_url)
    assert Clock(database).offset() is None
    database.dispose()
