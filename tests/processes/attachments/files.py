"""Files as people send them: one of each kind that is taken, and what must not be."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

import docx
from PIL import Image
from pypdf import PdfWriter

CONTENT = "http://schemas.openxmlformats.org/package/2006/content-types"
OFFICE = "application/vnd.openxmlformats-officedocument"
WORD = f"{OFFICE}.wordprocessingml.document.main+xml"
SHEET = f"{OFFICE}.spreadsheetml.sheet.main+xml"
MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
ODT = b"application/vnd.oasis.opendocument.text"
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000)
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def picture(form: str, colour: int = 0) -> bytes:
    """A small picture; another colour makes another file."""
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), (colour, 120, 90)).save(buffer, form)
    return buffer.getvalue()


def heic() -> bytes:
    """As a phone begins it: what it is, and where its parts lie."""
    kind = b"ftypheic" + bytes(4) + b"mif1heic"
    meta = b"meta" + bytes(20)
    return b"".join(struct.pack(">L", len(box) + 4) + box for box in (kind, meta)) + bytes(90)


def pdf() -> bytes:
    buffer = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(buffer)
    return buffer.getvalue()


def word() -> bytes:
    buffer = io.BytesIO()
    written = docx.Document()
    written.add_paragraph("Giấy mời phụ huynh")
    written.save(buffer)
    return buffer.getvalue()


def zipped(parts: Mapping[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packing) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def office(main: str, **more: bytes) -> bytes:
    """A document of Office with this main part, and more parts beside it."""
    types = (
        f'<Types xmlns="{CONTENT}"><Override PartName="/main.xml" ContentType="{main}"/></Types>'
    )
    return zipped({"[Content_Types].xml": types.encode(), "main.xml": b"<main/>"} | more)


def odt(**more: bytes) -> bytes:
    return zipped({"mimetype": ODT, "content.xml": b"<office/>"} | more)


def bomb() -> bytes:
    """A Word document of 120 MB of nothing, in 120 KB."""
    return office(WORD, **{"word/media/image1.bmp": bytes(120 * 1024 * 1024)})


def lying_bomb() -> bytes:
    """The same, whose directory says that it unpacks to ten bytes."""
    raw = bytearray(bomb())
    place = raw.rindex(b"PK\x01\x02") + 24
    assert struct.unpack_from("<L", raw, place)[0] == 120 * 1024 * 1024
    struct.pack_into("<L", raw, place, 10)
    return bytes(raw)


def of_many_parts() -> bytes:
    return office(WORD, **{f"word/part{number}.xml": b"" for number in range(2_001)})


def jpeg_and_page() -> bytes:
    """A picture, and behind it a page that a browser might be talked into showing."""
    return picture("JPEG") + HTML


def png_and_archive() -> bytes:
    return picture("PNG") + zipped({"a.class": b"\xca\xfe\xba\xbe"})


def broken_png() -> bytes:
    """Its first bytes and no more, as a line that broke leaves it."""
    return picture("PNG")[:30]


def crc_of_another() -> bytes:
    """A Word document of which one part was changed after it was packed."""
    raw = bytearray(zipped({"[Content_Types].xml": WORD.encode(), "a": b"abc"}, zipfile.ZIP_STORED))
    place = raw.index(b"abc")
    raw[place] ^= 1
    assert zlib.crc32(raw[place : place + 3]) != zlib.crc32(b"abc")
    return bytes(raw)


TAKEN: Mapping[str, Callable[[], bytes]] = {
    "jpeg": lambda: picture("JPEG"),
    "png": lambda: picture("PNG"),
    "webp": lambda: picture("WEBP"),
    "heic": heic,
    "pdf": pdf,
    "docx": word,
    "xlsx": lambda: office(SHEET),
    "odt": odt,
}
