"""`mail test` and `mail bounce`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from secrets import token_hex

import click

from models.addresses import checked
from models.deliveries import Outcome
from models.refusals import Refusal
from processes import bounces
from processes.channels.letter import Letter
from processes.channels.outlets import Outlets
from service.cli import opening
from service.cli.answers import Answer, answers

LARGEST_MESSAGE = 10_000_000


class NoMailServer(Refusal):
    """No mail can leave without a server that takes it."""

    vi = "Chưa đặt DONGHANH_SMTP_HOST và DONGHANH_MAIL_FROM."
    en = "DONGHANH_SMTP_HOST and DONGHANH_MAIL_FROM are not set."


class MailNotTaken(Refusal):
    """The server did not take the test mail."""

    vi = "Máy chủ thư không nhận: {answer}"
    en = "The mail server did not take it: {answer}"


@click.group()
def mail() -> None:
    """Mail that leaves the house. Thư điện tử."""


@mail.command()
@click.option("--to", "recipient", required=True, help="Địa chỉ nhận. Address of the recipient.")
@answers
def test(*, recipient: str) -> Answer:
    """Send one mail to an address by the settings, at once.

    Gửi thử một thư.
    """
    settings = opening.settings()
    server = Outlets.of(settings).mail
    if server is None:
        raise NoMailServer
    address = checked(recipient)
    now = datetime.now(UTC)  # what leaves the house bears the real time, of a sandbox too
    line = server.line()
    try:
        answer = line.send(_test_letter(address, settings.address, server.domain, now), now=now)
    finally:
        line.close()
    if answer.outcome is not Outcome.ACCEPTED:
        raise MailNotTaken(answer=answer.text)
    return Answer(
        {"to": address, "answer": answer.text},
        [f"Máy chủ thư đã nhận. The mail server has taken it: {answer.text}"],
    )


@mail.command()
@answers
def bounce() -> Answer:
    """Read a delivery status notification from standard input and note what came back.

    Ghi nhận thư bị trả lại. For the mail server to call with what arrives at the sender's address.
    """
    returned = bounces.read(sys.stdin.buffer.read(LARGEST_MESSAGE))
    now = opening.now()
    with opening.database() as database, database.transaction() as session:
        bounces.note(session, returned, now=now)
    return Answer(
        {"message_id": returned.message_id, "answer": returned.answer},
        [f"Đã ghi nhận thư bị trả lại. Bounce noted: {returned.message_id}"],
    )


def _test_letter(address: str, link: str, domain: str, now: datetime) -> Letter:
    return Letter(
        message_id=f"<test-{token_hex(12)}@{domain}>",
        name="",
        address=address,
        language="vi",
        subject="[Đồng Hành] Thư thử. Test mail",
        lines=(
            "Thư này cho biết Đồng Hành gửi được thư đến địa chỉ này.",
            "This mail shows that Đồng Hành can send mail to this address.",
        ),
        link=link,
        decided_at=now,
    )
