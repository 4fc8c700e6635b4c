"""Reading and checking the diagrams of a bundle, once per process version."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from threading import Lock
from typing import Final

from processes.bundle import DESCRIPTION, Bundle
from processes.engine import declared, documents, program, reading
from processes.engine.checked import Checked
from processes.engine.declared import Declared
from processes.engine.diagrams import Diagrams
from processes.engine.findings import DiagramsRejected, Finding
from processes.engine.reading import Drawing
from processes.engine.rules import check

KEPT: Final = 32  # process versions in memory

_kept: OrderedDict[str, Diagrams] = OrderedDict()
_lock = Lock()
_reading = Lock()


def load(bundle: Bundle) -> Diagrams:
    """The checked diagrams of a bundle; DiagramsRejected with every finding.

    Kept in memory by the bundle's digest: one parse per process version and process.
    """
    found = _known(bundle.digest)
    if found is not None:
        return found
    with _reading:  # one reader at a time: the others find what it has read
        found = _known(bundle.digest) or _load(bundle)
    with _lock:
        _kept[bundle.digest] = found
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found


def _known(digest: str) -> Diagrams | None:
    with _lock:
        found = _kept.get(digest)
        if found is not None:
            _kept.move_to_end(digest)
        return found


def _load(bundle: Bundle) -> Diagrams:
    findings: list[Finding] = []
    drawings = _drawings(bundle, findings)
    routing, wrong = declared.read(DESCRIPTION, bundle.description)
    findings.extend(wrong)
    checked = check(drawings, bundle, routing)
    findings.extend(checked.findings)
    if findings:
        raise DiagramsRejected(tuple(sorted(set(findings))))
    return _executable(bundle, drawings, routing, checked)


def _drawings(bundle: Bundle, findings: list[Finding]) -> list[Drawing]:
    drawings = []
    for file, raw in bundle.diagrams.items():
        try:
            root = documents.read(file, raw)
        except documents.Unreadable as error:
            findings.append(error.finding)
        else:
            drawings.append(reading.read(file, root, frozenset(bundle.forms)))
    return drawings


def _executable(
    bundle: Bundle, drawings: list[Drawing], routing: Mapping[str, Declared], checked: Checked
) -> Diagrams:
    diagrams = Diagrams(
        digest=bundle.digest,
        process=bundle.process,
        elements={element.id: element for d in drawings for element, _ in d.nodes},
        flows={flow.id: flow for d in drawings for flow in d.flows},
        routing=routing,
        expressions=checked.expressions,
        scripts=checked.scripts,
        deadlines=checked.deadlines,
    )
    try:
        built = program.build(bundle.process, {d.file: d.root for d in drawings})
    except program.NotExecutable as error:
        raise DiagramsRejected((error.finding,)) from error
    return replace(diagrams, program=built)
