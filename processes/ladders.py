"""Ladders: who is told what, and when, while something is awaited. Data of a process version.

A ladder is a table of `ladders.toml`; an element of the diagram names it by its property `ladder`.
Its rungs are [design]: no source says when to remind, and an owner changes them as data.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from models.notices import Grade
from processes.bundle import Bundle
from processes.clauses import Words
from processes.engine.findings import Finding
from processes.rung_moments import When, WhenUnreadable, read_when

FILE: Final = "ladders.toml"
PERSON, HEAD, MANAGING_BODY = "person", "head", "managing_body"
AUDIENCES: Final = (PERSON, HEAD, MANAGING_BODY)
EACH_WORKING_DAY: Final = "working_day"
_RUNG_KEYS: Final = frozenset({"name", "when", "to", "notice", "grade", "urgent", "repeat"})


@dataclass(frozen=True)
class Rung:
    """One step of a ladder.

    `to`: `person` (whoever is awaited), `head`, `managing_body`. `notice` names the text. `urgent`
    does not wait for working hours. `repeats`: from the first time on at every next working day's
    opening, until done.
    """

    name: str
    when: When
    to: tuple[str, ...]
    notice: str
    grade: Grade
    urgent: bool
    repeats: bool


@dataclass(frozen=True)
class Ladder:
    """Rungs in the order in which they are reached; only the last may repeat."""

    name: str
    title: Words
    rungs: tuple[Rung, ...]

    def place(self, rung: str) -> int:
        """The index of a rung by its name."""
        return next(n for n, one in enumerate(self.rungs) if one.name == rung)

    @property
    def needs_an_end(self) -> bool:
        """Does a rung count from or towards the end of a limit?"""
        return any(rung.when.needs_an_end for rung in self.rungs)


@dataclass(frozen=True)
class Register:
    """The ladders of a bundle by name, and what is wrong with the others."""

    ladders: Mapping[str, Ladder]
    findings: tuple[Finding, ...]


class _Wrong(Exception):
    """A rung or ladder that cannot be read, in both languages."""

    def __init__(self, vi: str, en: str) -> None:
        self.vi, self.en = vi, en
        super().__init__(en)


@lru_cache(maxsize=64)
def ladders(bundle: Bundle) -> Register:
    """The ladders of a bundle, read once for each version; none where it has no `ladders.toml`."""
    try:
        document = tomllib.loads(bundle.files.get(FILE, b"").decode())
    except (ValueError, RecursionError) as error:
        return Register({}, (finding("", f"Không đọc được: {error}", f"Unreadable: {error}"),))
    found: dict[str, Ladder] = {}
    findings: list[Finding] = []
    for name, table in document.items():
        try:
            found[name] = _ladder(name, table)
        except _Wrong as wrong:
            findings.append(finding(name, wrong.vi, wrong.en))
    return Register(MappingProxyType(found), tuple(findings))


def finding(element: str, vi: str, en: str, *, file: str = FILE, line: int = 0) -> Finding:
    """Something wrong with a ladder, or with an element or a text that a ladder needs."""
    return Finding(file, line, element, "ladder", vi, en)


def _ladder(name: str, table: Any) -> Ladder:
    try:
        title = Words(str(table["title"]["vi"]), str(table["title"]["en"]))
        rows = list(table["rung"])
    except (KeyError, TypeError) as error:
        raise _Wrong(
            "Thang cần title (vi, en) và rung.", "It needs title (vi, en), rung."
        ) from error
    rungs = tuple(_rungs(rows))
    if not rungs:
        raise _Wrong("Thang chưa có bậc nào.", "The ladder has no rung.")
    if len({rung.name for rung in rungs}) < len(rungs):
        raise _Wrong("Hai bậc trùng tên.", "Two rungs have the same name.")
    if any(rung.repeats for rung in rungs[:-1]):
        raise _Wrong("Chỉ bậc cuối được lặp lại.", "Only the last rung may repeat.")
    return Ladder(name, title, rungs)


def _rungs(rows: list[Any]) -> Iterator[Rung]:
    for number, row in enumerate(rows, 1):
        try:
            yield _rung(row)
        except KeyError as error:
            raise _Wrong(f"Bậc {number} thiếu {error}.", f"Rung {number} lacks {error}.") from error
        except WhenUnreadable as error:
            raise _Wrong(
                f"Bậc {number}: không hiểu lúc “{error}”.",
                f"Rung {number}: “{error}” is no moment.",
            ) from error
        except (TypeError, ValueError) as error:
            raise _Wrong(
                f"Bậc {number} chưa đúng: {error}", f"Rung {number} is not right: {error}"
            ) from error


def _rung(row: Mapping[str, Any]) -> Rung:
    if unknown := set(row) - _RUNG_KEYS:
        raise ValueError(f"? {', '.join(sorted(unknown))}")
    to = (row["to"],) if isinstance(row["to"], str) else tuple(row["to"])
    if not to or set(to) - set(AUDIENCES):
        raise ValueError(f"to = {row['to']!r} ∉ {AUDIENCES}")
    if row["grade"] not in set(Grade):
        raise ValueError(f"grade = {row['grade']!r} ∉ {tuple(map(str, Grade))}")
    if row.get("repeat", EACH_WORKING_DAY) != EACH_WORKING_DAY:
        raise ValueError(f"repeat = {row['repeat']!r} ≠ {EACH_WORKING_DAY!r}")
    return Rung(
        name=str(row["name"]),
        when=read_when(row["when"]),
        to=to,
        notice=str(row["notice"]),
        grade=Grade(row["grade"]),
        urgent=row.get("urgent", False) is True,
        repeats="repeat" in row,
    )
