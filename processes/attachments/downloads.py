"""Taking one attachment out of a case, and the note of who did."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from models import accesses, attachments
from models.accesses import AccessKind
from models.attachments import ATTACHED
from models.held import HeldCase
from models.keys import encrypt
from models.refusals import Refusal
from processes import policies
from processes.attachments import listing
from processes.attachments.listing import Attached
from processes.journal import CaseNotFound
from processes.permissions import Caller


class AttachmentMissing(Refusal):
    """The journal names a file whose bytes are no longer there."""

    vi = "Tệp này không còn trong cơ sở dữ liệu. Báo người quản trị để kiểm chứng hồ sơ."
    en = "This file is no longer in the database. Tell the administrator to verify the case."


def taken(
    session: Session, case: HeldCase, seq: int, number: int, *, by: Caller, data_key: bytes
) -> tuple[Attached, bytes]:
    """A file of the case and its content, as it was put in.

    Raises CaseNotFound where there is no such file, or it was put in by mistake and the caller is
    not the head; AttachmentMissing; ContentUnreadable where it was altered.
    """
    file = listing.one_of(listing.of_case(session, case.id, data_key), seq, number)
    if file is None or not may_take(by, case, file):
        raise CaseNotFound
    sealed = attachments.get(session, case.id, file.digest)
    if sealed is None:
        raise AttachmentMissing
    content = attachments.opened(
        data_key, sealed, case_id=case.id, content_digest=file.content_digest
    )
    return file, content


def may_take(who: Caller, case: HeldCase, file: Attached) -> bool:
    """May whoever reads the case take this file? One put in by mistake only the head may."""
    return file.mistake is None or "head" in policies.lanes_in_case(who, case)


def note(
    session: Session, case: HeldCase, file: Attached, *, by: Caller, data_key: bytes, now: datetime
) -> None:
    """Note that somebody takes the file, with its name, encrypted like all content."""
    accesses.record(
        session,
        case.id,
        by.person_id,
        kind=AccessKind.EXPORTED,
        element=ATTACHED,
        now=now,
        reason=encrypt(data_key, file.name.encode(), context=accesses.reason_context(case.id)),
    )
