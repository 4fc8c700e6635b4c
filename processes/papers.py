"""Papers (giấy tờ): the filled forms of a case, from its journal, corrections applied."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from models import journal
from models.held import HeldCase
from models.journal import JournalEntry
from models.keys import KeyRing

LATEST = 80


@dataclass(frozen=True)
class Paper:
    """A form as it was filed at entry `seq`; `corrected_by` is the entry that mended it last."""

    seq: int
    form: str
    element: str | None
    at: datetime
    recorded_at: datetime
    actor_id: int | None
    values: Mapping[str, Any]
    routing: Mapping[str, str]
    corrected_by: int | None = None
    reason: str = ""


def filed(session: Session, case: HeldCase, keys: KeyRing, *, limit: int = LATEST) -> list[Paper]:
    """The latest papers of the case, the last filed first; raises ContentErased."""
    rows = journal.latest_with_content(session, case.id, limit=limit)
    return _papers(rows, case.data_key(keys))


def one(session: Session, case: HeldCase, keys: KeyRing, seq: int) -> tuple[Paper, ...]:
    """The paper filed at the entry, in all its versions: as filed, then each correction.

    None where no paper was filed at the entry; a correction is no paper of its own.
    """
    data_key = case.data_key(keys)
    rows = journal.with_corrections(session, case.id, seq)
    if not rows or rows[0].seq != seq or rows[0].answers_to is not None:
        return ()
    versions: list[Paper] = []
    for row in rows:
        paper = _paper(row, data_key)
        if paper is not None:
            versions.append(paper)
    return tuple(versions)


def latest_of(papers: Sequence[Paper], form: str) -> Paper | None:
    """The paper of this form that was filed last."""
    return next((paper for paper in papers if paper.form == form), None)


def _papers(rows: Sequence[JournalEntry], data_key: bytes) -> list[Paper]:
    """Rows come the last first, so a correction is met before the entry that it mends."""
    mended: dict[int, Paper] = {}
    papers: list[Paper] = []
    for row in rows:
        paper = _paper(row, data_key)
        if paper is None:
            continue
        if row.answers_to is not None:
            mended.setdefault(row.answers_to, paper)
        elif row.seq in mended:
            mend = mended[row.seq]
            papers.append(
                replace(paper, values=mend.values, corrected_by=mend.seq, reason=mend.reason)
            )
        else:
            papers.append(paper)
    return papers


def _paper(row: JournalEntry, data_key: bytes) -> Paper | None:
    content = journal.content_of(row, data_key)
    document = json.loads(content) if content is not None else {}
    if "form" not in document:
        return None
    return Paper(
        seq=row.seq,
        form=document["form"],
        element=row.element,
        at=row.at,
        recorded_at=row.recorded_at,
        actor_id=row.actor_id,
        values=document["answers"],
        routing=json.loads(row.routing),
        reason=document.get("reason", ""),
    )
