"""Conditional fields without JavaScript: which option of a form shows which field.

An option that matters gets a class `k7`, what it shows the class `w7`; forms.css joins the two with
`:has()`. A text that matters when filled in gets `f2`, and what it shows `v2`. The numbers are
dealt out anew for each form drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from processes.forms.component import Component, Condition
from processes.forms.wording import Language
from service.pages.fields import Field, Option

# As many as forms.css has rules for. What comes after is shown always, and the server still asks.
OPTION_RULES = 60
TEXT_RULES = 6
TYPED = ("text", "textarea", "phone", "date")


@dataclass(frozen=True, slots=True)
class Guard:
    """One condition: the field that is asked, and the answers that show what depends on it."""

    name: str
    label: str
    values: tuple[str, ...]
    answers: tuple[str, ...]


Chain = tuple[Guard, ...]


class Triggers:
    """Deals out the classes of one form."""

    def __init__(self) -> None:
        self._options: dict[tuple[str, str], int] = {}
        self._texts: dict[str, int] = {}

    def option(self, name: str, value: str) -> str:
        """The class of an option that shows something, or none when the rules are used up."""
        number = self._options.setdefault((name, value), len(self._options) + 1)
        return f"k{number}" if number <= OPTION_RULES else ""

    def text(self, name: str) -> str:
        """The class of a text field that shows something once it is filled in."""
        number = self._texts.setdefault(name, len(self._texts) + 1)
        return f"f{number}" if number <= TEXT_RULES else ""

    def shown_by(self, guard: Guard) -> str:
        """The classes of what a guard shows."""
        keys = [self.option(guard.name, value) for value in guard.values] or [self.text(guard.name)]
        if not all(keys):
            return "when-open"
        return " ".join(["when", *(key.translate(str.maketrans("kf", "wv")) for key in keys)])


def mattering(components: Iterable[Component]) -> dict[str, set[str]]:
    """The values of each field, by key, on which a condition anywhere in the form turns."""
    used: dict[str, set[str]] = {}
    everything: list[Component] = []
    for one in components:
        everything += [one, *one.components]
    for condition in (one.when for one in everything if one.when is not None):
        for asked in (one for one in everything if one.key == condition.field):
            used.setdefault(asked.key, set()).update(_satisfying(condition, asked))
    return used


@dataclass(frozen=True, slots=True)
class Level:
    """The fields that stand together: those of the form, or those of one row within it."""

    components: Sequence[Component]
    language: Language
    within: str = ""
    above: Level | None = None

    def chain(self, one: Component) -> Chain:
        """The conditions under which a component is shown, the outermost first."""
        if one.when is None:
            return ()
        asked, level = self._asked(one.when.field)
        # An unanswered field is "not this" too: no option that is chosen can say so.
        if one.when.op == "ne" or asked.type not in (*TYPED, "radio", "select", "checkboxes"):
            return level.chain(asked)
        values = tuple(_satisfying(one.when, asked))
        labels = (choice.label[self.language] for choice in asked.values if choice.value in values)
        own = Guard(level.within + asked.key, asked.label[self.language], values, tuple(labels))
        return (*level.chain(asked), own)

    def _asked(self, key: str) -> tuple[Component, Level]:
        own = [one for one in self.components if one.key == key]
        if self.above is not None and not own:
            return self.above._asked(key)
        return own[0], self


def _satisfying(condition: Condition, asked: Component) -> Iterator[str]:
    wanted = condition.value if isinstance(condition.value, tuple) else (condition.value,)
    for choice in asked.values:
        if condition.op == "filled" or choice.value in wanted:
            yield choice.value


def arrange(
    items: Sequence[tuple[Chain, Field]], triggers: Triggers, depth: int = 0
) -> tuple[Field, ...]:
    """Group the fields of one condition, each group below the option that opens it."""
    fields: list[Field] = []
    for guard, run in groupby(items, key=lambda item: item[0][depth : depth + 1]):
        members = list(run)
        if not guard:
            fields += [field for _, field in members]
            continue
        inside = arrange(members, triggers, depth + 1)
        _place(fields, guard[0], group(guard[0], inside, triggers))
    return tuple(fields)


def group(guard: Guard, inside: tuple[Field, ...], triggers: Triggers) -> Field:
    """Fields shown under one condition, as one field."""
    return Field(
        kind="group",
        name=f"{guard.name}-when",
        label=guard.label,
        answers=", ".join(guard.answers),
        shown_by=triggers.shown_by(guard),
        inside=inside,
    )


def _place(fields: list[Field], guard: Guard, opened: Field) -> None:
    before = fields[-1] if fields else None
    nests = before is not None and before.name == guard.name and len(guard.values) == 1
    if before is None or not nests or before.kind not in ("radio", "checkboxes"):
        fields.append(opened)
        return
    fields[-1] = replace(
        before, options=tuple(_opening(one, guard, opened) for one in before.options)
    )


def _opening(option: Option, guard: Guard, opened: Field) -> Option:
    if option.value not in guard.values:
        return option
    return replace(option, inside=(*option.inside, opened))
