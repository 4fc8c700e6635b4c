"""Codes that people read aloud: HS-2026-0001, TB-2026-0001; none is ever given twice."""

from sqlalchemy import text
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.tables import Table


class CodeCounter(Table):
    """The last number given, by kind and year."""

    __tablename__ = "code_counters"

    kind: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


def next_code(session: Session, kind: str, year: int) -> str:
    """The next code; the counter's row stays locked until the transaction ends."""
    number = session.connection().execute(
        text(
            "INSERT INTO code_counters (kind, year, last) VALUES (:kind, :year, 1)"
            " ON CONFLICT (kind, year) DO UPDATE SET last = code_counters.last + 1"
            " RETURNING last"
        ),
        {"kind": kind, "year": year},
    )
    return f"{kind}-{year}-{number.scalar_one():04d}"
