"""Routing values of an entry in words: as its form asks and answers, never anything typed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from models.journal import ATTACHED, JournalEntry
from processes import definitions
from processes.bundle import Bundle
from processes.engine import load
from processes.forms.component import Component
from processes.forms.wording import Wording
from service.languages import language
from service.pages import moments
from service.speech import gettext as _


@dataclass(frozen=True)
class Said:
    """A question and its answer; `before` is what a correction replaced, or ""."""

    label: str
    words: str
    before: str


def of_entry(entry: JournalEntry, bundle: Bundle, wording: Wording) -> tuple[Said, ...]:
    """The values in the order of their names; what a form sets by itself is left out."""
    values: dict[str, str] = json.loads(entry.routing)
    if entry.kind == ATTACHED:
        return tuple(Said(_of_file(number), digest[:12], "") for number, digest in values.items())
    replaced: dict[str, str | None] = json.loads(entry.replaced) if entry.replaced else {}
    asked = _asked(entry, bundle, wording)
    return tuple(
        Said(
            label=_label(name, asked.get(name), bundle),
            words=_words(name, value, asked.get(name), bundle),
            before=_words(name, replaced.get(name) or "", asked.get(name), bundle),
        )
        for name, value in values.items()
        if name not in asked or asked[name].is_field
    )


def _of_file(number: str) -> str:
    """What stands before the digest of a file as it is stored, which is its name in an export."""
    return _("Mã của tệp %(number)s", number=number)


def _asked(entry: JournalEntry, bundle: Bundle, wording: Wording) -> dict[str, Component]:
    """What asks for each value: in the form of the entry, else in any form."""
    found: dict[str, Component] = {}
    for form_id in _forms(entry, bundle):
        for one in definitions.form(bundle, form_id).components:
            for part in one.parts:
                if part.routing is not None and part.routing not in found:
                    found[part.routing] = part.worded(wording)
    return found


def _forms(entry: JournalEntry, bundle: Bundle) -> Iterator[str]:
    element = load(bundle).elements.get(entry.element or "")
    if element is not None and element.form is not None:
        yield element.form
    # A case is opened by one of two forms; a correction mends any.
    if entry.kind in ("opened", "corrected"):
        if json.loads(entry.routing).get("kind") == "support_request":
            yield "open_development_support"
        yield "report"


def _label(name: str, asked: Component | None, bundle: Bundle) -> str:
    if asked is not None:
        return asked.label[language()]
    if name == "due_at":
        return _("Hạn mới")
    declared = bundle.description["routing"].get(name, {})
    words = str(declared.get(language(), name))
    return words[:1].upper() + words[1:]


def _words(name: str, value: str, asked: Component | None, bundle: Bundle) -> str:
    if not value:
        return ""
    for choice in asked.values if asked is not None else ():
        if choice.value == value:
            return choice.label[language()]
    kind = "moment" if name == "due_at" else bundle.description["routing"].get(name, {}).get("type")
    if kind == "moment":
        return moments.moment(datetime.fromisoformat(value))
    if kind == "date":
        return moments.day(date.fromisoformat(value))
    return value
