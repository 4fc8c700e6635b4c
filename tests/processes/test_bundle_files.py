"""The zip archive of a stranger: what is read, what is left out, what is refused in words."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

import pytest

from processes import bundle_files
from processes.bundle import Bundle, catalogue
from processes.bundle_refusals import (
    ArchiveInside,
    ArchiveLocked,
    ArchiveTooLarge,
    BundleRefused,
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

PROCESS = "school_social_work"
BUNDLE = catalogue(PROCESS)
SMALL = {"process.toml": b'id = "school_social_work"\n'}


def zipped(files: Mapping[str, bytes], *more: tuple[str, bytes]) -> bytes:
    """An archive as a system would make it; `more` are entries past the mapping's unique names."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (*files.items(), *more):
            archive.writestr(name, content)
    return buffer.getvalue()


def refused(raw: bytes) -> BundleRefused:
    with pytest.raises(BundleRefused) as caught:
        bundle_files.of_process(raw, PROCESS)
    for language in ("vi", "en"):
        assert caught.value.sentence(language).endswith(".")
    return caught.value


def test_what_was_downloaded_is_read_as_it_was() -> None:
    assert bundle_files.of_process(BUNDLE.to_bytes(), PROCESS) == BUNDLE


def test_one_folder_around_all_files_is_taken_away() -> None:
    raw = zipped({f"quy-trinh/{name}": content for name, content in BUNDLE.files.items()})
    assert bundle_files.of_process(raw, PROCESS) == BUNDLE


def test_what_systems_add_is_left_out() -> None:
    files = {f"bộ mới/{name}": content for name, content in BUNDLE.files.items()}
    junk = {
        "__MACOSX/bộ mới/._process.toml": b"\x00\x05\x16\x07",
        "bộ mới/.DS_Store": b"\x00\xff",
        "bộ mới/forms/Thumbs.db": b"\xd0\xcf",
        "desktop.ini": b"\xff\xfe",
    }
    assert bundle_files.of_process(zipped({**files, **junk}), PROCESS) == BUNDLE


def test_line_ends_and_byte_order_mark_of_windows_are_no_change() -> None:
    files = {
        name: b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n")
        for name, content in BUNDLE.files.items()
    }
    assert bundle_files.of_process(zipped(files), PROCESS) == BUNDLE


def test_backslashes_of_old_windows_are_folders() -> None:
    files = {name.replace("/", "\\"): content for name, content in BUNDLE.files.items()}
    assert bundle_files.of_process(zipped(files), PROCESS) == BUNDLE


@pytest.mark.parametrize(
    "name",
    ["../process.toml", "/etc/x.toml", "forms/../../x.json", "C:\\x.toml", "a//b.toml", "./a.toml",
     "..\\..\\x.toml", "a\nb.toml", "x" * 300 + ".toml", "\\\\server\\x.toml"],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    assert isinstance(refused(zipped(SMALL, (name, b"x"))), UnsafeName)


@pytest.mark.parametrize("raw", [b"", b"PK", b"hello", b"\x00" * 100, BUNDLE.to_bytes()[:-30]])
def test_what_is_no_archive_is_refused(raw: bytes) -> None:
    assert isinstance(refused(raw), NoArchive)


def test_an_archive_with_a_broken_file_is_refused() -> None:
    raw = bytearray(zipped({**SMALL, "README.md": bytes(range(65, 91)) * 400}))
    middle = raw.index(b"README.md") + 30
    raw[middle : middle + 10] = b"\xff" * 10
    assert isinstance(refused(bytes(raw)), NoArchive)


def test_an_archive_within_an_archive_is_refused() -> None:
    for name in ("forms.zip", "forms/x.json"):
        assert isinstance(refused(zipped(SMALL, (name, zipped(SMALL)))), ArchiveInside)


def test_a_password_is_refused() -> None:
    raw = bytearray(zipped(SMALL))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = raw.index(sign) + at
        raw[place] |= 1
    assert isinstance(refused(bytes(raw)), ArchiveLocked)


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    assert isinstance(refused(zipped(SMALL, ("README.md", b"\x00" * 50_000_000))), FileTooLarge)
    many = [(f"notes/{number}.md", b" " * 1_000_000) for number in range(20)]
    assert isinstance(refused(zipped(SMALL, *many)), ArchiveTooLarge)


def test_a_bomb_that_lies_about_its_size_is_refused_while_it_is_read() -> None:
    raw = bytearray(zipped(SMALL, ("README.md", b"\x00" * 30_000_000)))
    honest = struct.pack("<L", 30_000_000)
    for _ in range(raw.count(honest)):
        place = raw.index(honest)
        raw[place : place + 4] = struct.pack("<L", 900_000)
    assert isinstance(refused(bytes(raw)), NoArchive | FileTooLarge)


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_packing_that_is_not_unpacked_piece_by_piece_is_refused(packing: int) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packing) as archive:
        archive.writestr("process.toml", SMALL["process.toml"])
        archive.writestr("README.md", b"\x00" * 900_000)
    assert isinstance(refused(buffer.getvalue()), ArchiveLocked)


def test_fifty_megabytes_are_refused_unread() -> None:
    assert isinstance(refused(b"PK\x03\x04" + b"\x00" * 50_000_000), ArchiveTooLarge)


def test_too_many_files_are_refused() -> None:
    many = [(f"{number}.md", b"") for number in range(600)]
    assert isinstance(refused(zipped(SMALL, *many)), TooManyFiles)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("again", ["process.toml", "Process.TOML"])
def test_two_files_of_one_name_are_refused(again: str) -> None:
    assert isinstance(refused(zipped(SMALL, (again, b"id = 1"))), NamedTwice)


@pytest.mark.parametrize("content", [b"\xff\xfeP\x00", "Quy trình".encode("utf-16"), b"caf\xe9"])
def test_a_text_of_another_encoding_is_refused_by_its_name(content: bytes) -> None:
    found = refused(zipped(SMALL, ("names.toml", content)))
    assert isinstance(found, WrongEncoding)
    assert "names.toml" in found.sentence("vi")


@pytest.mark.parametrize("name", ["run.exe", "forms/report.docx", "Makefile", "x.JSON"])
def test_a_file_of_another_kind_is_refused_by_its_name(name: str) -> None:
    found = refused(zipped(SMALL, (name, b"x")))
    assert isinstance(found, ForeignFile)
    assert name in found.sentence("en")


def test_a_bundle_without_its_description_is_refused() -> None:
    rest = {name: raw for name, raw in BUNDLE.files.items() if name != "process.toml"}
    assert isinstance(refused(zipped(rest)), NoDescription)
    assert isinstance(refused(zipped({})), NoDescription)
    deep = {f"a/b/{name}": raw for name, raw in BUNDLE.files.items()}
    assert isinstance(refused(zipped(deep)), NoDescription)
    two = {**deep, "c/process.toml": b""}
    assert isinstance(refused(zipped(two)), NoDescription)


def test_a_description_with_a_mistake_says_where() -> None:
    found = refused(zipped({"process.toml": b'id = "x\n'}))
    assert isinstance(found, DescriptionUnreadable)
    assert "line 1" in found.sentence("vi")


@pytest.mark.parametrize("description", [b'id = "other"', b"", b"id = 3"])
def test_a_bundle_of_another_process_is_refused(description: bytes) -> None:
    assert isinstance(refused(zipped({"process.toml": description})), OfAnotherProcess)


def test_a_bundle_keeps_no_trace_of_who_packed_it() -> None:
    read = bundle_files.read(zipped({f"x/{name}": raw for name, raw in BUNDLE.files.items()}))
    assert read.to_bytes() == Bundle(BUNDLE.files).to_bytes()
