"""`donghanh mail`: a test mail over a real server, and bounces from standard input."""

from __future__ import annotations

import pytest

from tests.post_office import HOST, TAKEN, PostOffice, open_office
from tests.processes.deliveries.test_bounces import notification
from tests.service.cli.conftest import Donghanh, DonghanhOn

SENDER = "Đồng Hành <nhac-viec@truong.example>"


def by_port(port: int, **more: str) -> Donghanh:
    return Donghanh(
        {
            "DONGHANH_SMTP_HOST": HOST,
            "DONGHANH_SMTP_PORT": str(port),
            "DONGHANH_SMTP_TLS": "none",
            "DONGHANH_MAIL_FROM": SENDER,
            **more,
        }
    )


def test_a_test_mail_arrives(free_port: int) -> None:
    with open_office(PostOffice(), free_port) as office:
        told = by_port(free_port).told("mail", "test", "--to", "an@truong.example")

    assert told == {"to": "an@truong.example", "answer": TAKEN}
    (mail,) = office.taken
    assert mail["From"] == SENDER
    assert mail["To"] == "an@truong.example"


def test_a_refusal_is_told_in_the_words_of_the_server(free_port: int) -> None:
    with open_office(PostOffice(at_recipient="550 5.1.1 no such user"), free_port):
        said = by_port(free_port).refused("mail", "test", "--to", "an@truong.example")

    assert "550 5.1.1 no such user" in said
    assert said.count("\n") == 1


def test_a_server_that_is_not_there_is_one_sentence(free_port: int) -> None:
    said = by_port(free_port).refused("mail", "test", "--to", "an@truong.example")

    assert "ConnectionRefusedError" in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("address", ["an", "an@a\r\nBcc: b@c", "an@a, b@c"])
def test_what_is_no_address_is_refused(free_port: int, address: str) -> None:
    said = by_port(free_port).refused("mail", "test", "--to", address)

    assert "is no e-mail address" in said
    assert said.count("\n") == 1


def test_without_a_server_it_says_which_settings_are_missing() -> None:
    assert "DONGHANH_SMTP_HOST" in Donghanh({}).refused("mail", "test", "--to", "an@a")


def test_a_bounce_comes_by_standard_input(sqlite_url: str, donghanh_on: DonghanhOn) -> None:
    donghanh = donghanh_on(sqlite_url)

    said = donghanh.refused("mail", "bounce", typed=notification("<1@a>").decode())
    assert "No mail was sent under the identifier <1@a>" in said

    assert "no notification" in donghanh.refused("mail", "bounce", typed="Subject: hello\n\nhello")
