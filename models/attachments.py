"""Attachments: pictures and documents of a case, each encrypted with the case's data key.

A row is the sealed bytes and their sha256. Which file it is, under what name and by whom, stands in
the entry of the journal that put it in, and that entry names the digest: so the chain covers what
lies here, and whoever has no key can still tell that nothing was changed.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from sqlalchemy import CheckConstraint, ForeignKey, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import rows
from models.journal import ATTACHED, OF_ATTACHMENTS, JournalEntry
from models.keys import decrypt, encrypt
from models.tables import Table


class Attachment(Table):
    """One file; ``digest`` is the sha256 of ``sealed``, and the same content sealed twice has two.

    So nobody who has a copy of a file can tell by a digest whether a case holds it.
    """

    __tablename__ = "attachments"
    # Without a rowid, INSERT OR REPLACE has no second key by which to replace a file.
    __table_args__ = (
        CheckConstraint("length(digest) = 64", name="sha256"),
        {"sqlite_with_rowid": False},
    )

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(primary_key=True)
    sealed: Mapped[bytes]


def seal(data_key: bytes, content: bytes, *, case_id: int) -> bytes:
    """The content as it is stored; bound to the case and to its own sha256."""
    return encrypt(data_key, content, context=_context(case_id, digest_of(content)))


def opened(data_key: bytes, sealed: bytes, *, case_id: int, content_digest: str) -> bytes:
    """The decrypted content with this sha256; raises ContentUnreadable for any other."""
    return decrypt(data_key, sealed, context=_context(case_id, content_digest))


def digest_of(content: bytes) -> str:
    """sha256 in hex."""
    return sha256(content).hexdigest()


def keep(session: Session, case_id: int, sealed: Iterable[bytes]) -> None:
    """Keep the files that the entry of this transaction names, one statement each."""
    for one in sealed:
        row = {"case_id": case_id, "digest": digest_of(one), "sealed": one}
        rows.write(session, Attachment, [row])


def get(session: Session, case_id: int, digest: str) -> bytes | None:
    """The sealed bytes of one file."""
    return session.scalars(
        select(Attachment.sealed).where(Attachment.case_id == case_id, Attachment.digest == digest)
    ).one_or_none()


def sizes(session: Session, case_id: int) -> Mapping[str, int]:
    """How many bytes each file of the case takes, by digest; no file is read for it."""
    found = session.execute(
        select(Attachment.digest, func.length(Attachment.sealed)).where(
            Attachment.case_id == case_id
        )
    )
    return {row[0]: row[1] for row in found}


def entries(session: Session, case_id: int) -> Sequence[JournalEntry]:
    """The entries of a case that are about its files, in order."""
    return session.scalars(
        select(JournalEntry)
        .where(JournalEntry.case_id == case_id, text(OF_ATTACHMENTS))
        .order_by(JournalEntry.seq)
    ).all()


def digests_of(entry: JournalEntry) -> Mapping[str, str]:
    """The digests that an entry names, by the numbers of its files; none where it puts none in."""
    named: Mapping[str, str] = json.loads(entry.routing) if entry.kind == ATTACHED else {}
    return named


def _context(case_id: int, content_digest: str) -> str:
    return f"attachments.sealed:{case_id}/{content_digest}"
