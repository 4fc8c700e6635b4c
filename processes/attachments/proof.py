"""Whether the attachments of a case are those that its journal names; no key is needed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from models import attachments


@dataclass(frozen=True)
class Wrong:
    """A file that is not as it was put in.

    `seq` is the entry that put it in (None: no entry did), `reason` attachment_altered |
    attachment_missing | attachment_unknown.
    """

    digest: str
    seq: int | None
    reason: str


def named(session: Session, case_id: int) -> dict[str, int]:
    """The digests that the entries of a case name, each with the entry."""
    return {
        digest: row.seq
        for row in attachments.entries(session, case_id)
        for digest in attachments.digests_of(row).values()
    }


def wrongs(session: Session, case_id: int) -> Iterator[Wrong]:
    """What is altered, missing or of no entry; one file at a time is read."""
    of = named(session, case_id)
    for digest, seq in of.items():
        sealed = attachments.get(session, case_id, digest)
        if sealed is None:
            yield Wrong(digest, seq, "attachment_missing")
        elif attachments.digest_of(sealed) != digest:
            yield Wrong(digest, seq, "attachment_altered")
    for digest in attachments.sizes(session, case_id).keys() - of.keys():
        yield Wrong(digest, None, "attachment_unknown")
