"""The clause register of a bundle: each duty, limit, form and report date of its sources.

It is written by hand in `clauses.toml`. What fulfils a clause is named there, and each of these
elements names the clause in its property `clause`, so that either can be asked.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Literal, get_args

from processes.bundle import Bundle

FILE = "clauses.toml"

Standing = Literal["source", "law", "reading", "design"]
Kind = Literal["duty", "limit", "form", "report_date"]


class RegisterUnreadable(Exception):
    """Không đọc được danh mục điều khoản. The clause register cannot be read."""


@dataclass(frozen=True)
class Words:
    """The same in Vietnamese and English."""

    vi: str
    en: str


@dataclass(frozen=True)
class Clause:
    """One entry of the register, in our words.

    `place` cites the document (`004 II.3.2.3.c`). `standing` says whose it is: of the `source`
    documents, of another `law`, our `reading` or our `design`; the last two have a `reason`, a
    reading also the clause it `reads`. Fulfilled by `elements`, or `outside` this process for a
    reason. A report date is due before `before` (month, day).
    """

    id: str
    place: str
    standing: Standing
    kind: Kind
    text: Words
    elements: tuple[str, ...] = ()
    outside: Words | None = None
    reads: str | None = None
    reason: Words | None = None
    before: tuple[int, int] | None = None

    def last_day(self, year: int) -> date:
        """ "Trước ngày 05/11" ends on 04/11 [reading: `reading-report_dates`].

        Raises ValueError for a clause that is no report date.
        """
        if self.before is None:
            raise ValueError(self.id)
        month, day = self.before
        return date(year, month, day) - timedelta(days=1)


@lru_cache(maxsize=16)
def clauses(bundle: Bundle) -> Mapping[str, Clause]:
    """The register of a bundle by clause id, in the order of the file; empty where there is none.

    Raises RegisterUnreadable, with the clause that is wrong.
    """
    raw = bundle.files.get(FILE, b"")
    try:
        document = tomllib.loads(raw.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RegisterUnreadable(f"{FILE}: {error}") from error
    register: dict[str, Clause] = {}
    for row in document.get("clause", []):
        try:
            clause = _clause(row, document.get("outside", {}))
        except (KeyError, TypeError, ValueError) as error:
            raise RegisterUnreadable(f"{FILE}: {row.get('id', '?')}: {error}") from error
        if clause.id in register:
            raise RegisterUnreadable(f"{FILE}: {clause.id}: hai lần, twice")
        register[clause.id] = clause
    return MappingProxyType(register)


def _clause(row: Mapping[str, Any], reasons: Mapping[str, Mapping[str, str]]) -> Clause:
    return Clause(
        id=row["id"],
        place=row["place"],
        standing=_one_of(row["standing"], get_args(Standing)),
        kind=_one_of(row["kind"], get_args(Kind)),
        text=_words(row),
        elements=tuple(row.get("elements", ())),
        outside=_words(reasons[row["outside"]]) if "outside" in row else None,
        reads=row.get("reads"),
        reason=_words(row["reason"]) if "reason" in row else None,
        before=_month_and_day(row["before"]) if "before" in row else None,
    )


def _words(table: Mapping[str, str]) -> Words:
    return Words(table["vi"], table["en"])


def _one_of(value: str, allowed: tuple[Any, ...]) -> Any:
    if value not in allowed:
        raise ValueError(f"{value!r} ∉ {allowed}")
    return value


def _month_and_day(text: str) -> tuple[int, int]:
    month, day = (int(part) for part in text.split("-"))
    date(2000, month, day)
    return month, day
