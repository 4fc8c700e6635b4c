"""What a school inherits, what two calendars differ in, and edits of what was entered."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from processes.working_time.calendar import Calendar
from processes.working_time.differences import between
from processes.working_time.editing import (
    with_closure,
    with_day_off,
    with_make_up,
    with_season,
    with_week,
    without_date,
    without_entry,
)
from processes.working_time.inheritance import merged, own_part, part
from processes.working_time.seeding import seeded
from processes.working_time.vietnam import demo_calendar, seed_document
from tests.processes.working_time.random_calendars import random_document

DEMO = demo_calendar().to_document()
MONDAY = date(2026, 8, 24)
NAME = {"vi": "Lũ", "en": "Flood"}


@pytest.mark.parametrize("seed", range(200))
def test_whatever_a_school_entered_is_the_same_over_any_part_of_it(seed: int) -> None:
    chance = Random(f"part {seed}")
    whole = Calendar.from_document(random_document(chance)).to_document()
    body = {key: value for key, value in whole.items() if chance.random() < 0.5}
    for key in ("holidays", "exceptions", "closures"):
        body[key] = [row for row in whole[key] if chance.random() < 0.5]

    own = own_part(whole, part(body))

    assert merged(part(body), own) == whole
    assert part(own) == own
    assert merged(None, part(whole)) == whole


def test_a_school_with_its_own_week_keeps_no_season_of_its_body() -> None:
    body = with_season(DEMO, MONDAY, MONDAY, name=NAME, week={"monday": ["08:00-11:00"]})

    assert merged(body, {})["seasons"] == merged(body, {"closures": []})["seasons"] != []
    assert merged(body, {"week": DEMO["week"]})["seasons"] == []


def test_closures_of_both_add_up() -> None:
    body = with_closure({}, MONDAY, MONDAY, name=NAME, source="QĐ 1")
    own = with_closure({}, date(2026, 9, 7), date(2026, 9, 8), name=NAME, source="QĐ 2")

    assert len(merged(body, own)["closures"]) == 2
    assert len(merged(body, body)["closures"]) == 1


def test_dates_are_told_one_by_one_and_a_week_by_its_weekdays() -> None:
    week = DEMO["week"] | {"saturday": ["07:30-11:30"]}
    after = with_day_off(with_week(DEMO, DEMO, week, since=MONDAY), MONDAY, source="CV 1")

    found = between(
        Calendar.from_document(DEMO),
        Calendar.from_document(after),
        since=date(2026, 8, 1),
        through=date(2026, 9, 30),
    )

    assert [words.vi.replace("\u00a0", " ") for words in found.words] == [
        "thứ Bảy, từ 29/8/2026: nghỉ → 7:30-11:30",
        "thứ Hai, 24/8/2026: 7:30-11:30, 13:30-17:00 → nghỉ (ngày nghỉ)",
    ]
    assert found.words[0].en == "Saturdays from 29\u00a0August\u00a02026: not worked → 7:30-11:30"
    assert (found.first, found.last) == (MONDAY, date(2026, 9, 26))


def test_no_difference_is_none() -> None:
    calendar = Calendar.from_document(DEMO)

    found = between(calendar, calendar, since=MONDAY, through=MONDAY + timedelta(days=900))

    assert not found
    assert found.words == ()


def test_a_date_has_one_exception() -> None:
    off = with_day_off(DEMO, MONDAY, source="CV 1", name=NAME)
    worked = with_make_up(
        off, MONDAY, replaces=date(2026, 8, 28), source="CV 2", sessions=["07:00-11:00"]
    )

    calendar = Calendar.from_document(worked)

    assert [one.to_text() for one in calendar.day(MONDAY).sessions] == ["07:00-11:00"]
    assert part(without_date(worked, MONDAY)) == part(DEMO)


def test_an_entry_is_taken_out_by_its_place() -> None:
    closed = with_closure(DEMO, MONDAY, MONDAY, name=NAME, source="QĐ 1")

    assert without_entry(closed, "closures", 0)["closures"] == []
    with pytest.raises(KeyError):
        without_entry(closed, "week", 0)


def test_the_seed_renews_what_was_seeded_and_leaves_the_rest() -> None:
    own = {"date": "2027-02-05", "name": NAME, "source": "CV 9"}
    old = {"date": "2025-02-01", "name": NAME, "source": "Bộ luật Lao động 2019, Điều 112; cũ"}

    found = seeded({"holidays": [own, old], "week": DEMO["week"]})

    dates = {row["date"]: row["source"] for row in found["holidays"]}
    assert dates["2027-02-05"] == "CV 9"
    assert "2025-02-01" not in dates
    assert part(seeded(found)) == part(found)
    assert len(found["exceptions"]) == len(seed_document({})["exceptions"])
