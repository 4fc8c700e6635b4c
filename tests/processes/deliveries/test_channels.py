"""Each channel goes its own way: cap of mails, webhook, chat rooms, channels that are gone."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from models import concerned_people
from models.deliveries import Channel, DeliveryState
from processes.channels.chat import Chat
from processes.channels.outlets import Outlets
from processes.channels.webhook import Webhook
from processes.deliveries import BATCH
from tests.listener import Listener, listening
from tests.post_office import PostOffice
from tests.processes.deliveries.sending import ADDRESS, Sending, mail_server
from tests.world import START

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def test_no_more_than_the_cap_go_out_in_an_hour_and_the_urgent_first(
    sending: Sending, office: PostOffice
) -> None:
    sending.use(Outlets(ADDRESS, mail_server(office.port, per_hour=2)))
    world = sending.world
    sending.tell(world.an, world.binh, now=START)
    sending.tell(world.lan, now=START + MINUTE, urgent=True)

    assert sending.send(now=START + MINUTE) == 2
    assert sending.send(now=START + MINUTE + HOUR / 2) == 0
    told = {mail["To"].addresses[0].addr_spec for mail in office.taken}
    assert told == {"lan@truong.example", "an@truong.example"}
    assert {one.attempts for one in sending.all()} == {0, 1}  # waiting is no attempt

    assert sending.send(now=START + MINUTE + HOUR + MINUTE) == 1
    assert [one.state for one in sending.all()] == [DeliveryState.ACCEPTED] * 3


def test_the_cap_holds_for_all_nodes_together(sending: Sending, office: PostOffice) -> None:
    sending.use(Outlets(ADDRESS, mail_server(office.port, per_hour=5)))
    for _ in range(5):
        sending.tell(sending.world.an, sending.world.binh, now=START)

    with ThreadPoolExecutor(3) as nodes:
        list(nodes.map(lambda n: sending.send(now=START, node=f"node/{n}"), range(3)))

    assert len(office.taken) == 5


def test_each_channel_goes_its_own_way(sending: Sending, free_port: int) -> None:
    with listening(Listener()) as hook, listening(Listener(status=200)) as room:
        sending.use(
            Outlets(
                ADDRESS,
                mail_server(free_port + 1),  # nobody there
                Webhook(f"http://{hook.address}", SECRET),
            )
        )
        sending.tell(sending.world.an, sending.world.binh, now=START)
        sending.send(now=START)

    states = {(one.channel, one.state) for one in sending.all()}
    assert states == {
        (Channel.MAIL, DeliveryState.WAITING),
        (Channel.WEBHOOK, DeliveryState.ACCEPTED),
    }
    assert [posted.headers["webhook-id"] for posted in hook.posted] == [
        one.message_id for one in sending.all() if one.channel is Channel.WEBHOOK
    ]
    assert room.posted == []


def test_the_webhook_tells_who_what_and_until_when(sending: Sending) -> None:
    with listening(Listener()) as hook:
        sending.use(Outlets(ADDRESS, None, Webhook(f"http://{hook.address}", SECRET)))
        sending.tell(sending.world.binh, now=START)
        sending.send(now=START)

    told = json.loads(hook.posted[0].body)
    assert told["type"] == "notice.reminder"
    assert told["data"]["case"] == sending.code
    assert told["data"]["recipient"] == "binh"
    assert told["data"]["awaited"] == "approve_plan"
    assert told["data"]["due_on"] == "2026-08-25"
    assert told["data"]["link"] == f"{ADDRESS}/ho-so/{sending.code}"


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
def test_one_room_that_is_down_holds_up_no_other(sending: Sending, free_port: int) -> None:
    with listening(Listener(status=200)) as room:
        rooms = (Chat(f"json://127.0.0.1:{free_port + 1}/"), Chat(f"json://{room.address}/"))
        sending.use(Outlets(ADDRESS, chats=rooms))
        sending.tell(sending.world.binh, now=START)
        sending.tell(sending.world.binh, now=START)
        sending.send(now=START)

    assert len(room.posted) == 2
    assert "trước khi hết ngày 25/8/2026" in room.posted[0].body.decode("unicode_escape")


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
def test_a_room_that_has_been_down_for_long_holds_up_no_other_either(
    sending: Sending, free_port: int
) -> None:
    with listening(Listener(status=200)) as room:
        sending.use(Outlets(ADDRESS, chats=(Chat(f"json://127.0.0.1:{free_port + 1}/"),)))
        for _ in range(BATCH + 1):
            sending.tell(sending.world.binh, now=START)
        sending.use(Outlets(ADDRESS, chats=(Chat(f"json://{room.address}/"),)))
        sending.tell(sending.world.binh, now=START + MINUTE)
        rooms = (Chat(f"json://127.0.0.1:{free_port + 1}/"), Chat(f"json://{room.address}/"))
        sending.use(Outlets(ADDRESS, chats=rooms))
        sending.send(now=START + MINUTE)

    assert len(room.posted) == 1


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
def test_a_room_hears_nothing_of_a_case_in_which_anybody_is_concerned(sending: Sending) -> None:
    world = sending.world
    with listening(Listener(status=200)) as room:
        sending.use(Outlets(ADDRESS, chats=(Chat(f"json://{room.address}/"),)))
        sending.tell(world.an, now=START)
        with sending.workplace.database.transaction() as session:
            binh, an = world.binh.person_id, world.an.person_id
            concerned_people.note(session, sending.case_id, binh, by=an, now=START)
        sending.send(now=START)

    assert room.posted == []
    assert sending.one().state is DeliveryState.WITHDRAWN


def test_a_room_that_the_settings_have_no_more_is_let_go(sending: Sending) -> None:
    sending.use(Outlets(ADDRESS, chats=(Chat("json://127.0.0.1:1/old"),)))
    sending.tell(sending.world.binh, now=START)
    sending.use(Outlets(ADDRESS, chats=(Chat("json://127.0.0.1:1/new"),)))

    sending.send(now=START)

    assert sending.one().state is DeliveryState.WITHDRAWN


def test_what_is_waiting_without_a_mail_server_stays(sending: Sending, office: PostOffice) -> None:
    sending.tell(sending.world.binh, now=START)
    outlets = sending.workplace.outlets
    sending.use(replace(outlets, mail=None))
    assert sending.send(now=START) == 0

    sending.use(outlets)

    assert sending.send(now=START + HOUR) == 1
    assert len(office.taken) == 1
