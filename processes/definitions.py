"""Process versions: what a bundle declares, and how one comes into force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy.orm import Session

from models import definitions
from models.definitions import ProcessVersion
from processes.bundle import Bundle
from processes.engine import DiagramsRejected, load
from processes.forms.definition import (
    FormDefinition,
    FormFinding,
    FormRejected,
    RoutingDeclared,
)
from processes.forms.wording import Text
from processes.ladder_checks import of_ladders
from processes.printing.checks import of_papers


@lru_cache(maxsize=64)
def declared(bundle: Bundle) -> RoutingDeclared:
    """The routing values of the bundle with their kind and allowed values, as forms check them."""
    return {
        name: {**value, "values": tuple(value.get("values", ()))}
        for name, value in bundle.description["routing"].items()
    }


@lru_cache(maxsize=1024)
def form(bundle: Bundle, form_id: str) -> FormDefinition:
    """A form of the bundle, checked once against what the bundle declares; raises FormRejected."""
    return FormDefinition.from_json(
        bundle.forms[form_id], name=form_id, routing_declared=declared(bundle)
    )


@lru_cache(maxsize=64)
def check(bundle: Bundle) -> None:
    """Everything that must hold before a case may run on it; a bundle that passed is not asked
    again.

    Raises DiagramsRejected or FormRejected with every finding.
    """
    diagrams = load(bundle)
    forms = [form(bundle, form_id) for form_id in bundle.forms]
    if unknown := tuple(unknown_beside(forms)):
        raise FormRejected(unknown)
    if findings := tuple(sorted([*of_ladders(bundle, diagrams), *of_papers(bundle, forms)])):
        raise DiagramsRejected(findings)


def unknown_beside(forms: Iterable[FormDefinition]) -> Iterator[FormFinding]:
    """Forms that are to be read beside another and that the bundle does not hold."""
    forms = tuple(forms)
    held = {one.id for one in forms}
    for one in forms:
        for name in sorted(set(one.beside) - held):
            sentence = Text(
                vi=f"“beside” nêu mẫu “{name}”, nhưng không có tệp {name}.json",
                en=f"“beside” names the form “{name}”, but there is no file {name}.json",
            )
            yield FormFinding(one.id, None, sentence)


def publish(
    session: Session, bundle: Bundle, *, effective_from: date, by: int | None, now: datetime
) -> ProcessVersion:
    """Put a checked bundle in force from a date; cases under way stay on their version."""
    check(bundle)
    return definitions.publish(
        session,
        process=bundle.process,
        digest=bundle.digest,
        bundle=bundle.to_bytes(),
        effective_from=effective_from,
        published_by=by,
        now=now,
    )
