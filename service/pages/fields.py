"""One field of a form as the macros draw it: words, ids, what was typed, what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing to choose; `inside` are the fields that it opens."""

    id: str
    value: str
    label: str
    hint: str = ""
    checked: bool = False
    trigger: str = ""
    inside: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field, a group of fields under one condition, or one row of a repeated field."""

    kind: str
    name: str
    label: str
    hint: str = ""
    error: str = ""
    optional: bool = False
    value: str = ""
    options: tuple[Option, ...] = ()
    inside: tuple[Self, ...] = ()
    rows: tuple[Self, ...] = ()
    parts: Mapping[str, Self] = field(default_factory=dict)
    tally: tuple[Count, ...] = ()
    trigger: str = ""
    shown_by: str = ""
    answers: str = ""
    advice: str = ""
    width: str = ""
    autocomplete: str = "off"
    offered: tuple[tuple[str, tuple[Option, ...]], ...] = ()  # choices under headings
    staff: bool = False  # the names of the school's people are suggested
    item: str = ""
    number: int = 0
    may_add: bool = False
    described: str = ""  # the ids of a frame's words, where a part of it needs them

    @property
    def id(self) -> str:
        """The id of its input, or of the first one."""
        return f"f-{self.name}"

    @property
    def described_by(self) -> str:
        """The ids of its hint and its error, for aria-describedby."""
        own = [f"{self.id}-h"] * bool(self.hint) + [f"{self.id}-e"] * bool(self.error)
        return self.described or " ".join(own)

    @property
    def target(self) -> str:
        """The id that a link of the error summary leads to: an input, never a frame round it."""
        if self.parts:
            return next(iter(self.parts.values())).id
        return self.options[0].id if self.options else self.id

    @property
    def next_id(self) -> str:
        """The id of the row that adding one would make."""
        return f"{self.id}-{len(self.rows)}"


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows of a choice table have a level."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Card:
    """A heading and the fields below it."""

    id: str
    title: str
    hint: str
    shown_by: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """A line of the error summary: where it leads and what it says, word for word as there."""

    id: str
    message: str
