"""The outbox: what goes out, to whom, by which channel and when; once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from models import calendars
from models.deliveries import Channel
from models.notices import Grade
from models.people import MailWish
from models.settings import Settings
from processes import outbox
from processes.channels.chat import Chat
from processes.channels.outlets import Outlets
from processes.channels.webhook import Webhook
from processes.working_time.openings import opening_from
from processes.working_time.vietnam import demo_calendar
from tests.processes.deliveries.sending import ADDRESS, Sending, mail_server
from tests.world import START, build

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MAIL = Outlets(ADDRESS, mail_server(1))
ALL = Outlets(
    ADDRESS,
    mail_server(1),
    Webhook("http://localhost:1", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
    (Chat("json://localhost:1/a"), Chat("json://localhost:1/b")),
)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """In August 2026 in Vietnam."""
    return datetime(2026, 8, day, hour, minute, tzinfo=ZONE)


@pytest.fixture
def sending(settings: Settings) -> Iterator[Sending]:
    world = build(settings)
    yield Sending.of(world, MAIL)
    world.close()


def test_in_working_time_a_mail_goes_at_once(sending: Sending) -> None:
    (notice,) = sending.tell(sending.world.binh, now=START)

    mail = sending.one()
    assert (mail.channel, mail.recipient_id) == (Channel.MAIL, sending.world.binh.person_id)
    assert mail.send_at == mail.wake_at == START
    assert mail.key == f"mail:{notice.watch_id}:half:0:{notice.recipient_id}"
    assert mail.message_id.endswith("@truong.example>")
    assert notice.recipient_id is not None


@pytest.mark.parametrize(
    ("decided", "sent"),
    [
        (at(21, 17, 0), at(22, 7, 30)),  # Friday at closing; the Saturday is worked
        (at(23, 9, 0), at(24, 7, 30)),  # Sunday
        (at(24, 12, 0), at(24, 13, 30)),  # lunch
        (at(24, 11, 29), at(24, 11, 29)),
    ],
)
def test_quiet_hours_are_waited_for(sending: Sending, decided: datetime, sent: datetime) -> None:
    sending.tell(sending.world.binh, now=decided)

    assert sending.one().send_at == sent


def test_what_is_urgent_waits_for_no_hour(sending: Sending) -> None:
    sending.tell(sending.world.binh, now=at(23, 2), urgent=True)

    assert sending.one().send_at == at(23, 2)
    assert sending.one().urgent


def test_quiet_hours_are_those_of_the_recipients_own_school(sending: Sending) -> None:
    document = calendar_of_sundays()
    with sending.workplace.database.transaction() as session:
        there = sending.world.other_school.id
        calendars.add(session, there, document=document, known_from=START)

    sending.tell(sending.world.giang, sending.world.chi, now=at(23, 9))

    assert {one.recipient_id: one.send_at for one in sending.all()} == {
        sending.world.giang.person_id: at(23, 9),
        sending.world.chi.person_id: at(24, 7, 30),
    }


def calendar_of_sundays() -> str:
    document = demo_calendar().to_document()
    document["week"]["sunday"] = document["week"]["monday"]
    return json.dumps(document)


def test_nodes_that_tell_the_same_people_never_wait_for_each_other(sending: Sending) -> None:
    world = sending.world
    people = (world.an, world.binh, world.lan, world.deputy, world.chi, world.dung)
    for one in people:
        sending.wish(one, mail=MailWish.DIGEST)
    sending.tell(*people, now=START)
    watched = [sending.watch() for _ in range(80)]

    def tell(node: int) -> None:
        for watch_id in watched[node::4]:
            sending.tell(*(people if node % 2 else people[::-1]), now=START, watch_id=watch_id)

    with ThreadPoolExecutor(4) as nodes:
        list(nodes.map(tell, range(4)))

    assert {sending.carried(one) for one in sending.all()} == {81}


def test_nothing_leaves_where_there_is_no_channel(sending: Sending) -> None:
    sending.use(Outlets(ADDRESS))

    sending.tell(sending.world.binh, now=START)

    assert sending.all() == []


def test_whoever_has_no_address_or_wants_none_gets_no_mail(sending: Sending) -> None:
    world = sending.world
    sending.wish(world.an, email=None)
    sending.wish(world.binh, mail=MailWish.PAGE)
    sending.wish(world.lan, active=False)

    sending.tell(world.an, world.binh, world.lan, world.agency, now=START)

    assert sending.all() == []


def test_a_digest_gathers_the_reminders_of_a_day_until_the_next_morning(sending: Sending) -> None:
    binh = sending.world.binh
    sending.wish(binh, mail=MailWish.DIGEST)

    for moment in (at(21, 8), at(21, 16, 59), at(21, 23), at(22, 7, 30)):
        sending.tell(binh, now=moment)
    sending.tell(binh, now=at(22, 7, 31))

    first, second = sending.all()
    assert (first.key, first.send_at) == (f"digest:{binh.person_id}:2026-08-22", at(22, 7, 30))
    assert (second.key, second.send_at) == (f"digest:{binh.person_id}:2026-08-24", at(24, 7, 30))
    assert first.is_digest
    assert (sending.carried(first), sending.carried(second)) == (4, 1)


def test_escalations_and_what_is_urgent_wait_for_no_digest(sending: Sending) -> None:
    binh = sending.world.binh
    sending.wish(binh, mail=MailWish.DIGEST)

    sending.tell(binh, now=START, grade=Grade.ESCALATION)
    sending.tell(binh, now=START, urgent=True)

    assert [(one.is_digest, one.send_at) for one in sending.all()] == [(False, START)] * 2


def test_what_comes_too_late_for_a_digest_goes_by_itself(sending: Sending) -> None:
    binh = sending.world.binh
    sending.wish(binh, mail=MailWish.DIGEST)
    sending.tell(binh, now=at(22, 7, 30))
    sending.send(now=at(22, 7, 30))  # nobody listens: the attempt fails, the digest is begun

    sending.tell(binh, now=at(22, 7, 30))

    digest, alone = sending.all()
    assert digest.attempts == 1
    assert (alone.is_digest, alone.send_at) == (False, at(22, 7, 30))
    assert sending.carried(digest) == sending.carried(alone) == 1


def test_a_rung_is_told_once_to_each_person_and_once_to_each_room(sending: Sending) -> None:
    sending.use(ALL)
    world = sending.world

    sending.tell(world.an, world.binh, now=START)

    told = [(one.channel, one.recipient_id) for one in sending.all()]
    an, binh = world.an.person_id, world.binh.person_id
    assert sorted(told, key=str) == sorted(
        [
            (Channel.MAIL, an),
            (Channel.MAIL, binh),
            (Channel.WEBHOOK, an),
            (Channel.WEBHOOK, binh),
            (Channel.CHAT, None),
            (Channel.CHAT, None),
        ],
        key=str,
    )
    rooms = [one for one in sending.all() if one.channel is Channel.CHAT]
    assert {one.outlet for one in rooms} == {chat.outlet for chat in ALL.chats}
    assert [sending.carried(room) for room in rooms] == [2, 2]
    assert len({one.message_id for one in sending.all()}) == 6


def test_what_is_in_the_outbox_already_is_not_written_again(sending: Sending) -> None:
    told = sending.tell(sending.world.binh, now=START)

    with sending.workplace.database.transaction() as session:
        outbox.enqueue(session, sending.workplace, told, calendar=sending.calendar, now=START)

    assert len(sending.all()) == 1


def test_a_decision_that_is_rolled_back_sends_nothing(sending: Sending) -> None:
    told = sending.tell(sending.world.binh, now=START)
    sending.use(ALL)

    def break_off() -> None:
        with sending.workplace.database.transaction() as session:
            outbox.enqueue(session, sending.workplace, told, calendar=sending.calendar, now=START)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()

    assert len(sending.all()) == 1


def test_the_next_morning_is_never_before_now(sending: Sending) -> None:
    calendar = sending.calendar
    moment = at(21, 0)
    while moment < at(26, 0):
        morning = opening_from(moment, calendar)
        assert morning >= moment
        assert calendar.next_open_moment(calendar.start_of(calendar.date_of(morning))) == morning
        moment += timedelta(minutes=15)
