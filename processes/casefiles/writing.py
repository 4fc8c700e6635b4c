"""Writing a case file from the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from models import calendars, definitions, heads, journal, schools
from models.cases import Case
from models.heads import JournalHead
from models.held import HeldCase
from models.journal import JournalEntry, canonical
from processes.bundle import Bundle
from processes.casefiles import archive
from processes.casefiles.entry_lines import line_of
from processes.casefiles.readme import README


@dataclass(frozen=True)
class CaseFile:
    """A file with its name: `HS-2026-0006.zip`."""

    name: str
    content: bytes
    entries: int

    @property
    def digest(self) -> str:
        """sha256 of the whole file."""
        return archive.digest(self.content)


def write(session: Session, case: Case | HeldCase, *, now: datetime) -> CaseFile:
    """The case in one file. What people wrote stays encrypted; the key is not in it.

    Of the daily heads, those of the days at which an entry was recorded, each with the digests of
    all entries that it seals (of other cases a number, no code), as it is reckoned over them.
    """
    rows, sealing = journal.of_case(session, case.id), heads.sealing(session, case.id)
    return _written(session, case, rows, sealing, now=now)


def write_again(session: Session, case: Case | HeldCase, *, at: datetime) -> CaseFile:
    """The file that was written at a moment: the same bytes while nothing was altered since."""
    rows = [one for one in journal.of_case(session, case.id) if one.recorded_at <= at]
    sealing = [one for one in heads.sealing(session, case.id) if one.sealed_at <= at]
    return _written(session, case, rows, sealing, now=at)


def _written(
    session: Session,
    case: Case | HeldCase,
    rows: Sequence[JournalEntry],
    sealing: Sequence[JournalHead],
    *,
    now: datetime,
) -> CaseFile:
    bundle = definitions.bundle_of(session, case.process_version_id)
    named = sorted({one.calendar_version_id for one in rows if one.calendar_version_id})
    versions = [calendars.get(session, one) for one in named]
    parts = {
        archive.README: README.encode(),
        archive.JOURNAL: "".join(f"{line_of(row)}\n" for row in rows).encode(),
        archive.BUNDLE: bundle,
        **{f"{archive.CALENDARS}{one.id}.json": one.document.encode() for one in versions},
        **{f"{archive.HEADS}{head.day.isoformat()}.json": _head(session, head) for head in sealing},
    }
    manifest = {
        "format": archive.FORMAT,
        "case": case.code,
        "case_number": case.id,
        "school": schools.by_ids(session, {case.school_id})[case.school_id].code,
        "exported_at": journal.digested(now),
        "entries": len(rows),
        "last_digest": rows[-1].digest,
        "process_digest": Bundle.from_bytes(bundle).digest,
        "calendar_digests": {str(one.id): one.digest for one in versions},
        "sha256": {name: archive.digest(content) for name, content in parts.items()},
    }
    parts[archive.MANIFEST] = f"{canonical(manifest)}\n".encode()
    return CaseFile(f"{case.code}.zip", archive.pack(parts), len(rows))


def _head(session: Session, head: heads.JournalHead) -> bytes:
    document = {
        "day": head.day.isoformat(),
        "previous_digest": head.previous_digest,
        "digest": head.digest,
        "sealed": [list(one) for one in heads.sealed_entries(session, head.day)],
    }
    return f"{canonical(document)}\n".encode()
