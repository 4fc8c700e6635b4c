"""A letter: what a channel is to hand over, and what the other side answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from models.deliveries import Outcome


@dataclass(frozen=True)
class Due:
    """Until when something is awaited, for the recipient's own calendar.

    `uid` is the same in every letter about the same thing, so that a later one moves the entry.
    `on` is the last day of a limit in days; one in hours has the moment `at`.
    """

    uid: str
    at: datetime | None
    on: date | None
    summary: str


@dataclass(frozen=True)
class Letter:
    """`lines` are paragraphs of plain text; no child's name and no content is in any of it.

    `facts` is the same for programs. `name` and `address` are of the person who gets it; a
    webhook and a chat have addresses of their own.
    """

    message_id: str
    name: str
    address: str
    language: str
    subject: str
    lines: Sequence[str]
    link: str
    decided_at: datetime
    due: Sequence[Due] = ()
    facts: Mapping[str, object] | None = None

    def paragraphs(self) -> Sequence[str]:
        """The lines, and the link unless one of them has it."""
        return self.lines if self.link in "\n".join(self.lines) else (*self.lines, self.link)


@dataclass(frozen=True)
class Answer:
    """What came of an attempt, in the words of the other side.

    `is_down`: it would say the same to every letter now, so that the others wait.
    """

    outcome: Outcome
    text: str
    is_down: bool = False


class Line(Protocol):
    """An open line to the other side, for one letter after the other, in one thread."""

    def send(self, letter: Letter, *, now: datetime) -> Answer:
        """Hand the letter over; what the other side does is an answer, in minutes."""
        ...

    def close(self) -> None:
        """Hang up."""
        ...


def accepted(text: str) -> Answer:
    """The other side has taken the letter over."""
    return Answer(Outcome.ACCEPTED, text)


def refused(text: str) -> Answer:
    """The other side will never take this letter."""
    return Answer(Outcome.REFUSED, text)


def failed(text: str) -> Answer:
    """Not this letter and not now."""
    return Answer(Outcome.FAILED, text)


def down(text: str) -> Answer:
    """Nothing at all now."""
    return Answer(Outcome.FAILED, text, is_down=True)


def one_line(text: str) -> str:
    """The text on one line, without control characters: fit for a header."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
