"""What is entered for a school or for the body above it, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from models import schools
from models.schools import SchoolKind
from processes import calendars
from processes.calendars import CalendarBehind
from processes.working_time.editing import (
    with_closure,
    with_day_off,
    with_make_up,
    with_season,
    with_week,
)
from processes.working_time.inheritance import Document, part
from processes.working_time.refusals import WorkingTimeRefused
from processes.working_time.vietnam import demo_calendar
from tests.processes.late_holiday import MONDAY, SATURDAY, STORM, kinds, limit, moved, opened, own
from tests.world import World

LATE = ["08:00-12:00", "14:00-17:30"]
NAME = {"vi": "Bão", "en": "Storm"}


def worked(world: World, school_id: int, on: date = MONDAY) -> list[str]:
    found = calendars.of_school(world.workplace, school_id, now=SATURDAY)
    assert found is not None
    return [session.to_text() for session in found.calendar.day(on).sessions]


def test_what_a_body_enters_reaches_all_its_schools_and_their_limits(world: World) -> None:
    code = opened(world)
    body_id = world.school.body_id

    entered = calendars.enter_for_body(
        world.workplace,
        body_id,
        with_day_off({}, MONDAY, source=STORM),
        by=world.chi.person_id,
        now=SATURDAY,
    )
    moved(world, now=SATURDAY)

    assert {one.school.code for one in entered.schools} == {"THCS-A", "THCS-B"}
    assert all(one.version_id is not None for one in entered.schools)
    assert worked(world, world.school.id) == worked(world, world.other_school.id) == []
    assert limit(world, code).due_at == SATURDAY + timedelta(days=3, hours=1)
    found = calendars.of_school(world.workplace, world.school.id, now=SATURDAY)
    assert found is not None
    assert found.body == calendars.of_body(world.workplace, body_id)
    assert str(MONDAY) not in str(found.own["exceptions"])


def test_a_school_without_a_calendar_holds_up_nobody_until_a_week_is_known(world: World) -> None:
    with world.workplace.database.transaction() as session:
        new = schools.add(
            session,
            code="THCS-C",
            name="THCS Bình Minh",
            kind=SchoolKind.GENERAL,
            commune="Xã Mới",
            body_id=world.school.body_id,
        )
    day_off = with_day_off({}, MONDAY, source=STORM)
    body_id = world.school.body_id

    calendars.enter_for_body(world.workplace, body_id, day_off, by=None, now=SATURDAY)

    assert worked(world, world.school.id) == []
    assert calendars.of_school(world.workplace, new.id, now=SATURDAY) is None
    with_sessions = day_off | {"week": {"monday": LATE, "tuesday": LATE}}
    later = SATURDAY + timedelta(minutes=1)
    calendars.enter_for_body(world.workplace, body_id, with_sessions, by=None, now=later)
    found = calendars.of_school(world.workplace, new.id, now=later)
    assert found is not None
    assert found.calendar.day(MONDAY).sessions == ()


def test_what_the_school_says_of_a_date_takes_the_place_of_what_its_body_says(
    world: World,
) -> None:
    makes_up = with_make_up(own(world), MONDAY, replaces=date(2026, 8, 28), source="QĐ 7")
    calendars.enter(world.workplace, world.school.id, makes_up, by=None, now=SATURDAY)

    calendars.enter_for_body(
        world.workplace,
        world.school.body_id,
        with_day_off({}, MONDAY, source=STORM),
        by=None,
        now=SATURDAY,
    )

    assert worked(world, world.school.id) == ["07:30-11:30", "13:30-17:00"]
    assert worked(world, world.other_school.id) == []


def test_a_school_that_had_entered_all_inherits_what_its_body_says_alike(world: World) -> None:
    seed = demo_calendar().to_document()
    calendars.enter_for_body(
        world.workplace, world.school.body_id, seed, by=None, now=SATURDAY - timedelta(hours=1)
    )
    assert own(world) == {"format": 1}

    seed["week"]["saturday"] = ["07:30-11:30"]
    entered = calendars.enter_for_body(
        world.workplace, world.school.body_id, seed, by=None, now=SATURDAY
    )

    assert worked(world, world.school.id, date(2026, 8, 29)) == ["07:30-11:30"]
    assert [words.vi for words in entered.schools[0].differences.words] == [
        "thứ Bảy, từ 15/6/2024: nghỉ → 7:30-11:30".replace(" B", "\u00a0B")
    ]


def test_a_new_week_leaves_the_past_as_it_was_worked(world: World) -> None:
    found = calendars.of_school(world.workplace, world.school.id, now=SATURDAY)
    assert found is not None
    week = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), LATE)

    document = with_week(found.own, found.calendar.to_document(), week, since=MONDAY)
    calendars.enter(world.workplace, world.school.id, document, by=None, now=SATURDAY)

    assert worked(world, world.school.id) == LATE
    assert worked(world, world.school.id, date(2026, 8, 21)) == ["07:30-11:30", "13:30-17:00"]
    assert worked(world, world.school.id, date(2026, 8, 22)) == ["07:30-11:30", "13:30-17:00"]


def test_a_week_of_next_month_touches_no_limit_that_ends_before(world: World) -> None:
    code = opened(world)
    found = calendars.of_school(world.workplace, world.school.id, now=SATURDAY)
    assert found is not None
    whole = found.calendar.to_document()
    document = with_week(found.own, whole, {"monday": LATE}, since=date(2026, 9, 7))

    calendars.enter(world.workplace, world.school.id, document, by=None, now=SATURDAY)
    moved(world, now=SATURDAY)

    assert kinds(world, code) == ["opened"]


def test_what_changes_nothing_is_not_entered(world: World) -> None:
    calendars.enter(world.workplace, world.school.id, own(world), by=None, now=SATURDAY)
    again = calendars.enter(world.workplace, world.school.id, own(world), by=None, now=SATURDAY)

    assert again.version_id is None
    assert not again.differences


def test_two_who_enter_at_once_are_told(world: World) -> None:
    found = calendars.of_school(world.workplace, world.school.id, now=SATURDAY)
    assert found is not None
    first = with_day_off(found.own, MONDAY, source=STORM)
    second = with_day_off(found.own, date(2026, 9, 7), source="thông báo")
    seen = found.version.id
    calendars.enter(world.workplace, world.school.id, first, by=None, now=SATURDAY, based_on=seen)

    with pytest.raises(CalendarBehind, match="người khác"):
        calendars.enter(
            world.workplace, world.school.id, second, by=None, now=SATURDAY, based_on=seen
        )


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"week": {}}, "thời hạn sẽ không bao giờ kết thúc"),
        (
            with_closure({}, date(2027, 1, 1), date(2028, 12, 31), name=NAME, source="QĐ 1"),
            "thời hạn sẽ không bao giờ kết thúc",
        ),
        ({"week": {"monday": ["07:30-11:30", "11:00-17:00"]}}, "chồng lên nhau"),
        ({"week": {"monday": ["11:30-07:30"]}}, "kết thúc trước hoặc ngay khi bắt đầu"),
        ({"week": {"monday": ["sáng"]}}, "Không đọc được buổi làm việc “sáng”"),
        (
            with_season({}, date(2026, 12, 1), date(2026, 11, 1), name=NAME, week={}),
            "trước khi bắt đầu",
        ),
        (with_day_off({}, MONDAY, source=" "), "chưa ghi văn bản làm căn cứ"),
        (
            {"holidays": [{"date": "2026-12-24", "name": NAME}]},
            "Mục “holidays[0]” (Bão, 2026-12-24) chưa ghi văn bản làm căn cứ",
        ),
        (
            {"holidays": [{"date": "24/12/2026", "name": NAME, "source": "QĐ"}]},
            "Không đọc được ngày “24/12/2026” tại mục “holidays[0].date”",
        ),
        ({"weeks": {}}, "không đúng cấu trúc"),
        ({"zone": "Sao Hỏa"}, "Không biết múi giờ"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    world: World, wrong: dict[str, Any], sentence: str
) -> None:
    base: Document = {key: value for key, value in own(world).items() if key not in wrong}

    with pytest.raises(WorkingTimeRefused) as refused:
        calendars.enter(world.workplace, world.school.id, base | wrong, by=None, now=SATURDAY)
    assert sentence in refused.value.vi
    with pytest.raises(WorkingTimeRefused):
        calendars.propose(world.workplace, world.school.id, base | wrong, now=SATURDAY)

    with world.workplace.database.reading() as session:
        assert len(calendars.versions(session, world.school.id)) == 1


def test_from_october_on_the_next_year_is_asked_for() -> None:
    calendar = demo_calendar()

    assert calendars.missing_year(calendar, date(2026, 9, 30)) is None
    assert calendars.missing_year(calendar, date(2026, 10, 1)) == 2027
    assert calendars.missing_year(calendar, date(2027, 1, 5)) == 2027


def test_a_year_is_known_by_the_first_document_entered_for_it() -> None:
    document = with_day_off(demo_calendar().to_document(), date(2027, 2, 5), source="CV 1")

    known = type(demo_calendar()).from_document(document)

    assert calendars.missing_year(known, date(2026, 12, 1)) is None


def test_a_part_says_only_what_was_said() -> None:
    assert part({}) == {"format": 1}
    assert part({"seasons": [], "closures": []}) == {"format": 1, "seasons": []}
