"""The chain that the entries of a case make, each with the digest of the one before."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.cases import NO_ENTRY_YET, Case
from models.journal import JournalEntry, digest_of


@dataclass(frozen=True, slots=True)
class ChainBreak:
    """The first entry at which a case's chain parts from what was written."""

    case_id: int
    seq: int
    reason: str  # altered | missing | unchained | end_differs


def breaks(session: Session, case_id: int) -> list[ChainBreak]:
    """Where the chain of a case is broken; empty when it is whole."""
    return list(_found(session, case_id))


def _found(session: Session, case_id: int) -> Iterator[ChainBreak]:
    columns = JournalEntry.__table__.columns
    found = session.execute(
        select(*columns).where(columns.case_id == case_id).order_by(columns.seq),
        execution_options={"yield_per": 200},
    )
    end = ChainEnd()
    links = ((dict(row), digest_of(dict(row))) for row in found.mappings())
    yield from linked(case_id, links, end)
    case = session.execute(select(Case.last_seq, Case.last_digest).where(Case.id == case_id)).one()
    if (case.last_seq, case.last_digest) != (end.seq, end.digest):
        yield ChainBreak(case_id, case.last_seq, "end_differs")


@dataclass(slots=True)
class ChainEnd:
    """The last entry of a chain that was followed, and its digest."""

    seq: int = 0
    digest: str = NO_ENTRY_YET


def linked(
    case_id: int, links: Iterable[tuple[Mapping[str, Any], str]], end: ChainEnd
) -> Iterator[ChainBreak]:
    """Where a chain breaks: of each entry its columns, and the digest reckoned over them.

    `end` is moved along, and shows at last where the chain ends.
    """
    for row, reckoned in links:
        end.seq += 1
        if row["seq"] != end.seq:
            yield ChainBreak(case_id, end.seq, "missing")
            end.seq = row["seq"]
        elif row["previous_digest"] != end.digest:
            yield ChainBreak(case_id, end.seq, "unchained")
        if row["digest"] != reckoned:
            yield ChainBreak(case_id, end.seq, "altered")
        end.digest = row["digest"]
