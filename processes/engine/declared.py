"""The routing values that a process declares in `process.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal, get_args

from processes.engine.findings import Finding
from processes.engine.refusals import UndeclaredValue

Type = Literal["choice", "moment", "date"]


@dataclass(frozen=True)
class Declared:
    """A routing value: one of `values`, a moment (ISO 8601, aware) or a date (ISO 8601)."""

    name: str
    type: Type
    values: frozenset[str] = frozenset()

    def canonical(self, value: str) -> str:
        """The one spelling of a value (a moment in UTC); UndeclaredValue if it is none."""
        try:
            if self.type == "moment":
                moment = datetime.fromisoformat(value)
                if moment.tzinfo is not None:
                    return moment.astimezone(UTC).isoformat()
            elif self.type == "date":
                return date.fromisoformat(value).isoformat()
            elif value in self.values:
                return value
        except ValueError as error:
            raise UndeclaredValue(self.name, value) from error
        raise UndeclaredValue(self.name, value)


def read(file: str, description: Mapping[str, Any]) -> tuple[dict[str, Declared], list[Finding]]:
    """Read the tables `[routing.<name>]`."""
    declared: dict[str, Declared] = {}
    findings: list[Finding] = []
    for name, table in description.get("routing", {}).items():
        type_, values = table.get("type"), table.get("values", [])
        if type_ not in get_args(Type) or (type_ == "choice") != bool(values):
            findings.append(
                Finding(
                    file,
                    0,
                    name,
                    "routing",
                    f"Giá trị “{name}” phải là choice (có values), moment hoặc date.",
                    f"The value “{name}” must be a choice (with values), a moment or a date.",
                )
            )
        else:
            declared[name] = Declared(name, type_, frozenset(values))
    return declared, findings
