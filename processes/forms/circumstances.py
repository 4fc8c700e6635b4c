"""What a form is answered against: when, and the moments that the case already knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from processes.forms.listed_agency import ListedAgency
from processes.forms.wording import Text


@dataclass(frozen=True, slots=True)
class KnownMoment:
    """A moment of the case, as people call it: “lúc nhận tin”, “the receipt of the report”."""

    name: Text
    at: datetime


@dataclass(frozen=True, slots=True)
class Circumstances:
    """`filed_at` is when the form was filed first: a correction is no later look at the future.

    `known` are moments of the case by routing name; all moments are aware. `agencies` are those of
    the list, by number, ended ones too.
    """

    now: datetime
    filed_at: datetime
    known: Mapping[str, KnownMoment] = field(default_factory=dict)
    agencies: Mapping[int, ListedAgency] = field(default_factory=dict)

    def latest(self, names: tuple[str, ...]) -> KnownMoment | None:
        """The latest of these moments, of those that are known."""
        known = [self.known[name] for name in names if name in self.known]
        return max(known, key=lambda one: one.at, default=None)
