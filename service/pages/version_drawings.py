"""The diagrams of a version or a proposal, marked where they differ or are wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from processes import differences
from processes.bundle import Bundle
from processes.differences import Difference, Kind
from processes.engine import Element, Finding, Flow, sketch
from service.languages import language
from service.speech import gettext as _

AddressOf = Callable[[str], str]


@dataclass(frozen=True)
class Drawing:
    """A diagram with its marks: ids of elements and flows with spaces between."""

    title: str
    href: str
    added: str = ""
    changed: str = ""
    removed: str = ""
    wrong: str = ""
    current: bool = False


def drawings(
    bundle: Bundle,
    address_of: AddressOf,
    *,
    before: tuple[Bundle, AddressOf] | None = None,
    found: Sequence[Finding] = (),
) -> tuple[Drawing, ...]:
    """Every diagram with what is new and wrong in it, then the old ones that lose something."""
    differing = differences.of_versions(before[0], bundle) if before else ()
    wrong = {one.element for one in found if one.element}
    drawn = [
        Drawing(
            title=title_of_diagram(bundle, name),
            href=address_of(name.removesuffix(".bpmn")),
            added=_ids(differing, name, Kind.ADDED),
            changed=_ids(differing, name, Kind.CHANGED),
            wrong=" ".join(sorted(wrong & _inside(bundle, name))),
        )
        for name in bundle.diagrams
    ]
    if before is not None:
        old, address_of_old = before
        drawn += (
            Drawing(
                title=_("%(title)s (bản trước)", title=title_of_diagram(old, name)),
                href=address_of_old(name.removesuffix(".bpmn")),
                removed=removed,
            )
            for name in old.diagrams
            if (removed := _ids(differing, name, Kind.REMOVED))
        )
    return _marked_first(drawn)


def title_of_diagram(bundle: Bundle, name: str) -> str:
    """As `process.toml` calls it, else its file's name."""
    stem = name.removesuffix(".bpmn")
    return str(bundle.description.get("diagrams", {}).get(stem, {}).get(language(), stem))


def _ids(differing: Sequence[Difference], file: str, kind: Kind) -> str:
    return " ".join(
        one.element for one in differing if one.file == file and one.kind is kind and one.element
    )


def _inside(bundle: Bundle, file: str) -> set[str]:
    drawn = sketch(bundle)
    every: dict[str, Element | Flow] = {**drawn.elements, **drawn.flows}
    return {key for key, one in every.items() if one.file == file}


def _marked_first(drawn: Sequence[Drawing]) -> tuple[Drawing, ...]:
    """The diagrams in which something is marked come first, and the first of all is opened."""

    def marks(one: Drawing) -> bool:
        return bool(one.wrong or one.added or one.changed or one.removed)

    ordered = sorted(drawn, key=lambda one: (not one.wrong, not marks(one)))
    return tuple(replace(one, current=not number) for number, one in enumerate(ordered))
