"""An agency of the list, as a form knows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

KINDS: Final = frozenset(
    {
        "commune_committee",
        "hotline_111",
        "commune_police",
        "labour_office",
        "social_work_centre",
        "emergency_help",
    }
)
"""The kinds of receiving unit (004 II.3.2.3.c, and emergency help); a form names some of them."""


@dataclass(frozen=True, slots=True)
class ListedAgency:
    """Valid on every date from `valid_from` to `valid_to`; `successor` is who takes its place."""

    id: int
    name: str
    kind: str
    area: str
    valid_from: date
    valid_to: date | None = None
    successor: str = ""

    def is_valid(self, on: date) -> bool:
        """Whether cases may be referred to it on that date."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)
