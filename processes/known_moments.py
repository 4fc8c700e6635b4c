"""Moments that a case already knows, before which the answers of a form cannot lie."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import islice

from sqlalchemy.orm import Session

from models.cases import Case
from models.held import HeldCase
from processes.bundle import Bundle
from processes.engine import Routing, routing_at
from processes.forms.circumstances import KnownMoment
from processes.forms.definition import FormDefinition
from processes.forms.wording import Text
from processes.history import replayed
from processes.workplace import Workplace


def before(
    bundle: Bundle, case: HeldCase, key: str, form: FormDefinition
) -> Mapping[str, KnownMoment]:
    """What bounds the form of an open task or awaited message, seen from where that stands."""
    if not form.since or case.snapshot is None:
        return {}
    return _named(bundle, routing_at(bundle, case.snapshot, key), form)


def before_entry(
    session: Session, workplace: Workplace, case: HeldCase, seq: int, form: FormDefinition
) -> Mapping[str, KnownMoment]:
    """What bounded the form filed at entry `seq`, as it was seen there: for its correction."""
    if not form.since or seq == 1:
        return {}
    steps = replayed(session, workplace, session.get_one(Case, case.id))
    (_, seen), (entry, _) = islice(steps, seq - 2, seq)
    bundle = workplace.bundle(session, case.process_version_id)
    return _named(bundle, routing_at(bundle, seen.snapshot, entry.task_key or ""), form)


def _named(bundle: Bundle, routing: Routing, form: FormDefinition) -> Mapping[str, KnownMoment]:
    declared = bundle.description["routing"]
    return {
        name: KnownMoment(
            Text(vi=declared[name]["vi"], en=declared[name]["en"]), datetime.fromisoformat(value)
        )
        for name in form.since
        if (value := routing.get(name)) is not None
    }
