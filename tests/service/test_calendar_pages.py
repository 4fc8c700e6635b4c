"""The administrator's pages of calendars: what is entered, previewed, applied, taken away."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape

import html5lib
import pytest
from flask import Flask

from processes import calendars
from service.pages.calendar_forms import KINDS
from tests.processes.working_time.moments import local, on_clock
from tests.service.calendar_desk import (
    BODY,
    DAY_OFF,
    ENTRIES,
    HERE,
    SOURCE,
    applied,
    appoint,
    chi,
    kept,
    sent,
    world,
)
from tests.service.visitor import Visitor
from tests.trials.acts import opened_case
from tests.world import World

__all__ = ["chi", "world"]


def test_the_list_names_bodies_and_schools(chi: Visitor) -> None:
    page = chi.get("/lich").text
    assert f'href="{HERE}"' in page
    assert f'href="{BODY}"' in page
    assert 'href="/lich/truong/THCS-B"' in page


def test_a_month_shows_holidays_make_up_days_and_hours(chi: Visitor) -> None:
    page = chi.get(f"{HERE}?thang=2026-08").text.replace("\u00a0", " ")
    assert "Tháng 8/2026" in page
    assert "làm bù cho 31/8" in page
    assert "7:30-11:30" in page
    assert 'href="/lich/truong/THCS-A?thang=2026-09"' in page
    assert "Quốc khánh" in chi.get(f"{HERE}?thang=2026-09").text


@pytest.mark.parametrize("month", ["", "2026-13", "x", "99999-01", "0001-01", "2026-1"])
def test_a_month_that_is_none_is_this_month(chi: Visitor, month: str) -> None:
    page = chi.get(f"{HERE}?thang={month}")
    assert page.status_code == 200
    today = local(on_clock(datetime.now(UTC)))
    assert f"Tháng {today.month}/{today.year}" in page.text


@pytest.mark.parametrize("kind", KINDS)
def test_an_entry_is_previewed_and_only_then_applied(chi: Visitor, world: World, kind: str) -> None:
    before = kept(world)
    preview = sent(chi, kind, ENTRIES[kind])
    assert "Áp dụng" in preview
    assert "→" in preview
    assert kept(world) == before
    assert applied(chi, world, kind, ENTRIES[kind]) != before


def test_a_swap_frees_one_day_and_works_the_other(chi: Visitor, world: World) -> None:
    calendar = applied(chi, world, "lam-bu", ENTRIES["lam-bu"])
    assert not calendar.day(local("2026-09-14 00:00").date()).is_worked
    assert calendar.day(local("2026-09-19 00:00").date()).is_worked
    due = calendar.add_working_hours(local("2026-09-11 15:00"), 12)
    # Friday 2 + Tuesday 7.5 + Wednesday 2.5
    assert on_clock(due.due_at) == "2026-09-16 10:00"


def test_new_hours_leave_the_past_as_it_was(chi: Visitor, world: World) -> None:
    before = kept(world)
    calendar = applied(chi, world, "gio-lam-viec", ENTRIES["gio-lam-viec"])
    last_friday = local("2026-09-04 00:00").date()
    assert calendar.day(last_friday).sessions == before.day(last_friday).sessions
    assert not calendar.day(local("2026-09-08 00:00").date()).is_worked


def test_the_preview_lists_each_limit_from_when_to_when(
    app: Flask, chi: Visitor, world: World
) -> None:
    code = opened_case(world)
    now = datetime.now(UTC)
    due = kept(world).add_working_hours(now, 12).due_at
    off = on_clock(due)[:10]
    page = sent(chi, "ngay-nghi", {**DAY_OFF, "on": off})
    assert code in page
    assert "1 hạn đang chạy sẽ dời" in page.replace("\u00a0", " ")
    assert world.an.name not in page


def test_what_was_typed_can_be_mended_after_the_preview(chi: Visitor) -> None:
    answer = chi.post(f"{HERE}/ngay-nghi", {**DAY_OFF, "_edit": "1"})
    assert answer.status_code == 200
    assert SOURCE in answer.text
    assert "Áp dụng" not in answer.text


def test_an_entry_can_be_taken_away_again(chi: Visitor, world: World) -> None:
    before = kept(world)
    applied(chi, world, "dong-cua", ENTRIES["dong-cua"])
    entry = {"part": "closures", "index": "0"}
    preview = chi.post(f"{HERE}/bo", entry, page=HERE)
    assert preview.status_code == 200
    assert "Sửa lại" not in preview.text
    taken = chi.post(f"{HERE}/bo", {**entry, "_apply": "1"}, page=HERE)
    assert taken.status_code == 303
    assert kept(world) == before
    again = chi.post(f"{HERE}/bo", entry, page=HERE)
    assert again.status_code == 303
    assert "không còn trong lịch" in chi.get(HERE).text


@pytest.mark.parametrize("entry", [{}, {"part": "zone", "index": "0"}, {"part": "x"}])
def test_an_entry_that_is_none_cannot_be_taken_away(
    chi: Visitor, world: World, entry: dict[str, str]
) -> None:
    before = kept(world)
    assert chi.post(f"{HERE}/bo", entry, page=HERE).status_code == 303
    assert kept(world) == before


def test_the_same_button_pressed_twice_enters_once(chi: Visitor, world: World) -> None:
    applied(chi, world, "ngay-nghi", DAY_OFF)
    again = chi.post(f"{HERE}/ngay-nghi", {**DAY_OFF, "_apply": "1", "_based_on": "1"})
    assert again.status_code == 303
    with world.workplace.database.reading() as session:
        assert len(calendars.versions(session, world.school.id)) == 2


def test_who_looked_at_an_older_calendar_sees_the_preview_again(chi: Visitor, world: World) -> None:
    applied(chi, world, "ngay-nghi", DAY_OFF)
    entry = ENTRIES["dong-cua"]
    answer = chi.post(f"{HERE}/dong-cua", {**entry, "_apply": "1", "_based_on": "1"})
    assert answer.status_code == 409
    assert "vừa được người khác thay đổi" in answer.text
    assert "Áp dụng" in answer.text
    assert SOURCE in unescape(answer.text)


def test_what_a_body_enters_holds_at_its_schools_and_says_whose_it_is(
    chi: Visitor, world: World
) -> None:
    preview = sent(chi, "ngay-nghi", DAY_OFF, at=BODY)
    assert world.school.name in preview
    assert world.other_school.name in preview
    answer = chi.post(f"{BODY}/ngay-nghi", {**DAY_OFF, "_apply": "1"})
    assert answer.status_code == 303, answer.text
    assert not kept(world).day(local("2026-09-14 00:00").date()).is_worked
    page = chi.get(f"{HERE}?thang=2026-09").text
    assert "theo Phòng Giáo dục và Đào tạo" in page
    assert "Nghỉ tránh bão" in page
    assert SOURCE in chi.get(BODY + "?thang=2026-09").text


def test_every_page_is_valid_html_in_both_languages(chi: Visitor, world: World) -> None:
    nasty = {**DAY_OFF, "name": "<b>\"Bão\" & 'lũ'", "source": "</title><script>x</script>"}
    pages = ["/lich", HERE, BODY, *(f"{HERE}/{kind}" for kind in KINDS)]
    applied(chi, world, "ngay-nghi", nasty)
    for language in ("vi", "en"):
        chi.client.set_cookie("language", language)
        texts = [chi.get(f"{page}?thang=2026-09").text for page in pages]
        texts.append(chi.post(f"{HERE}/ngay-nghi", {**nasty, "on": "15/9/2026"}).text)
        for text in texts:
            html5lib.HTMLParser(strict=True).parse(text)
            assert "<b>" + '"' not in text
            ids = re.findall(r'\sid="([^"]+)"', text)
            assert len(ids) == len(set(ids))
            assert text.count("<h1") == 1


def test_a_version_says_who_entered_it(chi: Visitor, world: World) -> None:
    applied(chi, world, "ngay-nghi", DAY_OFF)
    assert f"{world.chi.name}, đang dùng" in chi.get(HERE).text


def test_an_administrator_of_one_school_keeps_its_calendar_only(app: Flask, world: World) -> None:
    appoint(world, world.other_school.id, person="giang")
    giang = Visitor(app, world.giang)
    listed = giang.get("/lich").text
    assert "/lich/truong/THCS-B" in listed
    assert HERE not in listed
    assert BODY not in listed
    assert giang.get("/lich/truong/THCS-B").status_code == 200
    for address in (HERE, BODY, f"{HERE}/ngay-nghi", "/lich/truong/X", "/lich/x/THCS-B"):
        assert giang.get(address).status_code == 404
    assert giang.post(f"{HERE}/ngay-nghi", DAY_OFF, page="/lich").status_code in (400, 404)


@pytest.mark.parametrize("name", ["an", "binh", "dung", "lan", "giang"])
def test_only_administrators_keep_calendars(app: Flask, world: World, name: str) -> None:
    visitor = Visitor(app, getattr(world, name))
    for address in ("/lich", HERE, f"{HERE}/ngay-nghi"):
        assert visitor.get(address).status_code == 403


def test_a_form_that_is_none_is_not_found(chi: Visitor) -> None:
    assert chi.get(f"{HERE}/bo").status_code == 404
    assert chi.get(f"{HERE}/x").status_code == 404
