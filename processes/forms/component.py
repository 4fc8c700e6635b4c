"""The pieces of a form: fields to fill in, headings, notes, constants."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal, Self

from processes.forms.wording import Text, Wording

Kind = Literal[
    "heading", "note", "text", "textarea", "radio", "select", "checkboxes", "number", "phone",
    "date", "moment", "birth", "levels", "rows", "constant",
    "agency",
]  # fmt: skip
Private = Literal["child", "informant", "none"]
Direction = Literal["high_is_bad", "high_is_good"]


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to choose, or a row or level of a table of levels."""

    value: str
    label: Text
    hint: Text | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """Shown only when a field on the same level, else on the top level, answers so."""

    field: str
    op: Literal["eq", "ne", "in", "contains", "filled"]
    value: str | tuple[str, ...] | None = None

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> Self:
        """From a document whose shape was checked against schema.py."""
        value = document.get("value")
        return cls(
            field=document["field"],
            op=document["op"],
            value=tuple(value) if isinstance(value, list) else value,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One piece of a form; which attributes mean something depends on `type` (see schema.py)."""

    type: Kind
    key: str
    label: Text
    hint: Text | None = None
    noun: Text | None = None
    missing: Text | None = None
    item: Text | None = None
    required: bool = False
    private: Private = "none"
    routing: str | None = None
    when: Condition | None = None
    values: tuple[Choice, ...] = ()
    value: str | None = None
    min: int | None = None
    max: int | None = None
    past: bool = False
    future: bool = False
    past_days: int | None = None
    too_old: Text | None = None
    not_before: str | None = None
    since: tuple[str, ...] = ()
    staff: bool = False
    rows: tuple[Choice, ...] = ()
    levels: tuple[Choice, ...] = ()
    direction: Direction = "high_is_bad"
    reasons: Literal["required", "optional"] = "optional"
    components: tuple[Self, ...] = ()

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> Self:
        """From a document whose shape was checked against schema.py."""
        parts = dict(document)
        for name in ("values", "rows", "levels"):
            if name in parts:
                parts[name] = tuple(Choice(**one) for one in parts[name])
        if "since" in parts:
            parts["since"] = tuple(parts["since"])
        if "components" in parts:
            parts["components"] = tuple(cls.from_document(one) for one in parts["components"])
        if "when" in parts:
            parts["when"] = Condition.from_document(parts["when"])
        return cls(**parts)

    @property
    def parts(self) -> tuple[Self, ...]:
        """Itself and, of a repeated group, the components of a row."""
        return (self, *self.components)

    @property
    def is_field(self) -> bool:
        """Whether people fill it in."""
        return self.type not in ("heading", "note", "constant")

    def worded(self, wording: Wording) -> Self:
        """The same component in the words of a kind of school."""
        return replace(
            self,
            label=wording.fill(self.label),
            hint=fill_optional(self.hint, wording),
            noun=fill_optional(self.noun, wording),
            missing=fill_optional(self.missing, wording),
            item=fill_optional(self.item, wording),
            too_old=fill_optional(self.too_old, wording),
            values=_fill_choices(self.values, wording),
            rows=_fill_choices(self.rows, wording),
            levels=_fill_choices(self.levels, wording),
            components=tuple(one.worded(wording) for one in self.components),
        )


def fill_optional(text: Text | None, wording: Wording) -> Text | None:
    """`wording.fill` where there may be no text."""
    return None if text is None else wording.fill(text)


def _fill_choices(choices: tuple[Choice, ...], wording: Wording) -> tuple[Choice, ...]:
    return tuple(
        Choice(one.value, wording.fill(one.label), fill_optional(one.hint, wording))
        for one in choices
    )
