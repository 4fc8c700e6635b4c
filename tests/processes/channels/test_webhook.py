"""The webhook against a real HTTP server, signed as Standard Webhooks says."""

from __future__ import annotations

import base64
import hmac
import json
import time
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

import pytest

from models.deliveries import Outcome
from processes.channels.webhook import Webhook
from tests.listener import Listener, listening
from tests.processes.channels.test_mail import LETTER, NOW

KEY = b"a key of thirty-two bytes length"
SECRET = f"whsec_{base64.b64encode(KEY).decode()}"
POST = replace(LETTER, message_id="msg_1234", facts={"type": "notice.reminder", "data": "Đ"})


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listening(Listener()) as listener:
        yield listener


def hook(listener: Listener) -> Webhook:
    return Webhook(f"http://{listener.address}/in?x=1", SECRET, step_seconds=1.0, whole_seconds=2.0)


def test_the_facts_arrive_under_a_signature_that_can_be_checked(listener: Listener) -> None:
    answer = hook(listener).send(POST, now=NOW)

    assert (answer.outcome, answer.is_down) == (Outcome.ACCEPTED, False)
    assert answer.text.startswith("204")
    (posted,) = listener.posted
    assert posted.path == "/in?x=1"
    assert json.loads(posted.body) == POST.facts
    assert posted.headers["webhook-id"] == "msg_1234"
    assert posted.headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    signed = b".".join((b"msg_1234", posted.headers["webhook-timestamp"].encode(), posted.body))
    version, _, signature = posted.headers["webhook-signature"].partition(",")
    assert version == "v1"
    assert base64.b64decode(signature) == hmac.new(KEY, signed, sha256).digest()


def test_the_signature_is_that_of_the_specifications_example() -> None:
    """Vector of the reference libraries: github.com/standard-webhooks/standard-webhooks."""
    example = Webhook("http://localhost", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    moment = NOW.fromtimestamp(1614265330, tz=NOW.tzinfo)

    headers = example.headers("msg_p5jXN8AQM9LWM0D4loKWxJek", b'{"test": 2432232314}', moment)

    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503])
def test_what_is_not_taken_is_tried_again(listener: Listener, status: int) -> None:
    listener.status = status

    answer = hook(listener).send(POST, now=NOW)

    assert (answer.outcome, answer.is_down) == (Outcome.FAILED, True)
    assert answer.text.startswith(str(status))


def test_gone_is_for_good(listener: Listener) -> None:
    listener.status = 410

    assert hook(listener).send(POST, now=NOW).outcome is Outcome.REFUSED


def test_no_redirection_is_followed(listener: Listener) -> None:
    listener.status, listener.headers = 307, {"Location": f"http://{listener.address}/elsewhere"}

    answer = hook(listener).send(POST, now=NOW)

    assert answer.outcome is Outcome.FAILED
    assert [posted.path for posted in listener.posted] == ["/in?x=1"]


def test_one_that_hangs_is_left(listener: Listener) -> None:
    listener.seconds = 3.0
    begun = time.monotonic()

    answer = hook(listener).send(POST, now=NOW)

    assert (answer.outcome, answer.is_down) == (Outcome.FAILED, True)
    assert time.monotonic() - begun < 2.5


def test_nobody_there_is_down(free_port: int) -> None:
    answer = Webhook(f"http://127.0.0.1:{free_port}", SECRET).send(POST, now=NOW)

    assert answer.is_down
    assert "ConnectionRefusedError" in answer.text


def test_the_secret_is_not_shown() -> None:
    assert SECRET not in repr(Webhook("http://localhost", SECRET))
