"""Ways from one page to another."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Way:
    """A link with its words."""

    href: str
    label: str


@dataclass(frozen=True)
class CaseWay:
    """The case that a page belongs to."""

    href: str
    code: str
    about: str
