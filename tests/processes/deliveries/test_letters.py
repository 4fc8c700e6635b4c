"""What a delivery says when it is sent, as things stand by then."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from models import concerned_people, sandbox
from models.database import Database
from models.deliveries import DeliveryState, Outcome
from models.notices import Grade
from models.people import Language, MailWish
from models.settings import Settings
from processes.channels.outlets import Outlets
from tests.post_office import PostOffice
from tests.processes.deliveries.sending import ADDRESS, Sending, mail_server
from tests.world import START, build

HOUR = timedelta(hours=1)
MORNING = START + timedelta(hours=16, minutes=30)  # Saturday, 7:30, which is worked


def test_a_mail_says_code_task_and_limit_with_a_link_and_no_more(
    sending: Sending, office: PostOffice
) -> None:
    sending.tell(sending.world.binh, now=START)
    sending.send(now=START)

    (mail,) = office.taken
    assert mail["To"] == "Trần Văn Bình <binh@truong.example>"
    assert mail["Subject"].startswith(f"[Nhắc việc] Hồ sơ {sending.code}: phê duyệt kế hoạch")
    assert mail["Subject"].endswith("trước khi hết ngày 25/8/2026")
    body = mail.get_body(("plain",))
    assert body is not None
    assert f"{ADDRESS}/ho-so/{sending.code}" in body.get_content()
    assert [part.get_content_type() for part in mail.iter_attachments()] == ["text/calendar"]


def test_each_person_reads_their_own_language(sending: Sending, office: PostOffice) -> None:
    sending.wish(sending.world.binh, language=Language.EN)

    sending.tell(sending.world.binh, sending.world.an, now=START)
    sending.send(now=START)

    assert sorted(str(mail["Subject"])[:6] for mail in office.taken) == ["[Nhắc ", "[Remin"]
    assert sorted(str(mail["Content-Language"]) for mail in office.taken) == ["en", "vi"]


def test_who_cannot_open_the_case_gets_no_link_to_it(sending: Sending, office: PostOffice) -> None:
    sending.tell(sending.world.giang, now=START)
    sending.send(now=START)

    body = office.taken[0].get_body(("plain",))
    assert body is not None
    assert f"{ADDRESS}/nhac-viec" in body.get_content()
    assert "/ho-so/" not in body.get_content()


def test_a_passed_limit_is_no_entry_for_the_calendar(sending: Sending, office: PostOffice) -> None:
    watch_id = sending.watch(due_at=START - HOUR, due_on=None)
    sending.tell(
        sending.world.binh,
        now=START,
        watch_id=watch_id,
        grade=Grade.ESCALATION,
        name="limit_over",
    )
    sending.send(now=START)

    assert str(office.taken[0]["Subject"]).startswith("[Cảnh báo]")
    assert list(office.taken[0].iter_attachments()) == []


def test_a_digest_names_what_is_still_awaited(sending: Sending, office: PostOffice) -> None:
    binh = sending.world.binh
    sending.wish(binh, mail=MailWish.DIGEST)
    done = sending.watch()
    sending.tell(binh, now=START, watch_id=done)
    sending.tell(binh, now=START)
    sending.tell(binh, now=START)
    sending.stop(done)

    assert sending.send(now=START + HOUR) == 0
    sending.send(now=MORNING)

    (mail,) = office.taken
    assert mail["Subject"] == "[Nhắc việc] Ngày 22/8/2026: 2 việc đang chờ thầy cô"
    body = mail.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert text.count(f"Hồ sơ {sending.code}: phê duyệt kế hoạch") == 2
    assert "[Nhắc việc]" not in text


def test_done_before_it_is_sent_is_told_to_nobody(sending: Sending, office: PostOffice) -> None:
    watch_id = sending.watch()
    sending.tell(sending.world.binh, now=START, watch_id=watch_id)
    sending.stop(watch_id)

    sending.send(now=START)

    mail = sending.one()
    assert mail.state is DeliveryState.WITHDRAWN
    assert [one.outcome for one in sending.attempts(mail)] == [Outcome.WITHDRAWN]
    assert office.spoken_to == 0


def test_whoever_is_concerned_by_now_is_not_told(sending: Sending, office: PostOffice) -> None:
    world = sending.world
    sending.tell(world.binh, now=START)
    with sending.workplace.database.transaction() as session:
        concerned_people.note(
            session, sending.case_id, world.binh.person_id, by=world.an.person_id, now=START
        )

    sending.send(now=START)

    assert sending.one().state is DeliveryState.WITHDRAWN
    assert office.spoken_to == 0


@pytest.mark.parametrize("gone", [{"email": None}, {"active": False}])
def test_whoever_can_no_longer_be_reached_is_withdrawn(
    sending: Sending, office: PostOffice, gone: dict[str, object]
) -> None:
    sending.tell(sending.world.binh, now=START)
    sending.wish(sending.world.binh, **gone)

    sending.send(now=START)

    assert sending.one().state is DeliveryState.WITHDRAWN
    assert office.spoken_to == 0


def test_what_cannot_be_worded_is_tried_again_and_holds_up_nobody(
    sending: Sending, office: PostOffice
) -> None:
    sending.tell(sending.world.an, now=START, name="no such text")
    sending.tell(sending.world.binh, now=START)

    sending.send(now=START)

    broken, fine = sending.all()
    assert fine.state is DeliveryState.ACCEPTED
    assert broken.state is DeliveryState.WAITING
    (attempt,) = sending.attempts(broken)
    assert attempt.outcome is Outcome.FAILED
    assert attempt.answer is not None
    assert attempt.answer.startswith("KeyError")
    assert len(office.taken) == 1


def test_a_digest_does_not_leave_without_a_notice_that_is_being_added(
    sending: Sending, office: PostOffice
) -> None:
    binh = sending.world.binh
    sending.wish(binh, mail=MailWish.DIGEST)
    sending.tell(binh, now=START)
    sweep = threading.Thread(target=sending.send, kwargs={"now": MORNING})

    sending.tell(binh, now=MORNING, before_the_end=lambda: begin_and_look(sweep, office))

    sweep.join()
    (mail,) = office.taken
    assert "2 việc đang chờ" in str(mail["Subject"])


def begin_and_look(sweep: threading.Thread, office: PostOffice) -> None:
    sweep.start()
    time.sleep(0.5)
    assert sweep.is_alive()
    assert office.spoken_to == 0


def test_a_mail_from_a_sandbox_says_that_it_is_for_training(
    settings: Settings, office: PostOffice
) -> None:
    database = Database(settings.database_url)
    with database.transaction() as session:
        assert sandbox.begin(session, timedelta(days=-90))
    database.dispose()
    world = build(settings)
    sending = Sending.of(world, Outlets(ADDRESS, mail_server(office.port)))
    sending.tell(world.binh, now=START)

    sending.send(now=START)

    world.close()
    (mail,) = office.taken
    assert str(mail["Subject"]).startswith("[Tập huấn] [Nhắc việc] Hồ sơ")
    assert abs(mail["Date"].datetime - datetime.now(UTC)) < HOUR  # the real one
