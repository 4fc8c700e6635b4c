"""Mail against a real SMTP server, in all of its moods."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import icalendar
import pytest

from models.deliveries import Outcome
from processes.channels.letter import Answer, Due, Letter
from processes.channels.mail import MailServer, Patience
from tests.post_office import HOST, PASSWORD, TAKEN, USER, PostOffice, certificate, open_office

NOW = datetime(2026, 8, 21, 8, 0, tzinfo=UTC)
SENDER = "Đồng Hành <nhac-viec@truong.example>"
IMPATIENT = Patience(connect=2.0, answer=2.0, taken_over=2.0, whole=3.0)
LETTER = Letter(
    message_id="<1234@truong.example>",
    name="Ngô Thị Đ'Ả <b>",
    address="a@truong.example",
    language="vi",
    subject="[Nhắc việc] Hồ sơ HS-2026-0012: phê duyệt kế hoạch trước khi hết ngày 25/8/2026",
    lines=("Việc đang chờ thầy cô <b>.", "Mở hồ sơ: http://127.0.0.1:8017/ho-so/HS-2026-0012"),
    link="http://127.0.0.1:8017/ho-so/HS-2026-0012",
    decided_at=NOW,
    due=(Due("abc@truong.example", NOW, date(2026, 8, 25), "Phê duyệt kế hoạch"),),
)


@pytest.fixture
def office(free_port: int) -> Iterator[PostOffice]:
    with open_office(PostOffice(), free_port) as office:
        yield office


def server(port: int, **more: object) -> MailServer:
    return replace(MailServer(HOST, port, "none", SENDER, patience=IMPATIENT), **more)  # type: ignore[arg-type]


def send(to: MailServer, *letters: Letter) -> list[Answer]:
    line = to.line()
    try:
        return [line.send(letter, now=NOW) for letter in letters or (LETTER,)]
    finally:
        line.close()


def test_a_letter_arrives_as_text_html_and_an_entry_for_the_calendar(office: PostOffice) -> None:
    (answer,) = send(server(office.port))

    assert answer == Answer(Outcome.ACCEPTED, TAKEN)
    (mail,) = office.taken
    assert mail["Message-ID"] == LETTER.message_id
    assert mail["Subject"] == LETTER.subject
    assert mail["To"].addresses[0].display_name == "Ngô Thị Đ'Ả <b>"
    assert mail["To"].addresses[0].addr_spec == "a@truong.example"
    assert mail["From"].addresses[0].display_name == "Đồng Hành"
    assert mail["Date"].datetime == NOW
    assert mail["Auto-Submitted"] == "auto-generated"
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().split() == " ".join(LETTER.lines).split()
    assert "Việc đang chờ thầy cô &lt;b&gt;." in html.get_content()
    assert f'<a href="{LETTER.link}">' in html.get_content()
    (entry,) = mail.iter_attachments()
    assert entry.get_content_type() == "text/calendar"
    assert entry.get_filename() == "han.ics"
    (event,) = icalendar.Calendar.from_ical(entry.get_content()).walk("VEVENT")
    assert event["UID"] == "abc@truong.example"
    assert event.decoded("DTSTART") == date(2026, 8, 25)
    assert event.decoded("DTSTAMP") == NOW


@pytest.mark.parametrize(
    "sly", ["=?utf-8?q?An=0D=0ABcc=3A_x@y.example?=", "An\r\nBcc: x@y.example"]
)
def test_no_name_and_no_subject_becomes_a_header(office: PostOffice, sly: str) -> None:
    send(server(office.port), replace(LETTER, name=sly), replace(LETTER, subject=sly))

    for mail in office.taken:
        assert mail.keys()[:5] == ["From", "To", "Subject", "Date", "Message-ID"]
        assert [one.addr_spec for one in mail["To"].addresses] == [LETTER.address]


def test_everything_on_the_wire_is_seven_bits(office: PostOffice) -> None:
    send(server(office.port))

    assert office.taken[0].as_bytes().isascii()


def test_a_limit_in_hours_is_a_moment_and_no_limit_no_entry(office: PostOffice) -> None:
    in_hours = replace(LETTER, due=(Due("u", NOW, None, "Chuyển, gửi"),))

    send(server(office.port), in_hours, replace(LETTER, due=()))

    first, second = office.taken
    (entry,) = first.iter_attachments()
    (event,) = icalendar.Calendar.from_ical(entry.get_content()).walk("VEVENT")
    assert event.decoded("DTSTART") == NOW
    assert list(second.iter_attachments()) == []


@pytest.mark.parametrize("nasty", ["A\r\nBcc: all@truong.example", "A\nB", 'A "B" \\', "A\0B, C;"])
def test_no_name_and_no_subject_can_write_another_header(office: PostOffice, nasty: str) -> None:
    due = (Due("u", NOW, None, nasty),)

    (answer,) = send(server(office.port), replace(LETTER, name=nasty, subject=nasty, due=due))

    assert answer.outcome is Outcome.ACCEPTED
    (mail,) = office.taken
    assert mail["Bcc"] is None
    assert [one.addr_spec for one in mail["To"].addresses] == ["a@truong.example"]
    (entry,) = mail.iter_attachments()
    assert len(icalendar.Calendar.from_ical(entry.get_content()).walk("VEVENT")) == 1


@pytest.mark.parametrize("address", ["", "a", "a@b\r\nRCPT TO:<c@d>", "a@b, c@d", "<a@b>", "ả@b"])
def test_what_is_no_address_is_refused_before_anybody_is_spoken_to(
    office: PostOffice, address: str
) -> None:
    (answer,) = send(server(office.port), replace(LETTER, address=address))

    assert answer.outcome is Outcome.REFUSED
    assert "không phải địa chỉ thư" in answer.text
    assert office.spoken_to == 0


def test_one_line_serves_many_letters(office: PostOffice) -> None:
    answers = send(server(office.port), *[LETTER] * 5)

    assert [one.outcome for one in answers] == [Outcome.ACCEPTED] * 5
    assert len(office.taken) == 5


def test_a_server_that_has_hung_up_between_letters_is_called_again(free_port: int) -> None:
    line = server(free_port).line()
    with open_office(PostOffice(), free_port) as first:
        assert line.send(LETTER, now=NOW).outcome is Outcome.ACCEPTED
    with open_office(PostOffice(), free_port) as second:
        assert line.send(LETTER, now=NOW).outcome is Outcome.ACCEPTED
        line.close()
    assert len(first.taken) == len(second.taken) == 1


@pytest.mark.parametrize("command", ["at_recipient", "at_data"])
@pytest.mark.parametrize(
    ("said", "outcome"),
    [("550 5.1.1 no such user", Outcome.REFUSED), ("451 4.7.1 come back", Outcome.FAILED)],
)
def test_5xx_is_for_good_and_4xx_for_now_and_the_next_letter_goes_on(
    office: PostOffice, command: str, said: str, outcome: Outcome
) -> None:
    setattr(office, command, said)
    line = server(office.port).line()

    answer = line.send(LETTER, now=NOW)

    assert answer == Answer(outcome, said)
    setattr(office, command, TAKEN)
    assert line.send(LETTER, now=NOW).outcome is Outcome.ACCEPTED
    line.close()


def test_a_server_that_takes_nothing_from_us_is_down(office: PostOffice) -> None:
    office.at_mail = "553 5.7.1 sender not allowed"

    (answer,) = send(server(office.port))

    assert answer == Answer(Outcome.FAILED, "553 5.7.1 sender not allowed", is_down=True)


def test_nobody_there_is_down(free_port: int) -> None:
    (answer,) = send(server(free_port))

    assert answer.outcome is Outcome.FAILED
    assert answer.is_down
    assert "ConnectionRefusedError" in answer.text


def test_a_server_that_dies_in_the_middle_is_down(office: PostOffice) -> None:
    office.dies = True

    (answer,) = send(server(office.port))

    assert (answer.outcome, answer.is_down) == (Outcome.FAILED, True)
    assert office.taken == []


def test_a_server_that_hangs_is_left(office: PostOffice) -> None:
    office.hangs = True
    begun = time.monotonic()

    (answer,) = send(server(office.port))

    assert (answer.outcome, answer.is_down) == (Outcome.FAILED, True)
    assert time.monotonic() - begun < 10


def test_a_server_that_drips_is_cut_off() -> None:
    listening = socket.create_server((HOST, 0))
    over = threading.Event()

    def drip() -> None:
        line, _ = listening.accept()
        with line:
            try:
                while not over.wait(0.2):
                    line.sendall(b"220-not yet\r\n")
            except OSError:
                return

    thread = threading.Thread(target=drip)
    thread.start()
    begun = time.monotonic()

    (answer,) = send(server(listening.getsockname()[1]))

    assert (answer.outcome, answer.is_down) == (Outcome.FAILED, True)
    assert time.monotonic() - begun < 10
    over.set()
    thread.join()
    listening.close()


def test_a_server_that_talks_nonsense_is_down() -> None:
    listening = socket.create_server((HOST, 0))

    def talk() -> None:
        line, _ = listening.accept()
        with line:
            line.sendall(b"\xff\x00HTTP/1.1 400 \r\n" + b"x" * 10_000)

    thread = threading.Thread(target=talk)
    thread.start()

    (answer,) = send(server(listening.getsockname()[1]))

    assert (answer.outcome, answer.is_down) == (Outcome.FAILED, True)
    thread.join()
    listening.close()


def test_with_starttls_and_sign_in(
    free_port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proof = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(proof.file))
    office = PostOffice()
    options = {
        "tls_context": proof.context(),
        "require_starttls": True,
        "authenticator": office.authenticate,
        "auth_required": True,
    }
    secure = server(free_port, host="localhost", tls="starttls", user=USER, password=PASSWORD)
    with open_office(office, free_port, **options):
        assert [one.outcome for one in send(secure, LETTER, LETTER)] == [Outcome.ACCEPTED] * 2
        assert len(office.signed_in) == 1

        (wrong,) = send(replace(secure, password="another"))
        assert (wrong.outcome, wrong.is_down) == (Outcome.FAILED, True)
        assert wrong.text.startswith("535 ")
        assert "another" not in wrong.text

        (plain,) = send(replace(secure, tls="none", user=None, password=None))
        assert plain.is_down
        assert plain.text.startswith("530 ")


def test_an_unknown_certificate_gets_no_mail(free_port: int, tmp_path: Path) -> None:
    with open_office(
        PostOffice(), free_port, tls_context=certificate(tmp_path).context()
    ) as office:
        (answer,) = send(server(free_port, host="localhost", tls="starttls"))

    assert answer.is_down
    assert "CERTIFICATE_VERIFY_FAILED" in answer.text
    assert office.spoken_to == 0


def test_a_server_without_starttls_gets_no_mail_where_it_is_demanded(office: PostOffice) -> None:
    (answer,) = send(server(office.port, tls="starttls"))

    assert answer.is_down
    assert "STARTTLS" in answer.text
    assert office.spoken_to == 0


def test_with_tls_from_the_first_byte(
    free_port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proof = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(proof.file))
    with open_office(PostOffice(), free_port, ssl_context=proof.context()) as office:
        (answer,) = send(server(free_port, host="localhost", tls="tls"))

    assert answer.outcome is Outcome.ACCEPTED
    assert len(office.taken) == 1
