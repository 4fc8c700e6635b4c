"""The check of a process before it is published: every finding in all that it holds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import PurePosixPath

from jsonschema import Draft202012Validator

from processes import bundle_files, definitions, form_needs
from processes.bundle import DESCRIPTION, Bundle, NotABundle
from processes.engine import DiagramsRejected, Finding, load
from processes.engine.documents import BPMN, Unreadable, read
from processes.forms.definition import FormDefinition, FormFinding, FormRejected
from processes.ladder_checks import of_ladders
from processes.printing.checks import of_papers

UNNAMED = "diagram.bpmn"
_NAME = {
    "type": "object",
    "required": ["vi", "en"],
    "properties": {"vi": {"type": "string"}, "en": {"type": "string"}},
}
_NAMED = {"type": "object", "additionalProperties": _NAME}
_DESCRIPTION = Draft202012Validator(
    {
        "type": "object",
        "required": ["id", "title", "routing"],
        "properties": {
            "id": {"type": "string", "minLength": 1},
            "title": _NAME,
            "routing": {
                "type": "object",
                "additionalProperties": {
                    "type": "object",
                    "required": ["type"],
                    "properties": {
                        "values": {"type": "array", "items": {"type": "string"}},
                        "vi": {"type": "string"},
                        "en": {"type": "string"},
                    },
                },
            },
            "roles": _NAMED,
            "limits": _NAMED,
            "diagrams": _NAMED,
            "messages": {
                "type": "object",
                "additionalProperties": {
                    "type": "object",
                    "required": ["from"],
                    "properties": {
                        "from": {"enum": ["people", "agency"]},
                        "form": {"type": "string"},
                    },
                    "if": {"properties": {"from": {"const": "people"}}},
                    "then": {"required": ["form"]},
                },
            },
            "opening": {
                "type": "object",
                "properties": {
                    "forms": {"type": "array", "items": {"type": "string"}},
                    "routing": {"type": "array", "items": {"type": "string"}},
                },
            },
        },
    }
)


def of_diagram(raw: bytes, beside: Bundle) -> tuple[Finding, ...]:
    """Findings in one BPMN file that takes the place of the one with the same process, or joins."""
    try:
        root = read(UNNAMED, raw)
    except Unreadable as unreadable:
        return (unreadable.finding,)
    own = {process.get("id") for process in root.findall(f"{BPMN}process")}
    name = next((name for name, other in beside.diagrams.items() if own & _drawn(other)), UNNAMED)
    return of_bundle(Bundle({**beside.files, name: raw}))


def of_archive(raw: bytes) -> tuple[Finding, ...]:
    """Findings in a bundle that comes as a zip archive; BundleRefused for anything else."""
    return of_bundle(bundle_files.read(raw))


@lru_cache(maxsize=16)
def of_bundle(bundle: Bundle) -> tuple[Finding, ...]:
    """Every finding, in order of files and lines; none for a bundle that may be published.

    Looked for once: an owner reads the same findings on several pages.
    """
    try:
        misshapen = tuple(_of_description(bundle))
        if misshapen:
            return misshapen
        _ = bundle.english_names
        diagrams = load(bundle)
    except NotABundle as error:
        return (_finding(DESCRIPTION, "", "bundle", str(error), str(error)),)
    except DiagramsRejected as rejected:
        return tuple(sorted({*rejected.findings, *_of_forms(bundle, declared=False)}))
    found = [*_of_forms(bundle, declared=True)]
    if not found:  # a paper is printed from forms, so these come first
        found += of_papers(bundle, [definitions.form(bundle, one) for one in bundle.forms])
    return tuple(sorted([*found, *of_ladders(bundle, diagrams)]))


def _of_description(bundle: Bundle) -> Iterator[Finding]:
    for error in _DESCRIPTION.iter_errors(dict(bundle.description)):
        place = ".".join(str(part) for part in error.absolute_path)
        reason = error.message[:200]  # it names what stands there, however long
        vi = f"Mục này chưa đúng cấu trúc: {reason}"
        yield _finding(DESCRIPTION, place, "bundle", vi, f"Not of the right shape: {reason}")


def _drawn(raw: bytes) -> set[str | None]:
    try:
        return {process.get("id") for process in read("", raw).findall(f"{BPMN}process")}
    except Unreadable:
        return set()


def _of_forms(bundle: Bundle, *, declared: bool) -> Iterator[Finding]:
    routing = definitions.declared(bundle) if declared else None
    read = []
    for path, raw in bundle.files.items():
        if not path.startswith("forms/") or not path.endswith(".json"):
            continue
        name = PurePosixPath(path).stem
        try:
            read.append(FormDefinition.from_json(raw, name=name, routing_declared=routing))
        except FormRejected as rejected:
            yield from (_of_form(path, one) for one in rejected.findings)
    yield from form_needs.of_forms(bundle, read)
    if len(read) == len(bundle.forms):
        for one in definitions.unknown_beside(read):
            yield _of_form(f"forms/{one.form}.json", one)


def _of_form(path: str, one: FormFinding) -> Finding:
    return _finding(path, one.component or "", "form", one.message["vi"], one.message["en"])


def _finding(file: str, element: str, rule: str, vi: str, en: str) -> Finding:
    return Finding(file, 0, element, rule, vi, en)
