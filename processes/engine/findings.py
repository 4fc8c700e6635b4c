"""What is wrong with a bundle of diagrams: where, by which rule, in both languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Finding:
    """One reason why the diagrams cannot be run; `line` counts from 1, 0 when there is none."""

    file: str
    line: int
    element: str
    rule: str
    message_vi: str
    message_en: str

    @property
    def document(self) -> dict[str, object]:
        """As programs read it."""
        return {
            "file": self.file,
            "line": self.line,
            "element": self.element,
            "rule": self.rule,
            "message": {"vi": self.message_vi, "en": self.message_en},
        }


class DiagramsRejected(Exception):
    """Sơ đồ quy trình có lỗi. The process diagrams have errors."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__(
            "; ".join(f"{f.file}:{f.line} {f.element} ({f.rule}): {f.message_en}" for f in findings)
        )
