"""What changes from one version of a process to another: in words, by file, element and field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from enum import StrEnum

from processes.bundle import Bundle, NotABundle
from processes.element_differences import of_element, of_flow
from processes.engine import Element, Flow, Sketch, sketch
from processes.form_differences import of_forms
from processes.forms.wording import Text


class Kind(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True)
class Difference:
    """One thing that differs: `element` is that of a diagram, or ""; `what` is a whole sentence."""

    kind: Kind
    file: str
    element: str
    what: Text


def of_versions(before: Bundle, after: Bundle) -> tuple[Difference, ...]:
    """Every difference, in order of files; none where the bundles hold the same bytes."""
    found = [*_of_diagrams(before, after), *_of_forms(before, after)]
    told = {one.file for one in found}
    found += (
        Difference(kind, name, "", _of_file(name, kind))
        for name, kind in changed_files(before, after).items()
        if name not in told
    )
    return tuple(sorted(found, key=lambda one: (_order(one.file), one.file)))


def changed_files(before: Bundle, after: Bundle) -> Mapping[str, Kind]:
    """The files that differ, in order of their names."""
    return {
        name: kind
        for name in sorted({*before.files, *after.files})
        if (kind := _state(before, after, name)) is not None
    }


def lines(before: Bundle, after: Bundle, name: str) -> Iterator[str]:
    """How a file differs, line by line, as programs show it."""
    old, new = (
        bundle.files.get(name, b"").decode(errors="replace").splitlines()
        for bundle in (before, after)
    )
    yield from unified_diff(old, new, name, name, n=1, lineterm="")


def _order(file: str) -> int:
    """Diagrams, then forms, then the rest."""
    return 0 if file.endswith(".bpmn") else 1 if file.startswith("forms/") else 2


def _state(before: Bundle, after: Bundle, name: str) -> Kind | None:
    if name not in before.files:
        return Kind.ADDED
    if name not in after.files:
        return Kind.REMOVED
    return Kind.CHANGED if before.files[name] != after.files[name] else None


def _of_diagrams(before: Bundle, after: Bundle) -> Iterator[Difference]:
    old, new = sketch(before), sketch(after)
    old_all: Mapping[str, Element | Flow] = {**old.elements, **old.flows}
    new_all: Mapping[str, Element | Flow] = {**new.elements, **new.flows}
    old_names, new_names = _names(before, old), _names(after, new)
    for key in dict.fromkeys([*new_all, *old_all]):
        was, now = old_all.get(key), new_all.get(key)
        if was is None and now is not None:
            yield Difference(Kind.ADDED, now.file, key, _sentence(Kind.ADDED, now, new_names))
        elif now is None and was is not None:
            yield Difference(Kind.REMOVED, was.file, key, _sentence(Kind.REMOVED, was, old_names))
        elif was is not None and now is not None and (how := _how(was, now, new_names)):
            yield Difference(Kind.CHANGED, now.file, key, how)


def _names(bundle: Bundle, drawn: Sketch) -> Mapping[str, Text]:
    """What each element is called; English names are missing where `names.toml` is broken."""
    try:
        english = bundle.english_names
    except NotABundle:
        english = {}
    return {
        key: Text(vi=one.name or key, en=str(english.get(key, one.name or key)))
        for key, one in drawn.elements.items()
    }


def _sentence(kind: Kind, one: Element | Flow, names: Mapping[str, Text]) -> Text:
    named = _called(one, names)
    verb = {
        Kind.ADDED: Text(vi="Thêm", en="Added"),
        Kind.REMOVED: Text(vi="Bỏ", en="Removed"),
        Kind.CHANGED: Text(vi="Sửa", en="Changed"),
    }[kind]
    return Text(vi=f"{verb['vi']} {named['vi']}.", en=f"{verb['en']}: {named['en']}.")


def _how(was: Element | Flow, now: Element | Flow, names: Mapping[str, Text]) -> Text | None:
    if isinstance(was, Element) and isinstance(now, Element):
        parts = tuple(of_element(was, now))
    elif isinstance(was, Flow) and isinstance(now, Flow):
        parts = tuple(of_flow(was, now))
    else:
        return _sentence(Kind.CHANGED, now, names)
    if not parts:
        return None
    named = _called(now, names)
    vi, en = (", ".join(part[language] for part in parts) for language in ("vi", "en"))
    return Text(vi=f"Sửa {named['vi']}: {vi}.", en=f"Changed: {named['en']}: {en}.")


def _called(one: Element | Flow, names: Mapping[str, Text]) -> Text:
    if isinstance(one, Flow):
        begins, ends = (names.get(key, Text(vi=key, en=key)) for key in (one.source, one.target))
        return Text(
            vi=f"đường đi từ “{begins['vi']}” đến “{ends['vi']}”",
            en=f"the way from “{begins['en']}” to “{ends['en']}”",
        )
    vi, en = KINDS.get(one.kind, ("phần tử", "the element"))
    name = names[one.id]
    return Text(vi=f"{vi} “{name['vi']}”", en=f"{en} “{name['en']}”")


KINDS = {
    "userTask": ("việc", "the task"),
    "manualTask": ("việc", "the task"),
    "callActivity": ("bước", "the step"),
    "subProcess": ("bước", "the step"),
    "boundaryEvent": ("sự kiện", "the event"),
    "startEvent": ("sự kiện", "the event"),
    "endEvent": ("sự kiện", "the event"),
    "intermediateCatchEvent": ("sự kiện", "the event"),
    "intermediateThrowEvent": ("sự kiện", "the event"),
    "exclusiveGateway": ("câu hỏi", "the question"),
}


def _of_forms(before: Bundle, after: Bundle) -> Iterator[Difference]:
    for name, kind in changed_files(before, after).items():
        if kind is Kind.CHANGED and name.startswith("forms/") and name.endswith(".json"):
            for change, what in of_forms(name, before.files[name], after.files[name]):
                yield Difference(Kind(change), name, "", what)


def _of_file(name: str, kind: Kind) -> Text:
    if kind is Kind.CHANGED and name.endswith(".bpmn"):
        return Text(
            vi=f"Chỉ đổi hình vẽ hoặc ghi chú trong {name}; cách chạy như cũ.",
            en=f"Only the drawing or the notes in {name} change; it runs as before.",
        )
    verb = {
        Kind.ADDED: Text(vi="Thêm tệp", en="Added the file"),
        Kind.REMOVED: Text(vi="Bỏ tệp", en="Removed the file"),
        Kind.CHANGED: Text(vi="Sửa tệp", en="Changed the file"),
    }[kind]
    return Text(vi=f"{verb['vi']} {name}.", en=f"{verb['en']} {name}.")
