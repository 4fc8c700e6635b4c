"""One entry of a journal as a line of JSON: every column that its digest covers, and the digest."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models import journal
from models.journal import DIGESTED, JournalEntry, canonical, digested
from processes.engine import Entry


@dataclass(frozen=True)
class EntryLine:
    """An entry as it was read from a line; `reckoned` is the digest over what stands there."""

    columns: Mapping[str, Any]
    reckoned: str

    @property
    def seq(self) -> int:
        """Its number in the case."""
        return int(self.columns["seq"])

    @property
    def entry(self) -> Entry:
        """The entry as the engine reads it; ValueError, KeyError or TypeError where it cannot."""
        columns = self.columns
        replaced = columns["replaced"]
        return Entry(
            kind=columns["kind"],
            at=datetime.fromisoformat(columns["at"]),
            element=columns["element"],
            task_key=columns["task_key"],
            routing=json.loads(columns["routing"]),
            replaced=json.loads(replaced) if replaced is not None else {},
        )


def line_of(row: JournalEntry) -> str:
    """The line of an entry; its content stays encrypted, in base64."""
    columns: dict[str, object] = {name: digested(getattr(row, name)) for name in DIGESTED}
    columns["content"] = None if row.content is None else b64encode(row.content).decode()
    return canonical({**columns, "digest": row.digest})


def read(line: bytes) -> EntryLine:
    """The entry of a line; ValueError, KeyError or TypeError where it is none."""
    columns = json.loads(line)
    if not isinstance(columns, dict) or not isinstance(columns["seq"], int):
        raise TypeError("no entry")
    content = columns["content"]
    stored = {
        **columns,
        "content": None if content is None else b64decode(content, validate=True),
    }
    return EntryLine(columns, journal.digest_of(stored))
