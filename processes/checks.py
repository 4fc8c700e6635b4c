"""The check of a process before it is published: every finding in all that it holds."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from jsonschema import Draft202012Validator

from processes import definitions
from processes.bundle import DESCRIPTION, Bundle, NotABundle
from processes.engine import DiagramsRejected, Finding, load
from processes.engine.documents import BPMN, Unreadable, read
from processes.forms.definition import FormDefinition, FormRejected
from processes.ladder_checks import of_ladders
from processes.printing.checks import of_papers

MOST_FILES = 500
LARGEST = 20 * 1024 * 1024  # bytes of all files of a bundle, unpacked
UNNAMED = "diagram.bpmn"
_TABLES = {"type": "object", "additionalProperties": {"type": "object"}}
_DESCRIPTION = Draft202012Validator(
    {
        "type": "object",
        "required": ["id", "routing"],
        "properties": {
            "id": {"type": "string", "minLength": 1},
            "routing": {
                "type": "object",
                "additionalProperties": {
                    "type": "object",
                    "required": ["type"],
                    "properties": {"values": {"type": "array", "items": {"type": "string"}}},
                },
            },
            "roles": _TABLES,
            "limits": _TABLES,
            "messages": _TABLES,
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
    """Findings in a bundle that comes as a zip archive; NotABundle for anything else."""
    return of_bundle(unpacked(raw))


def of_bundle(bundle: Bundle) -> tuple[Finding, ...]:
    """Every finding, in order of files and lines; none for a bundle that may be published."""
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


def unpacked(raw: bytes) -> Bundle:
    """A bundle from an archive of strangers; NotABundle when it is none, or too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > LARGEST:
                raise NotABundle(f"> {MOST_FILES} files or > {LARGEST} bytes")
            return Bundle({entry.filename: archive.read(entry) for entry in entries})
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError) as error:
        raise NotABundle(str(error)) from error
    except (RuntimeError, NotImplementedError) as error:  # encrypted, or packed in a strange way
        raise NotABundle(str(error)) from error


def _of_description(bundle: Bundle) -> Iterator[Finding]:
    for error in _DESCRIPTION.iter_errors(dict(bundle.description)):
        place = ".".join(str(part) for part in error.absolute_path)
        vi = f"Mục này chưa đúng cấu trúc: {error.message}"
        yield _finding(DESCRIPTION, place, "bundle", vi, f"Not of the right shape: {error.message}")


def _drawn(raw: bytes) -> set[str | None]:
    try:
        return {process.get("id") for process in read("", raw).findall(f"{BPMN}process")}
    except Unreadable:
        return set()


def _of_forms(bundle: Bundle, *, declared: bool) -> Iterator[Finding]:
    routing = definitions.declared(bundle) if declared else None
    for path, raw in bundle.files.items():
        if not path.startswith("forms/") or not path.endswith(".json"):
            continue
        try:
            FormDefinition.from_json(raw, name=PurePosixPath(path).stem, routing_declared=routing)
        except FormRejected as rejected:
            for one in rejected.findings:
                message = one.message
                yield _finding(path, one.component or "", "form", message["vi"], message["en"])


def _finding(file: str, element: str, rule: str, vi: str, en: str) -> Finding:
    return Finding(file, 0, element, rule, vi, en)
