"""Checking a case file with nothing but itself: digests, chain, replay, seals."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from models import chains, heads
from models.chains import ChainEnd
from models.journal import ATTACHED
from processes.bundle import Bundle, NotABundle
from processes.casefiles import archive, entry_lines
from processes.casefiles.archive import Unpacked
from processes.casefiles.entry_lines import EntryLine
from processes.engine import DiagramsRejected, EntryRefused, replay
from processes.working_time.calendar import Calendar

MALFORMED = (ValueError, KeyError, TypeError, AttributeError, RecursionError, IndexError)
UNREADABLE = (OSError, EOFError, NotImplementedError, RuntimeError, zlib.error)  # of a zip


@dataclass(frozen=True)
class Finding:
    """Something that is not as it was written.

    `part` is a part of the file, `seq` the entry it is about (None: the part as a whole); `reason`:
    of the chain altered | missing | unchained | end_differs; state_differs | refused;
    of a part altered | absent | unknown | unreadable | other_version; of a seal seal_differs |
    not_sealed | dropped; repacked.
    """

    part: str
    seq: int | None
    reason: str


@dataclass(frozen=True)
class Seal:
    """The seal of a day, to be compared with the one kept elsewhere."""

    day: date
    digest: str


@dataclass(frozen=True)
class Checked:
    """What was checked of a case file, and everything that was found."""

    case_code: str
    process_digest: str
    entries: int
    replayed: int
    attachments: int
    seals: tuple[Seal, ...]
    unsealed: int
    findings: tuple[Finding, ...]


def check(raw: bytes) -> Checked:
    """Check a file that `write` wrote; raises NotACaseFile."""
    return _Check(archive.unpack(raw), raw).checked()


class _Check:
    """One file while it is checked."""

    def __init__(self, unpacked: Unpacked, raw: bytes) -> None:
        self.parts = unpacked.parts
        self.wrong = unpacked.wrong
        self.raw = raw
        self.findings: list[Finding] = []
        self.manifest = self._document(archive.MANIFEST)
        if self.manifest.get("format") != archive.FORMAT:
            raise archive.NotACaseFile
        self.lines = list(self._lines())
        self.replayed = 0
        self.attachments = 0
        self._calendars: dict[str, Calendar | None] = {}
        self.seals: list[Seal] = []

    def checked(self) -> Checked:
        """Everything, in the order in which a finding is most worth knowing."""
        self._chain()
        self._replay()
        sealed = self._heads()
        self._attachments()
        self._parts()
        if not self.findings and archive.pack(self.parts) != self.raw:
            self._find("", None, "repacked")
        return Checked(
            case_code=str(self.manifest.get("case")),
            process_digest=str(self.manifest.get("process_digest")),
            entries=len(self.lines),
            replayed=self.replayed,
            attachments=self.attachments,
            seals=tuple(self.seals),
            unsealed=sum(line.seq not in sealed for line in self.lines),
            findings=tuple(dict.fromkeys(self.findings)),
        )

    def _find(self, part: str, seq: int | None, reason: str) -> None:
        self.findings.append(Finding(part, seq, reason))

    def _document(self, name: str) -> dict[str, Any]:
        try:
            document = json.loads(self.parts[name])
        except (ValueError, RecursionError):
            document = None
        if not isinstance(document, dict):
            self._find(name, None, "unreadable")
            return {"format": archive.FORMAT} if name == archive.MANIFEST else {}
        return document

    def _lines(self) -> Iterator[EntryLine]:
        for number, line in enumerate(self.parts[archive.JOURNAL].splitlines(), 1):
            try:
                yield entry_lines.read(line)
            except MALFORMED:
                self._find(archive.JOURNAL, number, "unreadable")

    def _chain(self) -> None:
        end = ChainEnd()
        links = ((line.columns, line.reckoned) for line in self.lines)
        number = self.manifest.get("case_number")
        for line in self.lines:
            if line.columns.get("case_id") != number:
                self._find(archive.JOURNAL, line.seq, "altered")
        try:
            for one in chains.linked(0, links, end):
                self._find(archive.JOURNAL, one.seq, one.reason)
        except MALFORMED:
            self._find(archive.JOURNAL, end.seq, "unreadable")
        told = (self.manifest.get("entries"), self.manifest.get("last_digest"))
        if told != (end.seq, end.digest):
            self._find(archive.JOURNAL, end.seq + 1, "end_differs")

    def _replay(self) -> None:
        try:
            bundle = Bundle.from_bytes(self.parts[archive.BUNDLE])
        except (NotABundle, *MALFORMED, *UNREADABLE):
            self._find(archive.BUNDLE, None, "unreadable")
            return
        if bundle.digest != self.manifest.get("process_digest"):
            self._find(archive.BUNDLE, None, "other_version")
        calendars = [self._calendar(line) for line in self.lines]
        try:
            entries = (line.entry for line in self.lines)
            steps = replay(bundle, lambda index: _there(calendars[index]), entries)
            for line, step in zip(self.lines, steps, strict=True):
                self.replayed += 1
                if step.state_digest != line.columns["state_digest"]:
                    self._find(archive.JOURNAL, line.seq, "state_differs")
                    return
        except (DiagramsRejected, NotABundle):
            self._find(archive.BUNDLE, None, "unreadable")
        except (EntryRefused, *MALFORMED):
            seqs = [line.seq for line in self.lines]
            seq = seqs[self.replayed] if self.replayed < len(seqs) else None
            self._find(archive.JOURNAL, seq, "refused")

    def _calendar(self, line: EntryLine) -> Calendar | None:
        name = f"{archive.CALENDARS}{line.columns.get('calendar_version_id')}.json"
        if name not in self._calendars:
            self._calendars[name] = None
            try:
                self._calendars[name] = Calendar.from_document(json.loads(self.parts[name]))
            except MALFORMED:
                self._find(name, None, "unreadable" if name in self.parts else "absent")
        return self._calendars[name]

    def _heads(self) -> set[int]:
        """The seals; gives the entries that one covers."""
        covered: set[int] = set()
        by_day: dict[date, dict[int, str]] = {}
        for line in self.lines:
            try:
                recorded = datetime.fromisoformat(line.columns["recorded_at"])
                by_day.setdefault(heads.day_of(recorded), {})[line.seq] = line.columns["digest"]
            except MALFORMED:
                self._find(archive.JOURNAL, line.seq, "unreadable")
        for name in sorted(self.parts):
            if name.startswith(archive.HEADS):
                try:
                    covered |= self._head(name, by_day)
                except MALFORMED:
                    self._find(name, None, "unreadable")
        return covered

    def _head(self, name: str, by_day: Mapping[date, Mapping[int, str]]) -> set[int]:
        document = self._document(name)
        day = date.fromisoformat(document["day"])
        sealed = [(one[0], one[1], one[2]) for one in document["sealed"]]
        _count, digest = heads.reckon(day, document["previous_digest"], sealed)
        if digest != document["digest"] or name != f"{archive.HEADS}{day.isoformat()}.json":
            self._find(name, None, "seal_differs")
        self.seals.append(Seal(day, document["digest"]))
        number = self.manifest.get("case_number")
        there = by_day.get(day, {})
        known = {seq: digest for case, seq, digest in sealed if case == number}
        for seq, digest in known.items():
            if seq not in there:
                self._find(name, seq, "dropped")
            elif there[seq] != digest:
                self._find(name, seq, "seal_differs")
        for seq in there.keys() - known.keys():
            self._find(name, seq, "not_sealed")
        return set(known)

    def _attachments(self) -> None:
        """Every file that an entry names against the digest in that entry."""
        named: set[str] = set()
        for line in self.lines:
            if line.columns.get("kind") == ATTACHED:
                try:
                    named |= {str(one) for one in json.loads(line.columns["routing"]).values()}
                except MALFORMED:
                    self._find(archive.JOURNAL, line.seq, "unreadable")
        self.attachments = len(named)
        for digest in sorted(named):
            name = f"{archive.ATTACHMENTS}{digest}"
            if name not in self.parts:
                self._find(name, None, "absent")
            elif archive.digest(self.parts[name]) != digest:
                self._find(name, None, "altered")
        for name in self.parts:
            folder, _, digest = name.rpartition("/")
            if f"{folder}/" == archive.ATTACHMENTS and digest not in named:
                self._find(name, None, "unknown")

    def _parts(self) -> None:
        """Every part against the manifest, and every calendar against its own digest."""
        told = self.manifest.get("sha256")
        told = told if isinstance(told, dict) else {}
        for name, content in self.parts.items():
            if name == archive.MANIFEST:
                if name in self.wrong:
                    self._find(name, None, "altered")
            elif name not in told:
                self._find(name, None, "unknown")
            elif archive.digest(content) != told[name]:
                self._find(name, None, "altered")
        for name in told.keys() - self.parts.keys():
            self._find(str(name), None, "absent")
        digests = self.manifest.get("calendar_digests")
        for number, digest in (digests if isinstance(digests, dict) else {}).items():
            name = f"{archive.CALENDARS}{number}.json"
            if archive.digest(self.parts.get(name, b"")) != digest:
                self._find(name, None, "altered")


def _there(calendar: Calendar | None) -> Calendar:
    if calendar is None:
        raise KeyError("calendar")
    return calendar
