"""Attempts: each mail at least once, tried again, given up, refused; on any number of nodes."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from models import delivery_leases, undelivered
from models.deliveries import DeliveryState, Outcome
from processes.deliveries import LEASE
from tests.post_office import TAKEN, PostOffice
from tests.processes.deliveries.sending import Sending
from tests.world import START

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def test_a_mail_is_accepted_once_and_says_so(sending: Sending, office: PostOffice) -> None:
    sending.tell(sending.world.binh, now=START)

    assert sending.send(now=START) == 1
    assert sending.send(now=START + HOUR) == 0

    mail = sending.one()
    assert (mail.state, mail.answer) == (DeliveryState.ACCEPTED, TAKEN)
    assert mail.closed_at is not None
    assert mail.leased_until is None
    (attempt,) = sending.attempts(mail)
    assert (attempt.outcome, attempt.answer) == (Outcome.ACCEPTED, TAKEN)
    assert attempt.ended_at is not None
    assert office.message_ids == [mail.message_id]


@pytest.mark.parametrize("email", ["binh", "binh@a\r\nRCPT TO:<x@y>"])
def test_an_address_that_is_none_is_refused_and_holds_up_nobody(
    sending: Sending, office: PostOffice, email: str
) -> None:
    sending.wish(sending.world.an, email=email)
    sending.tell(sending.world.an, sending.world.binh, now=START)

    sending.send(now=START)

    states = [one.state for one in sending.all()]
    assert states == [DeliveryState.REFUSED, DeliveryState.ACCEPTED]
    assert len(office.taken) == 1


def test_5xx_at_the_recipient_is_refused_for_good(sending: Sending, office: PostOffice) -> None:
    office.at_recipient = "550 5.1.1 no such user"
    sending.tell(sending.world.binh, now=START)

    sending.send(now=START)
    office.at_recipient = "250 OK"
    sending.send(now=START + HOUR)

    mail = sending.one()
    assert (mail.state, mail.answer) == (DeliveryState.REFUSED, "550 5.1.1 no such user")
    assert office.taken == []


def test_4xx_is_tried_again_at_growing_distance_and_given_up_after_three_days(
    sending: Sending, office: PostOffice
) -> None:
    office.at_recipient = "451 4.7.1 later"
    sending.tell(sending.world.binh, now=START)
    moment = START

    for minutes in (1, 5, 15, 60, 240, 240):
        assert sending.send(now=moment) == 1
        assert sending.send(now=moment + minutes * MINUTE - MINUTE / 2) == 0
        wake_at = sending.one().wake_at
        assert timedelta() <= wake_at - moment - minutes * MINUTE < MINUTE / 2
        moment = wake_at
    mail = sending.one()
    assert (mail.state, mail.attempts) == (DeliveryState.WAITING, 6)
    assert {one.outcome for one in sending.attempts(mail)} == {Outcome.FAILED}
    assert mail.answer == "451 4.7.1 later"

    sending.send(now=START + timedelta(days=3, seconds=1))

    mail = sending.one()
    assert (mail.state, mail.answer) == (DeliveryState.GIVEN_UP, "451 4.7.1 later")
    with sending.workplace.database.reading() as session:
        assert [one.id for one in undelivered.for_good(session)] == [mail.id]


def test_a_mail_that_waited_long_before_its_first_attempt_is_not_given_up(
    sending: Sending, office: PostOffice
) -> None:
    sending.tell(sending.world.binh, now=START)
    office.at_recipient = "451 4.7.1 later"

    sending.send(now=START + timedelta(days=10))

    assert sending.one().state is DeliveryState.WAITING


@pytest.mark.parametrize("mood", ["dies", "hangs"])
def test_a_server_that_fails_us_rests_and_loses_nothing(
    sending: Sending, office: PostOffice, mood: str
) -> None:
    world = sending.world
    setattr(office, mood, True)
    sending.tell(world.an, world.binh, world.lan, now=START)

    assert sending.send(now=START) == 1  # the others are not even tried

    setattr(office, mood, False)
    assert sending.send(now=START + 2 * MINUTE) == 3
    assert [one.state for one in sending.all()] == [DeliveryState.ACCEPTED] * 3
    assert sorted(office.message_ids) == sorted(one.message_id for one in sending.all())


def test_an_attempt_whose_process_died_is_made_again_when_its_lease_has_run_out(
    sending: Sending, office: PostOffice
) -> None:
    sending.tell(sending.world.binh, now=START)
    mail = sending.one()
    with sending.workplace.database.transaction() as session:
        assert delivery_leases.take(session, mail.id, by="dead/1", until=START + LEASE, now=START)

    assert sending.send(now=START + LEASE - MINUTE) == 0
    assert sending.send(now=START + LEASE + MINUTE) == 1

    first, second = sending.attempts(mail)
    assert (first.outcome, second.outcome) == (None, Outcome.ACCEPTED)
    assert office.message_ids == [mail.message_id]


def test_an_acceptance_counts_even_when_the_lease_has_run_out(sending: Sending) -> None:
    sending.tell(sending.world.binh, now=START)
    mail = sending.one()
    database = sending.workplace.database
    with database.transaction() as session:
        slow = delivery_leases.take(session, mail.id, by="slow/1", until=START, now=START)
    with database.transaction() as session:
        later = START + MINUTE
        other = delivery_leases.take(session, mail.id, by="b/1", until=later + LEASE, now=later)
    assert slow is not None
    assert other is not None
    with database.transaction() as session:
        delivery_leases.close(
            session,
            slow,
            state=DeliveryState.ACCEPTED,
            outcome=Outcome.ACCEPTED,
            answer="250",
            now=later,
        )
    with database.transaction() as session:
        delivery_leases.try_again(session, other, answer="421", at=later, now=later)

    assert sending.one().state is DeliveryState.ACCEPTED
    assert [one.outcome for one in sending.attempts(mail)] == [Outcome.ACCEPTED, Outcome.FAILED]


def test_many_nodes_send_each_mail_once(sending: Sending, office: PostOffice) -> None:
    world = sending.world
    for _ in range(10):
        sending.tell(world.an, world.binh, world.lan, now=START)

    with ThreadPoolExecutor(4) as nodes:
        counts = list(nodes.map(lambda n: sending.send(now=START, node=f"node/{n}"), range(4)))

    assert sum(counts) == 30
    assert len(office.taken) == len(set(office.message_ids)) == 30
    assert {one.attempts for one in sending.all()} == {1}


def test_nobody_who_writes_waits_for_a_mail(sending: Sending, office: PostOffice) -> None:
    office.hangs = True
    sending.tell(sending.world.binh, now=START)
    sweep = threading.Thread(target=sending.send, kwargs={"now": START})
    sweep.start()
    while office.spoken_to == 0:
        pass

    sending.tell(sending.world.an, now=START)  # a transaction that writes, while the server hangs

    assert sweep.is_alive()
    sweep.join()
