"""The archive of a case file: its parts by name, the same bytes for the same parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType
from typing import Final
from zlib import crc32

from models.refusals import Refusal

FORMAT: Final = "donghanh-case/1"
README: Final = "README.md"
MANIFEST: Final = "manifest.json"
JOURNAL: Final = "journal.jsonl"
BUNDLE: Final = "process.zip"
CALENDARS: Final = "calendars/"
HEADS: Final = "heads/"
ATTACHMENTS: Final = "attachments/"
WRITTEN: Final = (1980, 1, 1, 0, 0, 0)  # the same bytes on every day: a zip entry carries a date


class NotACaseFile(Refusal):
    """The file is something else than what `case export` writes."""

    vi = "Tệp này không phải là hồ sơ đã xuất."
    en = "This file is not an exported case."


def pack(parts: Mapping[str, bytes]) -> bytes:
    """The archive. Nothing is compressed, so that no version of a library makes other bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted(parts.items()):
            archive.writestr(zipfile.ZipInfo(name, WRITTEN), content)
    return buffer.getvalue()


@dataclass(frozen=True)
class Unpacked:
    """The parts of an archive, and the names of those that the zip's own check sum belies."""

    parts: Mapping[str, bytes]
    wrong: frozenset[str]


def unpack(raw: bytes) -> Unpacked:
    """The parts of an archive; raises NotACaseFile.

    The check sum of the zip format does not stop the reading at a changed byte: the digests of the
    parts and of the entries tell better where it is.
    """
    parts: dict[str, bytes] = {}
    wrong = set()
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            if sum(one.file_size for one in archive.infolist()) > len(raw):
                raise NotACaseFile  # parts that overlap: a little file of a great many bytes
            for one in archive.infolist():
                if one.compress_type != zipfile.ZIP_STORED or one.filename in parts:
                    raise NotACaseFile
                told = one.CRC
                del one.CRC
                parts[one.filename] = archive.read(one)
                if crc32(parts[one.filename]) != told:
                    wrong.add(one.filename)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError) as error:
        raise NotACaseFile from error
    if not {MANIFEST, JOURNAL, BUNDLE} <= parts.keys():
        raise NotACaseFile
    return Unpacked(MappingProxyType(parts), frozenset(wrong))


def digest(content: bytes) -> str:
    """sha256 in hex, as `sha256sum` prints it."""
    return sha256(content).hexdigest()
