"""Filed answers as they are read on a page: questions and answers in words, card by card."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from processes.forms.component import Component, Private
from processes.forms.definition import FormDefinition
from processes.forms.summary import Line, Table, summary
from processes.forms.wording import Language, Wording
from service.pages.fields import Field
from service.pages.forms import FormPage
from service.speech import gettext as _


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a repeated field, or one line of a choice table."""

    title: str
    words: str
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and its answer; `before` is what stood there before a correction."""

    label: str
    words: str = ""
    rows: tuple[Row, ...] = ()
    hint: str = ""
    before: Answer | None = None


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """A heading of the form and the answers below it."""

    title: str
    answers: tuple[Answer, ...]


def read(
    definition: FormDefinition,
    values: Mapping[str, Any],
    *,
    language: Language,
    wording: Wording,
    hidden: Collection[Private] = (),
    before: Mapping[str, Any] | None = None,
) -> tuple[AnswerCard, ...]:
    """The answers given, without empty ones; headings without answers are left out.

    `values` are those of `check`. `hidden` names the kinds of private answers that the reader may
    not see. With `before`, an answer that was different there carries the earlier one.
    """
    worded = definition.worded(wording)
    now = _by_component(worded, values, language, wording, hidden)
    then = now if before is None else _by_component(worded, before, language, wording, hidden)
    cards: list[tuple[str, list[Answer]]] = [("", [])]
    for one in worded.components:
        if one.type == "heading":
            cards.append((one.label[language], []))
        elif one.key in now or one.key in then:
            label = one.label[language]
            cards[-1][1].append(
                _compared(now.get(one.key, Answer(label)), then.get(one.key, Answer(label)))
            )
    return tuple(AnswerCard(title, tuple(answers)) for title, answers in cards if answers)


def typed(
    definition: FormDefinition, raw: Mapping[str, Any], *, language: Language, wording: Wording
) -> str:
    """Everything typed into a form, as plain text to be copied, whatever is wrong with it."""
    form = FormPage.build(definition, raw, language=language, wording=wording)
    return "\n\n".join(
        "\n".join([*([card.title.upper()] if card.title else []), *lines])
        for card in form.cards
        if (lines := list(_lines(card.fields)))
    )


def _by_component(
    definition: FormDefinition,
    values: Mapping[str, Any],
    language: Language,
    wording: Wording,
    hidden: Collection[Private],
) -> dict[str, Answer]:
    components = {one.key: one for one in definition.components}
    return {
        line.key: _answer(line, components[line.key], language)
        for line in summary(definition, values, language, wording, hide=hidden)
        if line.kind != "heading"
    }


def _compared(now: Answer, then: Answer) -> Answer:
    return now if now == then else Answer(now.label, now.words, now.rows, now.hint, then)


def _answer(line: Line, component: Component, language: Language) -> Answer:
    match line.content:
        case str():
            return Answer(line.label, line.content)
        case Table():
            rows = (Row(row[0], ". ".join(filter(None, row[1:]))) for row in line.content.rows)
            return Answer(line.label, rows=tuple(rows), hint=line.content.hint)
        case groups:
            item = (component.item or component.label)[language]
            return Answer(
                line.label,
                rows=tuple(
                    Row(
                        _("%(item)s %(number)d", item=item, number=number),
                        "",
                        tuple(_answer(inner, component, language) for inner in group),
                    )
                    for number, group in enumerate(groups, start=1)
                ),
            )


def _lines(fields: Iterable[Field]) -> Iterator[str]:
    for field in fields:
        chosen = [option for option in field.options if option.checked]
        parts = [part.value for part in field.parts.values() if part.value]
        said = field.value or "; ".join(option.label for option in chosen) or ", ".join(parts)
        inside = [
            *_lines(field.inside),
            *(line for option in chosen for line in _lines(option.inside)),
            *_lines(field.rows),
        ]
        if said or (inside and field.kind != "group"):
            number = f" {field.number}" if field.number else ""
            mark = "" if field.label.endswith("?") else ":"
            yield f"{field.label}{number}{mark} {said}".rstrip()
        yield from inside
