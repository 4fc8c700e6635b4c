"""A form as the macros draw it: its definition, what was answered or typed, what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self
from uuid import uuid4

from processes.agencies import Offered
from processes.forms.component import Component
from processes.forms.definition import FormDefinition
from processes.forms.levels import conclusion_hint
from processes.forms.refusals import FieldError
from processes.forms.wording import Language, Wording
from service.pages.conditions import Chain, Level, Triggers, arrange, mattering
from service.pages.drafts import DraftPart
from service.pages.drawing import Drawing
from service.pages.fields import Card, Field, Problem
from service.pages.posted import parse, rearranged
from service.speech import gettext as _

# Fields of a form that stands beside what it decides about.
SHORT = 4

__all__ = ["FormPage", "parse", "rearranged"]


@dataclass(frozen=True, slots=True)
class FormPage:
    """Everything that `macros/fields.html` shows of a form.

    `once` is the idempotency key of the form: drawn once, sent back with it, kept when the form
    comes again with errors.
    """

    id: str
    title: str
    intro: str
    basis: str
    submit: str
    once: str
    cards: tuple[Card, ...]
    errors: tuple[Problem, ...]
    staff: tuple[str, ...] = ()  # names suggested where a person of the school is asked for
    draft: DraftPart | None = None  # None: a form that is not kept half filled

    @property
    def is_short(self) -> bool:
        """Whether it only asks for a decision, so that what it is about takes the larger place."""
        return sum(len(card.fields) for card in self.cards) <= SHORT

    @classmethod
    def build(
        cls,
        definition: FormDefinition,
        values: Mapping[str, Any] | None = None,
        errors: Iterable[FieldError] = (),
        *,
        language: Language,
        wording: Wording,
        once: str | None = None,
        staff: Iterable[str] = (),
        draft: DraftPart | None = None,
        agencies: Offered | None = None,
    ) -> Self:
        """Draw a form; `values` are answers kept earlier, or the raw ones of `parse`."""
        worded = definition.worded(wording)
        answers = values or {}
        messages = {one.path.replace(".", "-"): one.message[language] for one in errors}
        offered = agencies or Offered()
        used = mattering(worded.components)
        drawing = Drawing(messages, used, language, Triggers(), offered)
        fields = drawing.fields(Level(worded.components, language), answers)
        cards = _cards(worded.components, _advised(worded, fields, answers, language), drawing)
        return cls(
            id=worded.id,
            title=worded.title[language],
            intro=worded.intro[language] if worded.intro else "",
            basis=worded.basis,
            submit=worded.submit[language] if worded.submit else _("Nộp"),
            once=once or uuid4().hex,
            cards=cards,
            errors=tuple(_problems(messages, cards)),
            staff=tuple(staff),
            draft=draft,
        )


def _advised(
    definition: FormDefinition,
    fields: list[tuple[Chain, Field]],
    answers: Mapping[str, Any],
    language: Language,
) -> list[tuple[Chain, Field]]:
    """The counts of the choice tables, in words, beside the first routing choice after them."""
    tables = [one for one in definition.components if one.type == "levels"]
    counted = {
        one.key: {
            row: given
            for row, given in answers[one.key].items()
            if isinstance(given, dict) and given.get("level")
        }
        for one in tables
        if isinstance(answers.get(one.key), dict)
    }
    hint = conclusion_hint(definition.components, {k: v for k, v in counted.items() if v}, language)
    if not tables or not hint:
        return fields
    after = definition.components[definition.components.index(tables[-1]) :]
    name = next((one.key for one in after if one.routing and one.type in ("radio", "select")), None)
    return [
        (chain, replace(field, advice=hint) if field.name == name else field)
        for chain, field in fields
    ]


def _cards(
    components: Sequence[Component], fields: Sequence[tuple[Chain, Field]], drawing: Drawing
) -> tuple[Card, ...]:
    """One card a heading; what comes before the first heading has a card without one."""
    level = Level(components, drawing.language)
    remaining = iter(fields)
    groups: list[tuple[Component | None, list[tuple[Chain, Field]]]] = [(None, [])]
    for one in components:
        if one.type == "heading":
            groups.append((one, []))
        elif one.type != "constant":
            groups[-1][1].append(next(remaining))
    return tuple(
        _card(heading, level.chain(heading) if heading else (), items, drawing)
        for heading, items in groups
        if items
    )


def _card(
    heading: Component | None,
    own: Chain,
    items: Sequence[tuple[Chain, Field]],
    drawing: Drawing,
) -> Card:
    """A card is shown when its heading is; a condition shared by all its fields is the card's."""
    names = {field.name for _, field in items}
    shared = own or items[0][0][:1]
    if any(chain[: len(shared)] != shared for chain, _ in items) or (
        not own and any(guard.name in names for guard in shared)
    ):
        shared = ()
    return Card(
        id=f"f-{heading.key}" if heading else "",
        title=heading.label[drawing.language] if heading else "",
        hint=heading.hint[drawing.language] if heading and heading.hint else "",
        shown_by=drawing.triggers.shown_by((shared or own)[-1]) if shared or own else "",
        fields=arrange([(chain[len(shared) :], field) for chain, field in items], drawing.triggers),
    )


def _problems(messages: Mapping[str, str], cards: Iterable[Card]) -> Iterator[Problem]:
    targets = {
        field.name: field.target for card in cards for field in _every(card.fields)
    }  # fmt: skip
    for name, message in messages.items():
        # What a choice table or a birth says of its choice is shown at the choice itself.
        known = name if name in targets else name.rpartition("-")[0]
        yield Problem(targets.get(known, "content"), message)


def _every(fields: Iterable[Field]) -> Iterator[Field]:
    for field in fields:
        yield field
        yield from field.parts.values()
        yield from _every(field.inside)
        yield from _every(field.rows)
        for option in field.options:
            yield from _every(option.inside)
