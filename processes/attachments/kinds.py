"""Which kind a file is, told by its content and never by its name.

Eight kinds are known, each by how it begins and by a part that no whole file of the kind is
without. What a file holds beside is no matter: it is never opened here, and whoever downloads it
gets it as that kind and under an ending of that kind.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from processes.attachments import office
from processes.attachments.refusals import ArchiveNotTaken, FileEmpty, KindNotTaken, OldOffice


@dataclass(frozen=True)
class Kind:
    """A kind of file; the first of `suffixes` is given where a name has none of them."""

    id: str
    media: str
    suffixes: tuple[str, ...]


OFFICE: Final = "application/vnd.openxmlformats-officedocument"
JPEG: Final = Kind("jpeg", "image/jpeg", (".jpg", ".jpeg", ".jfif"))
PNG: Final = Kind("png", "image/png", (".png",))
WEBP: Final = Kind("webp", "image/webp", (".webp",))
HEIC: Final = Kind("heic", "image/heic", (".heic", ".heif"))
PDF: Final = Kind("pdf", "application/pdf", (".pdf",))
DOCX: Final = Kind("docx", f"{OFFICE}.wordprocessingml.document", (".docx",))
XLSX: Final = Kind("xlsx", f"{OFFICE}.spreadsheetml.sheet", (".xlsx",))
ODT: Final = Kind("odt", "application/vnd.oasis.opendocument.text", (".odt",))
KINDS: Final = {one.id: one for one in (JPEG, PNG, WEBP, HEIC, PDF, DOCX, XLSX, ODT)}

_BEGINNINGS: Final = (
    (JPEG, re.compile(rb"\xff\xd8\xff[\xc0-\xfe]"), b"\xff\xd9"),
    (PNG, re.compile(rb"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), b"IEND"),
    (WEBP, re.compile(rb"RIFF....WEBPVP8[ LX]", re.DOTALL), b"VP8"),
    # A file of several pictures calls itself mif1 and names heic among what it is compatible with.
    (HEIC, re.compile(rb"\0\0..ftyp(?:hei[cxms]|mif1.{4,60}?hei[cx])", re.DOTALL), b"meta"),
    (PDF, re.compile(rb"%PDF-[12]\.\d"), b"%%EOF"),
)
_ZIP: Final = b"PK\x03\x04"
_ARCHIVES: Final = (b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh")
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_of(content: bytes) -> Kind:
    """The kind of a file; raises a FileRefused that says why it is none of those taken."""
    if not content:
        raise FileEmpty
    for kind, beginning, part in _BEGINNINGS:
        if beginning.match(content) and part in content:
            return kind
    if content.startswith(_ZIP):
        return KINDS[office.kind_of(content)]
    if content.startswith(_OLD_OFFICE):
        raise OldOffice
    if content.startswith(_ARCHIVES):
        raise ArchiveNotTaken
    raise KindNotTaken
