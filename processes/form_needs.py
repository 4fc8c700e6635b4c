"""Forms that a bundle must hold although no task of a diagram asks for them, or that are known.

Whoever reports, and whoever tells a running case something, fills in a form that `process.toml`
names. A message of people without its form would be one that agencies send: that is refused too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from processes.bundle import DESCRIPTION, Bundle
from processes.engine import Finding
from processes.forms.component import Component
from processes.forms.definition import FormDefinition

OPENING: Final = ("report", "open_development_support")
INTAKE: Final = "record_intake"
GROUPS: Final = "groups"  # of the intake, by which cases are listed


def of_forms(bundle: Bundle, read: Iterable[FormDefinition]) -> Iterator[Finding]:
    """What is missing; `read` are the forms that can be read."""
    for name in dict.fromkeys((*OPENING, *_named(bundle.description), INTAKE)):
        if name not in bundle.forms:
            yield Finding(
                DESCRIPTION,
                0,
                name,
                "form",
                f"Không có biểu mẫu forms/{name}.json, dù quy trình cần đến; để lại tệp ấy.",
                f"There is no form forms/{name}.json, though the process needs it; put it back.",
            )
    for form in read:
        if form.id == INTAKE and not any(_is_groups(one) for one in form.components):
            yield Finding(
                f"forms/{INTAKE}.json",
                0,
                GROUPS,
                "form",
                f"Biểu mẫu này phải có ô “{GROUPS}”, loại checkboxes, bắt buộc, không kèm “when”.",
                f"This form must have “{GROUPS}”: checkboxes, required, without “when”.",
            )


def _named(description: Mapping[str, Any]) -> Iterator[str]:
    yield from description.get("opening", {}).get("forms", ())
    for message in description.get("messages", {}).values():
        if message.get("from") == "people" and "form" in message:
            yield message["form"]


def _is_groups(one: Component) -> bool:
    return one.key == GROUPS and one.type == "checkboxes" and one.required and one.when is None
