"""Chat through apprise, against a real server that it speaks JSON to."""

from __future__ import annotations

import json
import sys

import pytest

from models.deliveries import Outcome
from processes.channels.chat import Chat, ChatMissing, ChatRefused, chats
from tests.listener import Listener, listening
from tests.processes.channels.test_mail import LETTER, NOW

# The library loads a module that Python 3.13 no longer has.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")


def test_a_room_reads_subject_lines_and_link() -> None:
    with listening(Listener(status=200)) as listener:
        (room,) = chats((f"json://{listener.address}/room",))
        answer = room.send(LETTER, now=NOW)

    assert answer.outcome is Outcome.ACCEPTED
    (posted,) = listener.posted
    told = json.loads(posted.body)
    assert told["title"] == LETTER.subject
    assert LETTER.lines[0] in told["message"]
    assert LETTER.link in told["message"]


def test_a_room_that_takes_nothing_is_down() -> None:
    with listening(Listener(status=500)) as listener:
        answer = Chat(f"json://{listener.address}").send(LETTER, now=NOW)

    assert (answer.outcome, answer.is_down) == (Outcome.FAILED, True)


def test_an_address_of_no_kind_is_refused_without_showing_it() -> None:
    with pytest.raises(ChatRefused) as refused:
        chats(("json://localhost", "nonsense://secret"))

    assert "2" in str(refused.value)
    assert "secret" not in str(refused.value)


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)

    assert chats(()) == ()
    with pytest.raises(ChatMissing, match=r"donghanh\[chat\]"):
        chats(("json://localhost",))


def test_an_outlets_name_tells_nothing_of_its_address() -> None:
    room = Chat("json://secret@localhost")

    assert "secret" not in room.outlet + repr(room)
    assert room.outlet != Chat("json://other@localhost").outlet
