"""The content of one process version: diagrams, forms, examples and the clause register."""

from __future__ import annotations

import hashlib
import io
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

DESCRIPTION = "process.toml"
NAMES = "names.toml"
SUFFIXES = frozenset({".bpmn", ".json", ".toml", ".md", ".txt", ".xml"})
LARGEST = 64 * 1024 * 1024  # bytes of all files, unpacked; the catalogue has half a megabyte
WRITTEN = (1980, 1, 1, 0, 0, 0)  # the same bytes on every day: a zip entry carries a date


class NotABundle(Exception):
    """Tệp không phải là một bộ quy trình. The file is not a process bundle."""


@dataclass(frozen=True)
class Bundle:
    """Immutable files of one process version, by their path inside it (`forms/report.json`).

    Two bundles with the same names and bytes have the same `digest`, whatever made them.
    """

    files: Mapping[str, bytes]

    def __post_init__(self) -> None:
        object.__setattr__(self, "files", MappingProxyType(dict(sorted(self.files.items()))))

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Bundle) and other.digest == self.digest

    @cached_property
    def digest(self) -> str:
        """SHA-256 in hex over every name and content, each with its length before it."""
        sha = hashlib.sha256()
        for name, content in self.files.items():
            for part in (name.encode(), content):
                sha.update(len(part).to_bytes(8, "big"))
                sha.update(part)
        return sha.hexdigest()

    @cached_property
    def description(self) -> Mapping[str, Any]:
        """What `process.toml` says: id, title, legal basis, roles, routing values."""
        try:
            return MappingProxyType(tomllib.loads(self.files[DESCRIPTION].decode()))
        except (KeyError, ValueError, RecursionError) as error:
            raise NotABundle(f"{DESCRIPTION}: {error}") from error

    @property
    def process(self) -> str:
        """The id of the top process, the one a case runs."""
        return str(self.description["id"])

    @cached_property
    def diagrams(self) -> Mapping[str, bytes]:
        """The BPMN files by name."""
        return {name: raw for name, raw in self.files.items() if name.endswith(".bpmn")}

    @cached_property
    def forms(self) -> Mapping[str, bytes]:
        """The form definitions by form id (the file name without folder and ending)."""
        return {
            Path(name).stem: raw
            for name, raw in self.files.items()
            if name.startswith("forms/") and name.endswith(".json")
        }

    @cached_property
    def english_names(self) -> Mapping[str, str]:
        """The English names of elements by id, from `names.toml`; a bundle may have none."""
        raw = self.files.get(NAMES, b"")
        try:
            return MappingProxyType(dict(tomllib.loads(raw.decode()).get("en", {})))
        except (TypeError, ValueError, RecursionError) as error:
            raise NotABundle(f"{NAMES}: {error}") from error

    @classmethod
    def from_folder(cls, folder: Path) -> Bundle:
        """Read every file of the known kinds below the folder."""
        return cls(
            {
                path.relative_to(folder).as_posix(): path.read_bytes()
                for path in folder.rglob("*")
                if path.is_file() and path.suffix in SUFFIXES
            }
        )

    def to_bytes(self) -> bytes:
        """A zip archive, the same bytes for the same content."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.files.items():
                archive.writestr(zipfile.ZipInfo(name, WRITTEN), content, zipfile.ZIP_DEFLATED)
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, raw: bytes) -> Bundle:
        """Read what `to_bytes` wrote; NotABundle when it is something else or beyond LARGEST.

        A case file encloses its bundle, and whoever hands it in may have made it anew.
        """
        try:
            with zipfile.ZipFile(io.BytesIO(raw)) as archive:
                return cls(dict(_unpacked(archive)))
        except zipfile.BadZipFile as error:
            raise NotABundle(str(error)) from error


def _unpacked(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file; a header may lie, so it is the reading that is bounded.

    Other packings than that of `to_bytes` are unpacked at once, however large they are.
    """
    left = LARGEST
    for entry in archive.infolist():
        if entry.compress_type != zipfile.ZIP_DEFLATED:
            raise NotABundle(f"{entry.filename}: compress_type {entry.compress_type}")
        with archive.open(entry) as file:
            content = file.read(left + 1)
        left -= len(content)
        if left < 0:
            raise NotABundle(f"more than {LARGEST} bytes")
        yield entry.filename, content


CATALOGUE = Path(__file__).parent / "catalogue"


def catalogue(process: str) -> Bundle:
    """The bundle of a process that ships with this release."""
    return Bundle.from_folder(CATALOGUE / process)
