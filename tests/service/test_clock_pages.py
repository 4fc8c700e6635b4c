"""The pages of the clock: the sandbox's bar and form, the silent scheduler, operations."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import html5lib
import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from models import heartbeats, timers
from models.heartbeats import Pause
from models.timers import Timer
from processes import letters
from tests.filled import NOW
from tests.sandboxes import as_sandbox
from tests.service.residents import Resident, app, workplace_of

__all__ = ["app"]

BAR = "Bản tập huấn"
SILENT = "Bộ hẹn giờ đang dừng"
LONGER = timedelta(minutes=2, seconds=1)


def test_every_page_of_a_sandbox_says_so_and_shows_its_clock(app: Flask) -> None:
    as_sandbox(workplace_of(app))
    khanh, an = Resident(app, "khanh"), Resident(app, "an")
    for answer in (
        app.test_client().get("/dang-nhap"),
        an.get("/viec-cua-toi"),
        an.get("/nothing"),
        khanh.get("/van-hanh"),
    ):
        html5lib.HTMLParser(strict=True).parse(answer.text)
        assert BAR in answer.text
        assert "21/8/2026" in answer.text
    assert 'href="/dong-ho"' in khanh.get("/viec-cua-toi").text
    assert 'href="/dong-ho"' not in an.get("/viec-cua-toi").text


def test_elsewhere_there_is_no_bar_no_form_and_no_way_to_move_the_clock(app: Flask) -> None:
    khanh = Resident(app, "khanh")
    assert BAR not in khanh.get("/viec-cua-toi").text
    assert khanh.get("/dong-ho").status_code == 404
    moved = khanh.post("/dong-ho", on="/van-hanh", words="+1 ngày", seen="0")
    assert moved.status_code == 404
    assert workplace_of(app).clock.offset() is None


def test_an_administrator_moves_the_clock_and_nobody_is_signed_out(app: Flask) -> None:
    as_sandbox(workplace_of(app))
    khanh, an = Resident(app, "khanh"), Resident(app, "an")
    moved = khanh.post("/dong-ho", words="+3 ngày làm việc")
    assert moved.status_code == 303
    assert "25/8/2026" in khanh.get("/dong-ho").text
    assert "25/8/2026" in an.get("/viec-cua-toi").text
    assert "Quá hạn" in an.get("/viec-cua-toi").text


def test_nobody_else_gets_the_form(app: Flask) -> None:
    as_sandbox(workplace_of(app))
    for name in ("an", "binh", "chi", "dung", "lan", "giang"):
        resident = Resident(app, name)
        assert resident.get("/dong-ho").status_code == 403
        posted = resident.post("/dong-ho", on="/viec-cua-toi", words="+1 ngày", seen="0")
        assert posted.status_code == 403


@pytest.mark.parametrize("words", ["-3 ngày", "mai", "", "+9999 ngày", "<b>"])
def test_words_that_move_nothing_come_back_with_a_sentence(app: Flask, words: str) -> None:
    as_sandbox(workplace_of(app))
    before = workplace_of(app).clock.offset()
    answer = Resident(app, "khanh").post("/dong-ho", words=words)
    html5lib.HTMLParser(strict=True).parse(answer.text)
    assert answer.status_code == 422
    assert 'class="error"' in answer.text
    assert "<b></b>" not in answer.text
    assert workplace_of(app).clock.offset() == before


@pytest.mark.parametrize("seen", ["", "x", "9" * 40])
def test_a_form_that_was_tampered_with_is_refused(app: Flask, seen: str) -> None:
    as_sandbox(workplace_of(app))
    answer = Resident(app, "khanh").post("/dong-ho", words="+1 ngày", seen=seen)
    assert answer.status_code in (400, 422)


def test_when_no_scheduler_ticks_every_signed_in_page_says_so(app: Flask) -> None:
    with time_machine.travel(datetime.now(UTC) + LONGER, tick=False):
        an, khanh = Resident(app, "an"), Resident(app, "khanh")
        for resident, words in ((an, "báo người quản trị"), (khanh, "/van-hanh")):
            page = resident.get("/viec-cua-toi").text
            html5lib.HTMLParser(strict=True).parse(page)
            assert SILENT in page
            assert words in page
        assert SILENT not in app.test_client().get("/dang-nhap").text
        assert app.test_client().get("/health").status_code == 503
        beat(app, datetime.now(UTC))
        assert SILENT not in an.get("/viec-cua-toi").text
        assert app.test_client().get("/health").status_code == 200


def test_a_scheduler_that_pauses_counts_as_silent(app: Flask) -> None:
    with time_machine.travel(datetime.now(UTC) + LONGER, tick=False):
        beat(app, datetime.now(UTC))
        with workplace_of(app).database.transaction() as session:
            heartbeats.pause(session, "m/1", now=datetime.now(UTC), because=Pause.CLOCK_JUMPED)
        assert app.test_client().get("/health").status_code == 503
        khanh = Resident(app, "khanh")
        assert SILENT in khanh.get("/viec-cua-toi").text
        page = khanh.get("/van-hanh").text
        assert "Tạm dừng" in page
        assert "nhảy hơn một phút" in page


def test_the_moved_clock_makes_no_scheduler_silent(app: Flask) -> None:
    as_sandbox(workplace_of(app))
    with time_machine.travel(datetime.now(UTC) + LONGER, tick=False):
        beat(app, datetime.now(UTC))
        khanh = Resident(app, "khanh")
        khanh.post("/dong-ho", words="+1 tuần")
        assert app.test_client().get("/health").status_code == 200
        assert SILENT not in khanh.get("/viec-cua-toi").text


def test_a_service_that_has_just_started_waits_for_its_scheduler(app: Flask) -> None:
    assert SILENT not in Resident(app, "an").get("/viec-cua-toi").text


def test_operations_show_what_fails_with_its_cause_and_no_content(app: Flask) -> None:
    place = workplace_of(app)
    with place.database.transaction() as session:
        case_id = timers.cases_due(session, now=NOW + timedelta(days=60))[0]
        session.execute(update(Timer).where(Timer.case_id == case_id).values(wake_at=NOW))
        until = NOW + timedelta(minutes=5)
        timers.postpone(session, case_id, now=NOW, until=until, cause="ValueError: hỏng <b>")
    beat(app, NOW)
    page = Resident(app, "khanh").get("/van-hanh").text
    html5lib.HTMLParser(strict=True).parse(page)
    assert "ValueError: hỏng &lt;b&gt;" in page
    assert "15:05" in page
    assert "m/1" in page
    assert "Kim Ngân" not in page


def test_a_scheduler_that_is_no_more_is_taken_off_the_list(app: Flask) -> None:
    beat(app, NOW)
    khanh = Resident(app, "khanh")
    assert khanh.post("/van-hanh/bo-may", on="/van-hanh", node="m/1").status_code == 303
    assert "m/1" not in khanh.get("/van-hanh").text.split("<main")[1].split("</p>", 1)[1]


@pytest.mark.parametrize("name", ["an", "binh", "chi", "dung", "lan", "giang"])
def test_only_an_administrator_operates(app: Flask, name: str) -> None:
    assert Resident(app, name).get("/van-hanh").status_code == 403


def beat(app: Flask, now: datetime) -> None:
    with workplace_of(app).database.transaction() as session:
        heartbeats.beat(session, "m/1", now=now)


@pytest.mark.parametrize("address", [letters.MY_NOTICES, letters.BOARD, "/ho-so/HS-2026-0001"])
def test_what_a_letter_links_to_is_a_page(app: Flask, address: str) -> None:
    assert app.url_map.bind("").match(address)
