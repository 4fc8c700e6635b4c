"""Which papers of a case are read beside a form, and in which order.

A form names in its definition the forms that are read beside it, what it decides about first. Of
these the paper of the same branch is meant: where two plans run side by side, each is approved for
itself. Everything else that the case holds follows, what was filed last first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from models import lineage
from models.held import HeldCase
from models.keys import KeyRing
from processes import papers
from processes.bundle import Bundle
from processes.engine import load
from processes.forms.definition import FormDefinition
from processes.papers import Paper

# Of what people tell a case again and again: the last few.
TOLD = 10


def opened_by(bundle: Bundle, case: HeldCase, element: str) -> int | None:
    """The entry that opened the task of this element, or the one that an event is drawn at."""
    host = load(bundle).elements[element].host or element
    return next((task.opened_seq for task in case.tasks if task.element == host), None)


def read_beside(
    session: Session,
    case: HeldCase,
    keys: KeyRing,
    bundle: Bundle,
    definition: FormDefinition,
    filed: Sequence[Paper],
    *,
    opened_seq: int | None,
) -> list[Paper]:
    """The papers named by the form, then the latest of each other form.

    `filed` are the latest papers of the case, the last first; `opened_seq` is the entry that opened
    the task, where the form is that of a task.
    """
    behind = [] if opened_seq is None else lineage.behind(session, case.id, opened_seq)
    known = [*filed, *_older(session, case, keys, definition, filed)]
    branch = [paper for seq in behind for paper in known if paper.seq == seq]
    latest: dict[str, Paper] = {}
    for paper in [*branch, *known]:
        latest.setdefault(paper.form, paper)
    found = [
        *_named(definition, latest, known, _told(bundle)),
        *[paper for paper in known if paper is latest[paper.form]],
    ]
    return list({paper.seq: paper for paper in found}.values())


def _named(
    definition: FormDefinition,
    latest: dict[str, Paper],
    known: Sequence[Paper],
    told: frozenset[str],
) -> Iterator[Paper]:
    for form in definition.beside:
        if form in told:
            yield from [paper for paper in known if paper.form == form][:TOLD]
        elif form in latest:
            yield latest[form]


def _told(bundle: Bundle) -> frozenset[str]:
    """The forms of events: each says something of its own, none replaces an earlier one."""
    return frozenset(
        element.form
        for element in load(bundle).elements.values()
        if element.trigger == "message" and element.form is not None
    )


def _older(
    session: Session,
    case: HeldCase,
    keys: KeyRing,
    definition: FormDefinition,
    filed: Sequence[Paper],
) -> Iterator[Paper]:
    """Named papers of an old case that lie behind its latest entries."""
    if not filed or filed[-1].seq == 1:
        return
    missing = set(definition.beside) - {paper.form for paper in filed}
    for seq in lineage.latest_of_elements(session, case.id, sorted(missing)):
        if versions := papers.one(session, case, keys, seq):
            yield replace(versions[0], values=versions[-1].values)
