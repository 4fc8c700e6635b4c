"""Form definitions: what a form asks, as the process owner wrote it in JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal, Self

from processes.forms.component import Choice, Component, Condition, fill_optional
from processes.forms.findings import FormFinding, FormRejected
from processes.forms.shape import shaped
from processes.forms.soundness import RoutingDeclared, cross_findings
from processes.forms.wording import Text, Wording

__all__ = [
    "Choice",
    "Component",
    "Condition",
    "FormDefinition",
    "FormFinding",
    "FormRejected",
    "RoutingDeclared",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormDefinition:
    """A form: its id is the file's name, and that of the element that asks for it."""

    id: str
    title: Text
    basis: Literal["law", "reading", "design"]
    components: tuple[Component, ...]
    intro: Text | None = None
    submit: Text | None = None
    beside: tuple[str, ...] = ()  # forms that are read beside it; what it decides about is first

    @classmethod
    def from_json(
        cls,
        data: bytes | str,
        *,
        name: str | None = None,
        routing_declared: RoutingDeclared | None = None,
    ) -> Self:
        """Read and check a form; `name` is its file's name without `.json`.

        Raises FormRejected with every finding at once.
        """
        try:
            document = json.loads(data, object_pairs_hook=_without_repeats)
        except (ValueError, RecursionError) as error:
            raise FormRejected((_unreadable(name or "?", str(error)),)) from error
        return cls.from_document(document, name=name, routing_declared=routing_declared)

    @classmethod
    def from_document(
        cls,
        document: object,
        *,
        name: str | None = None,
        routing_declared: RoutingDeclared | None = None,
    ) -> Self:
        """As `from_json`, from the parsed document."""
        shape = shaped(document, name=name)
        definition = cls(
            **{
                **shape,
                "beside": tuple(shape.get("beside", ())),
                "components": tuple(Component.from_document(one) for one in shape["components"]),
            }
        )
        if findings := cross_findings(
            definition.id,
            definition.components,
            routing_declared,
            texts=[
                text
                for text in (definition.title, definition.intro, definition.submit)
                if text is not None
            ],
        ):
            raise FormRejected(findings)
        return definition

    def worded(self, wording: Wording) -> Self:
        """The same form in the words of a kind of school; what pages show."""
        return replace(
            self,
            title=wording.fill(self.title),
            intro=fill_optional(self.intro, wording),
            submit=fill_optional(self.submit, wording),
            components=tuple(one.worded(wording) for one in self.components),
        )

    def component(self, key: str) -> Component:
        """The top-level component of that key; KeyError where there is none."""
        for one in self.components:
            if one.key == key:
                return one
        raise KeyError(key)

    @property
    def since(self) -> frozenset[str]:
        """The routing moments of the case that bound fields of this form."""
        return frozenset(
            name for one in self.components for part in one.parts for name in part.since
        )

    @property
    def asks_for_staff(self) -> bool:
        """Whether a field asks for people of the school."""
        return any(part.staff for one in self.components for part in one.parts)

    @property
    def asks_for_an_agency(self) -> bool:
        """Whether a field asks for an agency of the list."""
        return any(part.type == "agency" for one in self.components for part in one.parts)

    def fields(self) -> Iterator[Component]:
        """The top-level components that people fill in, in order."""
        return (one for one in self.components if one.is_field)


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"written twice: {sorted({key for key in keys if keys.count(key) > 1})}")
    return document


def _unreadable(form: str, reason: str) -> FormFinding:
    return FormFinding(
        form,
        None,
        Text(
            vi=f"Không đọc được tệp JSON của mẫu: {reason}",
            en=f"The JSON file of the form cannot be read: {reason}",
        ),
    )
