"""Nhắc việc của tôi, the wishes about it, and the board of the head and of the managing body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import html5lib
import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from models import appointments, concerned_people, deliveries, notice_lists, people
from models.appointments import Appointment, Role
from models.cases import Case
from models.deliveries import Channel
from models.notices import Notice
from models.people import Language, MailWish, Person
from processes import escalation
from tests.filled import NOW
from tests.service.residents import Resident, app, workplace_of
from tests.trials.statements import counted

__all__ = ["app"]

COUNT = re.compile(r'<b class="count">(\d+)<')
CODE = re.compile(r"HS-2026-\d{4}")
LATER = NOW + timedelta(days=6)  # Thursday 27/8, 15:00
NAMES = ("Kim Ngân", "Hoàng Yến", "Gia Bảo", "Lê Thị An", "Trần Quang Bình")


@pytest.fixture(autouse=True)
def _at_the_end_of_the_story() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@contextmanager
def later(app: Flask, now: datetime = LATER) -> Iterator[None]:
    """So much later, with everybody told by then."""
    while escalation.decide_due(workplace_of(app), now=now):
        pass
    with time_machine.travel(now, tick=False):
        yield


def count(page: str) -> int:
    found = COUNT.search(page)
    return int(found[1]) if found is not None else 0


def person(app: Flask, name: str) -> Person:
    with workplace_of(app).database.reading() as session:
        found = people.by_sign_in_name(session, name)
    assert found is not None
    return found


def told(app: Flask, name: str) -> list[Notice]:
    recipient = person(app, name)
    with workplace_of(app).database.reading() as session:
        return [one.notice for one in notice_lists.of_person(session, recipient.id)]


def test_every_page_counts_what_was_not_seen(app: Flask) -> None:
    an = Resident(app, "an")
    unseen = sum(one.seen_at is None for one in told(app, "an"))
    assert unseen > 0
    for address in ("/viec-cua-toi", "/ho-so", "/nhac-viec"):
        assert count(an.get(address).text) == unseen, address


def test_a_reminder_names_the_case_and_what_is_awaited_and_no_child(app: Flask) -> None:
    page = Resident(app, "an").get("/nhac-viec").text
    html5lib.HTMLParser(strict=True).parse(page)
    assert "đánh giá mức độ, nguy cơ" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "Báo lúc" in page
    assert "Chỉ báo trên trang này." in page.replace("\N{NO-BREAK SPACE}", " ")
    for name in NAMES[:3]:
        assert name not in page


def test_one_notice_is_marked_as_seen_then_all(app: Flask) -> None:
    binh = Resident(app, "binh")
    before = count(binh.get("/nhac-viec").text)
    first = next(one for one in told(app, "binh") if one.seen_at is None)
    binh.post("/nhac-viec/da-xem", on="/nhac-viec", id=str(first.id))
    assert count(binh.get("/nhac-viec").text) == before - 1
    binh.post("/nhac-viec/da-xem", on="/nhac-viec")
    assert count(binh.get("/nhac-viec").text) == 0
    assert all(one.seen_at is not None for one in told(app, "binh"))


def test_nobody_marks_or_sees_the_notices_of_others(app: Flask) -> None:
    mine = next(one for one in told(app, "an") if one.seen_at is None)
    giang = Resident(app, "giang")
    giang.post("/nhac-viec/da-xem", on="/nhac-viec", id=str(mine.id))
    giang.post("/nhac-viec/da-xem", on="/nhac-viec")
    assert any(one.seen_at is None for one in told(app, "an"))
    theirs = set(CODE.findall(giang.get("/nhac-viec").text))
    with workplace_of(app).database.reading() as session:
        mine_id = {one.case_id for one in told(app, "an")}
        ours = set(session.scalars(select(Case.code).where(Case.id.in_(mine_id))))
    assert not theirs & ours


@pytest.mark.parametrize("sent", ["x", "-1", "9" * 30])
def test_an_id_that_is_none_is_refused(app: Flask, sent: str) -> None:
    answer = Resident(app, "an").post("/nhac-viec/da-xem", on="/nhac-viec", id=sent)
    assert answer.status_code == 400


def test_who_is_concerned_by_now_reads_nothing_more_of_the_case(app: Flask) -> None:
    an = person(app, "an")
    notice = told(app, "an")[0]
    assert notice.case_id is not None
    with workplace_of(app).database.transaction() as session:
        code = session.get_one(Case, notice.case_id).code
        concerned_people.note(session, notice.case_id, an.id, by=an.id, now=NOW)
    assert code not in Resident(app, "an").get("/nhac-viec").text


def test_a_person_sees_when_the_mail_server_took_it(app: Flask) -> None:
    an = person(app, "an")
    notice = told(app, "an")[0]
    with workplace_of(app).database.transaction() as session:
        deliveries.put(
            session,
            key="mail:1",
            channel=Channel.MAIL,
            send_at=NOW,
            message_id="<1@x>",
            notice_ids=[notice.id],
            recipient_id=an.id,
        )
    page = Resident(app, "an").get("/nhac-viec").text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Thư điện tử: sẽ gửi lúc 15:00 thứ Sáu, 21/8/2026." in page
    with workplace_of(app).database.transaction() as session:
        deliveries.bounce(session, "<1@x>", answer="550 no such user", now=NOW)
    page = Resident(app, "an").get("/nhac-viec").text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Thư điện tử: bị trả lại lúc 15:00 thứ Sáu, 21/8/2026." in page


@pytest.mark.parametrize(("name", "shown"), [("an", True), ("giang", False)])
def test_an_administrator_of_a_school_reads_who_was_not_reached_there_and_nowhere_else(
    app: Flask, name: str, shown: bool
) -> None:
    place, an, operator = workplace_of(app), person(app, "an"), person(app, name)
    notice = told(app, "an")[0]
    with place.database.transaction() as session:
        here = next(one for one in appointments.in_force(session, operator.id, on=NOW.date()))
        session.add(
            Appointment(
                person_id=operator.id,
                role=Role.ADMINISTRATOR,
                school_id=here.school_id,
                from_date=here.from_date,
            )
        )
        deliveries.put(
            session,
            key="mail:1",
            channel=Channel.MAIL,
            send_at=NOW,
            message_id="<1@x>",
            notice_ids=[notice.id],
            recipient_id=an.id,
        )
        session.flush()
        deliveries.bounce(session, "<1@x>", answer="550 no such user an@x", now=NOW)

    page = Resident(app, name).get("/van-hanh").text

    assert ("550 no such user an@x" in page) is shown


def test_a_person_chooses_how_to_be_told(app: Flask) -> None:
    an = Resident(app, "an")
    address = "/nhac-viec/cach-nhan"
    sent = an.post(address, mail="digest", email=" an@vamlua.edu.vn ", language="en")
    assert sent.status_code == 303
    kept = person(app, "an")
    assert (kept.mail, kept.email) == (MailWish.DIGEST, "an@vamlua.edu.vn")
    assert kept.language is Language.EN
    assert an.post(address, mail="page", email="", language="vi").status_code == 303
    assert person(app, "an").email is None


@pytest.mark.parametrize(
    ("mail", "email"),
    [("each", ""), ("each", "an"), ("digest", "an@"), ("each", "a b@c.d"), ("page", "<b>@x")],
)
def test_an_address_that_takes_no_mail_comes_back_with_a_sentence(
    app: Flask, mail: str, email: str
) -> None:
    before = person(app, "an")
    answer = Resident(app, "an").post("/nhac-viec/cach-nhan", mail=mail, email=email, language="vi")
    html5lib.HTMLParser(strict=True).parse(answer.text)
    assert answer.status_code == 422
    assert 'id="email-error"' in answer.text
    assert person(app, "an").email == before.email


def test_a_wish_that_no_page_offers_is_refused(app: Flask) -> None:
    answer = Resident(app, "an").post(
        "/nhac-viec/cach-nhan", mail="pigeon", email="", language="vi"
    )
    assert answer.status_code == 400


def test_the_head_sees_what_is_overdue_by_step_with_cases_and_who_has_it(app: Flask) -> None:
    with later(app):
        page = Resident(app, "binh").get("/theo-doi").text.replace("\N{NO-BREAK SPACE}", " ")
    html5lib.HTMLParser(strict=True).parse(page)
    assert "Quá hạn: Phê duyệt kế hoạch can thiệp, trợ giúp" in page
    assert 'href="/ho-so/HS-2026-0010"' in page
    assert "Chờ thủ trưởng" in page
    for name in NAMES[:3]:
        assert name not in page


def test_the_managing_body_sees_figures_and_codes_and_no_name(app: Flask) -> None:
    with later(app):
        lan = Resident(app, "lan")
        page = lan.get("/theo-doi").text.replace("\N{NO-BREAK SPACE}", " ")
        assert count(page) > 0
        assert lan.get("/nhac-viec").status_code == 200
    html5lib.HTMLParser(strict=True).parse(page)
    assert "Phê duyệt kế hoạch can thiệp, trợ giúp" in page
    assert "Trường Mầm non Sen Trắng" in page
    assert "HS-2026-0010" in page
    assert 'href="/ho-so' not in page
    for name in NAMES:
        assert name not in page


def test_the_board_leaves_out_a_case_in_which_the_head_is_concerned(app: Flask) -> None:
    binh = person(app, "binh")
    with workplace_of(app).database.transaction() as session:
        case = session.scalars(select(Case).where(Case.code == "HS-2026-0010")).one()
        concerned_people.note(session, case.id, binh.id, by=binh.id, now=NOW)
    with later(app):
        assert "HS-2026-0010" not in Resident(app, "binh").get("/theo-doi").text


@pytest.mark.parametrize("name", ["an", "ha", "chi", "dung", "khanh", "giang"])
def test_nobody_else_has_a_board(app: Flask, name: str) -> None:
    assert Resident(app, name).get("/theo-doi").status_code == 403


@pytest.mark.parametrize(
    ("name", "address", "most"),
    [
        ("an", "/nhac-viec", 9),
        ("an", "/nhac-viec/cach-nhan", 6),
        ("binh", "/theo-doi", 9),
        ("lan", "/theo-doi", 8),
        ("khanh", "/van-hanh", 14),
    ],
)
def test_a_page_asks_the_database_a_few_times_whatever_it_shows(
    app: Flask, name: str, address: str, most: int
) -> None:
    with later(app):
        resident = Resident(app, name)
        resident.get(address)  # bundles and calendars are read once a process
        with counted() as sent:
            resident.get(address)
    assert len(sent.statements) <= most, "\n".join(sent.statements)
