"""Answers as a paper prints them: every question that was asked, also those left open. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from processes.forms.answers import is_shown
from processes.forms.component import Component, Private
from processes.forms.definition import FormDefinition
from processes.forms.levels import level_counts
from processes.forms.summary import Line, Table, summary
from processes.forms.wording import Wording

# How wide a column of repeated answers is, by what is typed into it.
WIDTHS: Final = {"textarea": "12", "text": "8", "date": "9", "moment": "9", "number": "5"}
WIDTH: Final = "8"
NUMBERS: Final = "3.6"
WIDEST: Final = 7  # columns; more are printed one below the other


def sections(
    definition: FormDefinition,
    values: Mapping[str, Any],
    wording: Wording,
    hidden: Collection[Private],
) -> list[dict[str, Any]]:
    """`{title, answers}` for each heading; see `_answer` for an answer."""
    worded = definition.worded(wording)
    said = {line.key: line for line in summary(worded, values, "vi", wording, hide=hidden)}
    found: list[dict[str, Any]] = [{"title": "", "answers": []}]
    for one in worded.components:
        if one.private in hidden or not is_shown(one.when, values, {}):
            continue
        if one.type == "heading":
            found.append({"title": one.label["vi"], "answers": []})
        elif one.is_field:
            found[-1]["answers"] += _answers(one, said.get(one.key), values.get(one.key))
    return [section for section in found if section["answers"]]


def by_key(
    definition: FormDefinition,
    values: Mapping[str, Any],
    wording: Wording,
    hidden: Collection[Private],
) -> dict[str, dict[str, Any]]:
    """Label and words of each answer that is a text, by its key."""
    lines = summary(definition.worded(wording), values, "vi", wording, hide=hidden)
    return {
        line.key: _plain(line.label, line.content)
        for line in lines
        if isinstance(line.content, str) and line.kind != "heading"
    }


def _answers(component: Component, line: Line | None, value: Any) -> Iterator[dict[str, Any]]:
    label = component.label["vi"]
    match None if line is None else line.content:
        case None:
            yield _plain(label, "")
        case str(words):
            yield _plain(label, words)
        case Table() as table:
            yield _levels(component, table, value)
        case groups if len(component.components) <= WIDEST:
            yield _repeated(component, groups)
        case groups:
            yield from _listed(component, groups)


def _plain(label: str, words: str) -> dict[str, Any]:
    """`asks`: the label ends as a question, so no colon follows it."""
    return {"label": label, "words": words, "asks": label.endswith(("?", ":"))}


def _levels(component: Component, table: Table, value: Any) -> dict[str, Any]:
    counts = level_counts(component, value)
    words = ", ".join(f"{level.label['vi']} {counts[level.value]}" for level in component.levels)
    return {
        "label": component.label["vi"],
        "table": {
            "widths": "5 2 5",
            "size": "12",
            "headings": list(table.headings),
            "rows": [{"cells": list(row)} for row in table.rows],
            "counts": f"Tổng số mỗi mức: {words}.",
        },
    }


def _repeated(component: Component, groups: Sequence[Sequence[Line]]) -> dict[str, Any]:
    columns = [one for one in component.components if one.is_field]
    widths = [NUMBERS, *(WIDTHS.get(one.type, WIDTH) for one in columns)]
    rows = []
    for number, group in enumerate(groups, 1):
        words = {line.key: _words(line) for line in group}
        rows.append({"cells": [str(number), *(words.get(one.key, "") for one in columns)]})
    return {
        "label": component.label["vi"],
        "table": {
            "widths": " ".join(widths),
            "size": "11" if len(columns) > 4 else "12",
            "headings": ["TT", *(one.label["vi"] for one in columns)],
            "rows": rows,
            "counts": "",
        },
    }


def _listed(component: Component, groups: Sequence[Sequence[Line]]) -> Iterator[dict[str, Any]]:
    item = (component.item or component.label)["vi"]
    for number, group in enumerate(groups, 1):
        words = "\n".join(f"{line.label}: {_words(line)}" for line in group)
        yield _plain(f"{item} {number}", words)


def _words(line: Line) -> str:
    match line.content:
        case str(words):
            return words
        case Table() as table:
            return "\n".join(". ".join(filter(None, row)) for row in table.rows)
        case groups:
            return "\n".join("; ".join(_words(inner) for inner in group) for group in groups)
