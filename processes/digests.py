"""A digest: the reminders of a working day in one mail, for those who want it so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

SUBJECTS = {
    "vi": "[Nhắc việc] Ngày {date}: {count} việc đang chờ thầy cô",
    "en": "[Reminder] {date}: {count} things are waiting for you",
}


@dataclass(frozen=True)
class Told:
    """One notice in words, and where it leads."""

    subject: str
    lines: Sequence[str]
    link: str


def worded(told: Sequence[Told], *, language: str, on: date) -> tuple[str, Sequence[str]]:
    """Subject and paragraphs: each notice by its subject, without the mark before it."""
    subject = SUBJECTS[language].format(date=f"{on.day}/{on.month}/{on.year}", count=len(told))
    return subject, [f"{_bare(one.subject)}\n{one.link}" for one in told]


def _bare(subject: str) -> str:
    return subject.partition("] ")[2] if subject.startswith("[") else subject
