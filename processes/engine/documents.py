"""BPMN files as XML: nothing is resolved, fetched or expanded."""

from __future__ import annotations

from lxml import etree

from processes.engine.findings import Finding

LARGEST = 1_000_000  # bytes of one diagram
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DRAWN = "{http://www.omg.org/spec/BPMN/20100524/DI}BPMNDiagram"
SPIFF = "{http://spiffworkflow.org/bpmn/schema/1.0/core}"


class Unreadable(Exception):
    """Không đọc được tệp sơ đồ. The diagram file cannot be read."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message_en)
        self.finding = finding


def read(file: str, raw: bytes) -> etree._Element:
    """The root of one BPMN file, without its layout: a moved shape must not change behaviour.

    Raises Unreadable for a file that is too large, is not well formed, carries a DOCTYPE or is
    not BPMN.
    """
    if len(raw) > LARGEST:
        raise _unreadable(
            file, 0, "size", "Tệp sơ đồ lớn quá 1 MB.", "The diagram file is larger than 1 MB."
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", 0) or 0
        raise _unreadable(
            file, line, "xml", f"Không phải XML hợp lệ: {error}", f"Not well-formed XML: {error}"
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _unreadable(
            file,
            1,
            "doctype",
            "Tệp sơ đồ không được có khai báo DOCTYPE.",
            "A diagram file must not carry a DOCTYPE.",
        )
    if root.tag != f"{BPMN}definitions":
        raise _unreadable(
            file, 1, "xml", "Tệp không phải là sơ đồ BPMN 2.0.", "The file is not BPMN 2.0."
        )
    for diagram in root.findall(DRAWN):
        root.remove(diagram)
    return root


def _unreadable(file: str, line: int, rule: str, vi: str, en: str) -> Unreadable:
    return Unreadable(Finding(file, line, "", rule, vi, en))
