"""Bounces: the notifications of real servers, and what they do to a delivery."""

from __future__ import annotations

import pytest

from models import undelivered
from models.deliveries import DeliveryState
from processes import bounces
from processes.bounces import BounceUnknown, NotABounce, Returned
from tests.post_office import PostOffice
from tests.processes.deliveries.sending import Sending
from tests.world import START

# As Postfix writes it, shortened.
NOTIFICATION = """\
Date: Fri, 21 Aug 2026 15:01:02 +0700
From: MAILER-DAEMON@truong.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: nhac-viec@truong.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Message-Id: <20260821080102.12345@truong.example>
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="ABC/truong.example"

--ABC/truong.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

<binh@truong.example>: host mx.truong.example said: 550 5.1.1 no such user

--ABC/truong.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; truong.example
Arrival-Date: Fri, 21 Aug 2026 15:01:00 +0700

Final-Recipient: rfc822; binh@truong.example
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such
    user

--ABC/truong.example
Content-Description: Undelivered Message{headers}
Content-Type: {kind}

From: nhac-viec@truong.example
To: binh@truong.example
Message-ID: {message_id}
Subject: x

--ABC/truong.example--
"""


def notification(
    message_id: str, *, action: str = "failed", kind: str = "message/rfc822", headers: str = ""
) -> bytes:
    text = NOTIFICATION.format(message_id=message_id, action=action, kind=kind, headers=headers)
    return text.replace("\n", "\r\n").encode()


@pytest.mark.parametrize(
    ("kind", "headers"), [("message/rfc822", ""), ("text/rfc822-headers", " Headers")]
)
def test_a_notification_names_the_mail_and_why(kind: str, headers: str) -> None:
    assert bounces.read(notification("<1@a>", kind=kind, headers=headers)) == Returned(
        "<1@a>", "5.1.1 smtp; 550 5.1.1 no such user"
    )


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\x00\x01",
        b"Subject: I am on holiday\r\n\r\nuntil Monday",
        notification("<1@a>", action="delayed"),
        notification("<1@a>", action="delivered"),
        notification(""),
        notification("<1@a>").replace(b"Content-Type: message/delivery-status", b"X: y"),
    ],
)
def test_what_tells_of_no_returned_mail_is_refused(raw: bytes) -> None:
    with pytest.raises(NotABounce):
        bounces.read(raw)


def test_a_returned_mail_is_shown_with_its_reason(sending: Sending, office: PostOffice) -> None:
    sending.tell(sending.world.binh, now=START)
    sending.send(now=START)
    returned = bounces.read(notification(office.message_ids[0]))

    for _ in range(2):
        with sending.workplace.database.transaction() as session:
            bounces.note(session, returned, now=START)

    mail = sending.one()
    assert mail.state is DeliveryState.BOUNCED
    assert mail.answer == "5.1.1 smtp; 550 5.1.1 no such user"
    assert mail.closed_at == START
    with sending.workplace.database.reading() as session:
        assert [one.id for one in undelivered.for_good(session)] == [mail.id]


def test_a_mail_that_nobody_sent_is_unknown(sending: Sending) -> None:
    with (
        sending.workplace.database.transaction() as session,
        pytest.raises(BounceUnknown, match="<other@a>"),
    ):
        bounces.note(session, Returned("<other@a>", ""), now=START)
