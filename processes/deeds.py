"""An act that somebody may do now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from models.advance import Advanced
from models.held import HeldCase
from processes.bundle import Bundle
from processes.engine import Entry


@dataclass(frozen=True)
class Deed:
    """An act that somebody may do now: the entry for the engine, and who says it, with what.

    `entry` None: only the clock acts. `content` is kept encrypted in the act's own entry; where it
    holds what only that transaction can know, such as a number that is counted, `content_at` makes
    it there, given the seq that the entry will have. `also` runs in the transaction of the act.
    `columns` and `assignees` as in `models.advance.Change`.
    """

    entry: Entry | None
    actor_id: int | None = None
    on_behalf_of: int | None = None
    content: bytes | None = None
    content_at: Callable[[Session, int], bytes] | None = None
    answers_to: int | None = None
    columns: Mapping[str, object] = field(default_factory=dict)
    assignees: Mapping[str, int | None] = field(default_factory=dict)
    also: Callable[[Session, Advanced], None] | None = None


def only_the_clock(session: Session, case: HeldCase, bundle: Bundle) -> Deed:
    """Nobody acts: what fell due fires, and what a new calendar moves is moved."""
    del session, case, bundle
    return Deed(None)
