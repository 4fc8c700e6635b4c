"""Taking one attachment out of a case, and the note of who did."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from models import accesses, attachments
from models.accesses import AccessKind
from models.held import HeldCase
from models.journal import ATTACHED
from models.keys import encrypt
from models.refusals import Refusal
from processes import policies
from processes.attachments import listing
from processes.attachments.listing import Attached
from processes.journal import CaseNotFound
from processes.permissions import Caller
from processes.workplace import Workplace


class AttachmentMissing(Refusal):
    """The journal names a file whose bytes are no longer there."""

    vi = "Tệp này không còn trong cơ sở dữ liệu. Báo người quản trị để kiểm chứng hồ sơ."
    en = "This file is no longer in the database. Tell the administrator to verify the case."


def take(
    workplace: Workplace,
    find: Callable[[Session], HeldCase],
    seq: int,
    number: int,
    *,
    by: Caller,
    now: datetime,
) -> tuple[Attached, bytes]:
    """A file of the case that `find` lets the caller read; noted before it is given.

    Raises what `find` and `taken` raise.
    """
    with workplace.database.reading() as session:
        case = find(session)
        data_key = case.data_key(workplace.keys)
        file, content = taken(session, case, seq, number, by=by, data_key=data_key)
    with workplace.database.transaction() as session:
        _note(session, case, file, by=by, data_key=data_key, now=now)
    return file, content


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


def _note(
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
