"""Entries of a journal as they are read: page by page, content opened only for who may see it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from models import journal
from models.appointments import Role
from models.data_keys import ContentErased
from models.held import HeldCase
from models.journal import JournalEntry
from processes import definitions, permissions, policies
from processes.bundle import Bundle
from processes.forms.component import Component
from processes.forms.definition import FormDefinition
from processes.permissions import Act, Caller
from processes.workplace import Workplace

INFORMANT = "informant"


@dataclass(frozen=True)
class EntryPage:
    """Entries in order; `next` is the seq of the last one where more follow."""

    entries: tuple[JournalEntry, ...]
    next: int | None


def page(session: Session, case_id: int, *, after: int, limit: int) -> EntryPage:
    """The entries that follow the entry `after` (0: from the first on)."""
    found = journal.following(session, case_id, after=after, limit=limit + 1)
    entries = tuple(found[:limit])
    return EntryPage(entries, entries[-1].seq if len(found) > limit else None)


def may_read(caller: Caller, case: HeldCase) -> bool:
    """May the caller read the history of the case, if not its content? Auditors by mandate may."""
    return caller.person_id not in case.concerned and permissions.permitted(
        caller, Act.READ_HISTORY, school_id=case.school_id
    )


def sees_informants(caller: Caller, case: HeldCase) -> bool:
    """Only focal point and head learn who informed the school, not even the head's deputies."""
    roles = caller.roles_at(case.school_id)
    return policies.sees(caller, case) and not roles.isdisjoint({Role.FOCAL_POINT, Role.HEAD})


@dataclass(frozen=True)
class Reader:
    """One caller's reading of one case."""

    workplace: Workplace
    case: HeldCase
    bundle: Bundle
    data_key: bytes | None  # None: the caller opens no content, or it has been erased
    informants: bool

    @classmethod
    def of(
        cls,
        workplace: Workplace,
        case: HeldCase,
        bundle: Bundle,
        caller: Caller,
        *,
        opened: bytes | None = None,
    ) -> Reader:
        """What the caller may read; `opened`: the data key, to an auditor who gave a reason."""
        data_key = opened
        if policies.sees(caller, case):
            try:
                data_key = case.data_key(workplace.keys)
            except ContentErased:
                data_key = None
        return cls(workplace, case, bundle, data_key, sees_informants(caller, case))

    def content(self, entry: JournalEntry) -> Mapping[str, Any] | None:
        """The content of an entry; without the informant where the caller may not know."""
        if self.data_key is None:
            return None
        raw = journal.content_of(entry, self.data_key)
        if raw is None:
            return None
        document: dict[str, Any] = json.loads(raw)
        if "form" in document:
            document["answers"] = self.shown(document["form"], document["answers"])
        return document

    def shown(self, form_id: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Answers to a form, without the informant where the caller may not know."""
        if self.informants:
            return dict(values)
        return without_informant(definitions.form(self.bundle, form_id), values)


def without_informant(form: FormDefinition, values: Mapping[str, Any]) -> dict[str, Any]:
    """Answers to the form but those that tell who informed the school."""
    return _without(form.components, values, hidden={INFORMANT})


def _without(
    components: Sequence[Component], values: Mapping[str, Any], *, hidden: Collection[str]
) -> dict[str, Any]:
    kept = dict(values)
    for one in components:
        if one.private in hidden:
            kept.pop(one.key, None)
        elif one.type == "rows" and one.key in kept:
            kept[one.key] = [_without(one.components, row, hidden=hidden) for row in kept[one.key]]
    return kept
