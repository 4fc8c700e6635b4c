"""Bounces: mail that was accepted and came back, told by a delivery status notification.

RFC 3464: a `message/delivery-status` part says what happened to the recipient; the part after it
holds the message that came back, or its headers, and so our Message-ID.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, message_from_string
from email.message import Message

from sqlalchemy.orm import Session

from models import deliveries
from models.deliveries import Delivery
from models.refusals import Refusal
from processes.channels.letter import one_line

FAILED = "failed"


class NotABounce(Refusal):
    """The message tells of no mail that finally failed."""

    vi = "Thư này không phải thông báo trả lại của một thư đã gửi."
    en = "The message is no notification of a mail that was returned."


class BounceUnknown(Refusal):
    """No mail of ours has this Message-ID."""

    vi = "Không có thư nào đã gửi mang mã {message_id}."
    en = "No mail was sent under the identifier {message_id}."


@dataclass(frozen=True)
class Returned:
    """The mail that came back, and why, in the words of the server that returned it."""

    message_id: str
    answer: str


def read(raw: bytes) -> Returned:
    """What a notification tells; raises NotABounce, also for one of a delay only."""
    message = message_from_bytes(raw)
    failures = [part for part in _statuses(message) if _field(part, "Action").lower() == FAILED]
    message_ids = [found for found in map(_message_id, message.walk()) if found]
    if not failures or not message_ids:
        raise NotABounce
    status, diagnosis = _field(failures[0], "Status"), _field(failures[0], "Diagnostic-Code")
    return Returned(message_ids[-1], one_line(f"{status} {diagnosis}"))


def note(session: Session, returned: Returned, *, now: datetime) -> Delivery:
    """Keep that the mail came back; raises BounceUnknown."""
    found = deliveries.bounce(session, returned.message_id, answer=returned.answer, now=now)
    if found is None:
        raise BounceUnknown(message_id=returned.message_id[:200])
    return found


def _statuses(message: Message) -> Iterator[Message]:
    """One block of fields for the message and one for each recipient."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status" and part.is_multipart():
            yield from (block for block in part.get_payload() if isinstance(block, Message))


def _message_id(part: Message) -> str | None:
    """The identifier of the mail inside the notification, not of the notification itself."""
    kind = part.get_content_type()
    if kind == "message/rfc822" and part.is_multipart():
        inner = part.get_payload(0)
        return _field(inner, "Message-ID") if isinstance(inner, Message) else None
    if kind == "text/rfc822-headers":
        text = part.get_payload(decode=True)
        if isinstance(text, bytes):
            return _field(message_from_string(text.decode("utf-8", "replace")), "Message-ID")
    return None


def _field(part: Message, name: str) -> str:
    return one_line(str(part.get(name, "")))
