"""The attachments of a case as its journal tells them: name, kind, who, when; no file is opened."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from models import attachments, journal
from models.journal import MISTAKEN, JournalEntry
from processes.attachments.kinds import KINDS, Kind


@dataclass(frozen=True)
class Mistake:
    """Why somebody said that a file was put in by mistake."""

    reason: str
    actor_id: int | None
    at: datetime


@dataclass(frozen=True)
class Attached:
    """One file of a case: the `number`-th of those that entry `seq` put in.

    `digest` is that of the stored bytes, `content_digest` that of the file itself.
    """

    seq: int
    number: int
    name: str
    kind: Kind
    size: int
    about: str
    digest: str
    content_digest: str
    actor_id: int | None
    at: datetime
    mistake: Mistake | None = None


def of_case(session: Session, case_id: int, data_key: bytes) -> tuple[Attached, ...]:
    """The files of the case in the order in which they were put in, in one statement."""
    rows = attachments.entries(session, case_id)
    mistakes = _mistakes([row for row in rows if row.kind == MISTAKEN], data_key)
    return tuple(
        one for row in rows if row.kind != MISTAKEN for one in of_entry(row, data_key, mistakes)
    )


def of_entry(
    row: JournalEntry, data_key: bytes, mistakes: dict[tuple[int, int], Mistake]
) -> tuple[Attached, ...]:
    """The files that one entry put in."""
    content = json.loads(journal.content_of(row, data_key) or b"{}")
    digests = attachments.digests_of(row)
    return tuple(
        Attached(
            seq=row.seq,
            number=number,
            name=file["name"],
            kind=KINDS[file["kind"]],
            size=file["size"],
            about=content["about"],
            digest=digests[str(number)],
            content_digest=file["sha256"],
            actor_id=row.actor_id,
            at=row.at,
            mistake=mistakes.get((row.seq, number)),
        )
        for number, file in enumerate(content["files"], 1)
    )


def one_of(found: Sequence[Attached], seq: int, number: int) -> Attached | None:
    """The file at this place."""
    return next((one for one in found if (one.seq, one.number) == (seq, number)), None)


def people_of(found: Sequence[Attached]) -> set[int]:
    """Everybody who put a file in, or said that one is a mistake."""
    actors = {one.actor_id for one in found}
    actors |= {one.mistake.actor_id for one in found if one.mistake is not None}
    return {one for one in actors if one is not None}


def _mistakes(rows: Sequence[JournalEntry], data_key: bytes) -> dict[tuple[int, int], Mistake]:
    said = {}
    for row in rows:
        content = json.loads(journal.content_of(row, data_key) or b"{}")
        place = (row.answers_to or 0, content["number"])
        said[place] = Mistake(content["reason"], row.actor_id, row.at)
    return said
