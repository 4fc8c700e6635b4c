"""Case names: finding a case by the student's name without keeping the name in the clear.

Each word of a name is kept as a keyed digest (a blind index); its key is wrapped by the key ring
like a data key. Erasing a case drops its rows.
"""

import hmac
from collections.abc import Iterable, Sequence
from hashlib import sha256

from sqlalchemy import ForeignKey, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import data_keys, rows
from models.cases import Case
from models.concerned_people import is_concerned
from models.keys import KeyRing
from models.names import fold
from models.tables import Table

INDEX_KEY = "case_names"
DIGEST_BYTES = 16


class CaseName(Table):
    """One word of the name of a student in a case."""

    __tablename__ = "case_names"
    __table_args__ = ({"sqlite_with_rowid": False},)

    word: Mapped[bytes] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True, index=True)


def index_key(session: Session, ring: KeyRing) -> bytes:
    """The key of the index, made on first use; a caller may keep it as long as its process."""
    return data_keys.named(session, ring, INDEX_KEY)


def note(session: Session, key: bytes, case_id: int, names: Iterable[str]) -> None:
    """From now on the case is found by these names too."""
    words = sorted({_digest(key, word) for name in names for word in fold(name).split()})
    if words:
        written = [{"word": word, "case_id": case_id} for word in words]
        rows.write(session, CaseName, written, key=("word", "case_id"))


def forget(session: Session, case_id: int) -> None:
    """The case is no longer found by a name."""
    session.execute(delete(CaseName).where(CaseName.case_id == case_id))


def search(
    session: Session,
    key: bytes,
    query: str,
    *,
    school_ids: Sequence[int],
    hidden_from: int,
    limit: int = 50,
) -> Sequence[Case]:
    """Cases of the schools in which all words of the query are a name's, the latest first."""
    words = {_digest(key, word) for word in fold(query).split()}
    if not words:
        return []
    named = (
        select(CaseName.case_id)
        .where(CaseName.word.in_(words))
        .group_by(CaseName.case_id)
        .having(func.count() == len(words))
    )
    return session.scalars(
        select(Case)
        .where(
            Case.id.in_(named),
            Case.school_id.in_(school_ids),
            ~is_concerned(Case.id, hidden_from),
        )
        .order_by(Case.opened_at.desc(), Case.id.desc())
        .limit(limit)
    ).all()


def _digest(key: bytes, word: str) -> bytes:
    return hmac.digest(key, word.encode(), sha256)[:DIGEST_BYTES]
