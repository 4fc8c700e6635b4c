"""Documents that are zip archives: DOCX, XLSX and ODT, looked into within bounds.

Headers lie, so every part is unpacked once, block by block, and counted; nothing of it is kept
but the two small parts that tell what the document is.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Final

from processes.attachments.limits import MEGABYTE
from processes.attachments.refusals import (
    ArchiveNotTaken,
    FileDamaged,
    KindNotTaken,
    MacrosInside,
    TooMuchInside,
)

MOST_PARTS: Final = 2_000
LARGEST: Final = 100 * MEGABYTE  # of all parts, unpacked
BLOCK: Final = 64 * 1024
# Of the others zipfile unpacks all that it has read at once, however much that is.
PACKINGS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
TYPES: Final = "[Content_Types].xml"
MIMETYPE: Final = "mimetype"
MAIN: Final = {
    b"wordprocessingml.document.main+xml": "docx",
    b"spreadsheetml.sheet.main+xml": "xlsx",
}
ODT: Final = b"application/vnd.oasis.opendocument.text"
# Parts in which a document carries what runs: VBA, sheets of Excel 4.0 macros, ActiveX, Basic.
RUNNING: Final = ("vbaproject", "macrosheets/", "activex/", "basic/", "scripts/")


# What zipfile raises; RuntimeError where a part is encrypted or packed in a way that it knows not.
UNREADABLE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    OSError,
    EOFError,
    RuntimeError,
)


def kind_of(content: bytes) -> str:
    """`docx`, `xlsx` or `odt`; raises a FileRefused for every other archive."""
    # Reading the directory of a zip takes memory for each line of it.
    if content.count(b"PK\x01\x02") > MOST_PARTS:
        raise TooMuchInside
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _looked_into(archive)
    except UNREADABLE as error:
        raise FileDamaged from error


def _looked_into(archive: zipfile.ZipFile) -> str:
    parts = archive.infolist()
    told: dict[str, bytes] = {}
    remaining = LARGEST
    if sum(one.file_size for one in parts) > LARGEST:
        raise TooMuchInside
    if len({one.filename for one in parts}) < len(parts):
        raise FileDamaged  # programs differ in which of two parts of one name they read
    for one in parts:
        if one.compress_type not in PACKINGS:
            raise FileDamaged
        begin, size = _unpacked(archive, one, remaining)
        remaining -= size
        if one.filename in (TYPES, MIMETYPE):
            told[one.filename] = begin
    kind = _kind(told)
    if _runs(parts, told):
        raise MacrosInside
    if kind is None:
        raise KindNotTaken if told else ArchiveNotTaken
    return kind


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, remaining: int) -> tuple[bytes, int]:
    """The first block of a part, and how many bytes it has."""
    with archive.open(part) as file:
        begin = file.read(BLOCK)
        size = len(begin)
        while block := file.read(BLOCK):
            size += len(block)
            if size > remaining:
                raise TooMuchInside
    return begin, size


def _kind(told: dict[str, bytes]) -> str | None:
    types = told.get(TYPES, b"")
    found = [kind for main, kind in MAIN.items() if main in types]
    if told.get(MIMETYPE) == ODT:
        found.append("odt")
    return found[0] if len(found) == 1 else None


def _runs(parts: list[zipfile.ZipInfo], told: dict[str, bytes]) -> bool:
    names = [one.filename.replace("\\", "/").casefold() for one in parts]
    return b"macroEnabled" in told.get(TYPES, b"") or any(
        running in name for name in names for running in RUNNING
    )
