"""Reading the zip archive of a stranger: bounded while it is read, and nothing is written to disk.

Zipping a folder on Windows or macOS puts the folder's name before every file and adds files of the
system's own: one common folder is taken away, and those files are left out. A mark of byte order
and Windows' line ends are no change to a text, so they go too.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final

from processes.bundle import DESCRIPTION, SUFFIXES, Bundle, NotABundle
from processes.bundle_refusals import (
    ArchiveInside,
    ArchiveLocked,
    ArchiveTooLarge,
    DescriptionUnreadable,
    FileTooLarge,
    ForeignFile,
    NamedTwice,
    NoArchive,
    NoDescription,
    OfAnotherProcess,
    TooManyFiles,
    UnsafeName,
    WrongEncoding,
)

MEGABYTE: Final = 1024 * 1024
LARGEST_ARCHIVE: Final = 2 * MEGABYTE
LARGEST: Final = 10 * MEGABYTE  # of all files, unpacked
LARGEST_FILE: Final = MEGABYTE
MOST_FILES: Final = 500
LONGEST_NAME: Final = 200
# Of the others zipfile unpacks all that it has read at once, however much that is.
PACKINGS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
ARCHIVES: Final = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")
JUNK: Final = frozenset({".ds_store", "thumbs.db", "desktop.ini"})


def read(raw: bytes) -> Bundle:
    """The bundle in an archive; raises a BundleRefused that says what is wrong and what to do."""
    if len(raw) > LARGEST_ARCHIVE:
        raise _too_large()
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return Bundle(_without_folder(_unpacked(archive)))
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError) as error:
        raise NoArchive from error
    except (RuntimeError, NotImplementedError) as error:  # encrypted, or packed in a strange way
        raise ArchiveLocked from error


def of_process(raw: bytes, process: str) -> Bundle:
    """As `read`, of this process only."""
    bundle = read(raw)
    try:
        named = bundle.description.get("id")
    except NotABundle as error:
        reason = str(error.__cause__).rstrip(".")
        raise DescriptionUnreadable(description=DESCRIPTION, reason=reason) from error
    if named != process:
        raise OfAnotherProcess(description=DESCRIPTION, named=_short(str(named)), process=process)
    return bundle


def _unpacked(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = list(_entries(archive))
    if len(entries) > MOST_FILES:
        raise TooManyFiles(count=len(entries), most=MOST_FILES)
    files: dict[str, bytes] = {}
    seen: set[str] = set()
    remaining = LARGEST
    for name, entry in entries:
        if name.casefold() in seen:
            raise NamedTwice(name=_short(name))
        seen.add(name.casefold())
        content = _content(archive, entry, name)
        remaining -= len(content)
        if remaining < 0:
            raise _too_large()
        files[name] = _text(name, content)
    return files


def _entries(archive: zipfile.ZipFile) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    """Files by their name with slashes, without what systems add."""
    for entry in archive.infolist():
        name = entry.orig_filename.replace("\\", "/")
        parts = name.removesuffix("/").split("/")
        if (
            not name.isprintable()
            or len(name) > LONGEST_NAME
            or ":" in name
            or any(part in ("", ".", "..") for part in parts)
        ):
            raise UnsafeName(name=_short(name))
        if not name.endswith("/") and not _is_junk(parts):
            yield name, entry


def _is_junk(parts: list[str]) -> bool:
    name = parts[-1].casefold()
    return "__MACOSX" in parts or name in JUNK or name.startswith("._")


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes:
    """What is declared and what is read are both held to the bound: a header may lie."""
    too_large = FileTooLarge(name=_short(name), largest_mb=LARGEST_FILE // MEGABYTE)
    if entry.compress_type not in PACKINGS:
        raise ArchiveLocked
    if entry.file_size > LARGEST_FILE:
        raise too_large
    with archive.open(entry) as file:
        content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise too_large
    return content


def _text(name: str, content: bytes) -> bytes:
    suffix = PurePosixPath(name).suffix
    if content.startswith(ARCHIVES):
        raise ArchiveInside(name=_short(name))
    if suffix not in SUFFIXES:
        raise ForeignFile(name=_short(name), suffixes=", ".join(sorted(SUFFIXES)))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WrongEncoding(name=_short(name)) from error
    return text.replace("\r\n", "\n").encode()


def _without_folder(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The files with the description at the top, out of the one folder that may hold them all."""
    if DESCRIPTION in files:
        return files
    folders = {name.partition("/")[0] for name in files}
    folder = folders.pop() if len(folders) == 1 else ""
    if f"{folder}/{DESCRIPTION}" not in files:
        raise NoDescription(description=DESCRIPTION)
    return {name.removeprefix(f"{folder}/"): content for name, content in files.items()}


def _too_large() -> ArchiveTooLarge:
    return ArchiveTooLarge(zip_mb=LARGEST_ARCHIVE // MEGABYTE, largest_mb=LARGEST // MEGABYTE)


def _short(name: str) -> str:
    """A name as a sentence may hold it."""
    shown = "".join(one if one.isprintable() else "?" for one in name)
    return shown if len(shown) <= 80 else f"{shown[:79]}…"
