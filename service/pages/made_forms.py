"""Forms of pages that belong to no process, checked and drawn as those of a catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import request

from models.people import Person
from processes.forms.component import Choice, Component
from processes.forms.definition import FormDefinition
from processes.forms.refusals import FieldError
from processes.forms.wording import GENERAL, Text
from service import posting
from service.languages import language
from service.pages.forms import FormPage


def made(id_: str, title: Text, *components: Component, submit: Text) -> FormDefinition:
    """A form of these fields."""
    return FormDefinition(id=id_, title=title, basis="design", components=components, submit=submit)


def page(
    definition: FormDefinition, values: Mapping[str, Any], errors: Iterable[FieldError] = ()
) -> FormPage:
    """The form as it is drawn; one that comes back keeps the key under which it was posted."""
    return FormPage.build(
        definition,
        values,
        errors,
        language=language(),
        wording=GENERAL,
        once=request.form.get(posting.KEY),
    )


def line(key: str, label: Text, *, missing: Text, hint: Text | None = None) -> Component:
    """A line of text that has to be written."""
    return Component(
        type="text", key=key, label=label, missing=missing, hint=hint, required=True, max=300
    )


def day(key: str, label: Text, *, missing: Text) -> Component:
    """A date that has to be given."""
    return Component(type="date", key=key, label=label, missing=missing, required=True)


def chosen(
    key: str, label: Text, values: Iterable[tuple[str, Text]], *, missing: Text
) -> Component:
    """One of these, which has to be chosen."""
    return Component(
        type="select",
        key=key,
        label=label,
        missing=missing,
        required=True,
        values=tuple(Choice(value, words) for value, words in values),
    )


def chosen_or_none(
    key: str, label: Text, values: Iterable[tuple[str, Text]], *, hint: Text | None = None
) -> Component:
    """One of these, or none."""
    return Component(
        type="select",
        key=key,
        label=label,
        hint=hint,
        values=tuple(Choice(value, words) for value, words in values),
    )


def people(found: Iterable[Person]) -> list[tuple[str, Text]]:
    """These people, to be chosen from."""
    return [(str(one.id), same(one.name)) for one in found]


def same(words: str) -> Text:
    """A name, which no language changes."""
    return Text(vi=words, en=words)
