"""Which files are taken: told by their content, whatever they are called."""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Callable

import pytest

from processes.attachments.kinds import JPEG, PDF, kind_of
from processes.attachments.limits import LONGEST_NAME
from processes.attachments.names import name_of, shown_name
from processes.attachments.refusals import (
    ArchiveNotTaken,
    FileDamaged,
    FileEmpty,
    FileRefused,
    KindNotTaken,
    MacrosInside,
    OldOffice,
    TooMuchInside,
)
from tests.processes.attachments import files
from tests.processes.attachments.files import MACROS, SHEET, TAKEN, WORD, odt, office, zipped


@pytest.mark.parametrize("kind", TAKEN)
def test_a_file_of_each_kind_is_told_by_its_content(kind: str) -> None:
    assert kind_of(TAKEN[kind]()).id == kind


@pytest.mark.parametrize(
    ("content", "kind"), [(files.jpeg_and_page(), "jpeg"), (files.png_and_archive(), "png")]
)
def test_a_file_that_is_two_things_is_taken_as_what_it_begins_with(
    content: bytes, kind: str
) -> None:
    assert kind_of(content).id == kind


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", FileEmpty),
        (b"\0", KindNotTaken),
        (files.HTML, KindNotTaken),
        (files.SVG, KindNotTaken),
        (b"<?xml version='1.0'?>" + files.SVG, KindNotTaken),
        (b"\xef\xbb\xbf" + files.HTML, KindNotTaken),
        (b"\xff\xd8\xff\xe0" + files.HTML, KindNotTaken),
        (b"%PDF-1.7\n" + files.HTML, KindNotTaken),
        (files.HTML + b"%PDF-1.7 %%EOF", KindNotTaken),
        (files.broken_png(), KindNotTaken),
        (b"GIF89a" + bytes(90), KindNotTaken),
        (b"MZ" + bytes(90), KindNotTaken),
        (b"#!/bin/sh\n", KindNotTaken),
        (b"\0\0\0\x18ftypisom" + bytes(90), KindNotTaken),
        (files.OLD, OldOffice),
        (zipped({"a.jpg": files.picture("JPEG")}), ArchiveNotTaken),
        (zipped({}), ArchiveNotTaken),
        (b"Rar!\x1a\x07\x01\0", ArchiveNotTaken),
        (office(f"{files.OFFICE}.presentationml.presentation.main+xml"), KindNotTaken),
        (office(f"{WORD} {SHEET}"), KindNotTaken),
        (office(MACROS), MacrosInside),
        (office(WORD, **{"word/vbaProject.bin": b"x"}), MacrosInside),
        (office(WORD, **{"word\\VBAPROJECT.BIN": b"x"}), MacrosInside),
        (office(SHEET, **{"xl/macrosheets/sheet1.xml": b"x"}), MacrosInside),
        (office(WORD, **{"word/activeX/activeX1.bin": b"x"}), MacrosInside),
        (odt(**{"Basic/Standard/Module1.xml": b"x"}), MacrosInside),
        (files.TAKEN["docx"]()[:3_000], FileDamaged),
        (b"PK\x03\x04" + bytes(90), FileDamaged),
        (files.crc_of_another(), FileDamaged),
        (zipped({"[Content_Types].xml": WORD.encode()}, zipfile.ZIP_LZMA), FileDamaged),
    ],
)
def test_what_else_is_refused_with_its_reason(content: bytes, refusal: type[FileRefused]) -> None:
    with pytest.raises(FileRefused) as refused:
        kind_of(content)
    assert type(refused.value) is refusal
    assert refused.value.sentence("vi") != refused.value.sentence("en")


@pytest.mark.parametrize("make", [files.bomb, files.of_many_parts])
def test_a_document_that_unpacks_to_too_much_is_refused(make: Callable[[], bytes]) -> None:
    content = make()
    assert len(content) < 1_000_000
    with pytest.raises(TooMuchInside):
        kind_of(content)


def test_a_directory_that_lies_about_sizes_is_found_out() -> None:
    with pytest.raises(FileRefused):
        kind_of(files.lying_bomb())


def test_two_parts_of_one_name_are_refused() -> None:
    twice = office(WORD, **{"mein.xml": b"<main/>"}).replace(b"mein.xml", b"main.xml")
    with pytest.raises(FileDamaged):
        kind_of(twice)


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("Ngô Thị Lan - khám.jpg", "Ngô Thị Lan - khám.jpg"),
        (unicodedata.normalize("NFD", "Giấy khám.jpg"), "Giấy khám.jpg"),
        ("C:\\Ảnh\\IMG 01.JPG", "IMG 01.JPG"),
        ("../../etc/passwd", "passwd.jpg"),
        ("/", "tai-lieu.jpg"),
        ("", "tai-lieu.jpg"),
        ("...", "tai-lieu.jpg"),
        (".jpg", "jpg.jpg"),
        ("kham.html", "kham.html.jpg"),
        ("anh.jpeg.exe", "anh.jpeg.exe.jpg"),
        ("a\0b\r\nc\t.jpg", "a b c.jpg"),
        ("kham\u202egpj.exe", "kham gpj.exe.jpg"),
        ('a"b<c>|?*:.jpg', "a-b-c-----.jpg"),
        ("a\u200bb.jpg", "a b.jpg"),
    ],
)
def test_a_name_is_one_that_can_be_shown_and_saved_under(told: str, kept: str) -> None:
    assert name_of(told, JPEG) == kept


@pytest.mark.parametrize("told", ["x" * 500 + ".jpg", "x" * 500, "ẵ" * 500 + ".PDF"])
def test_a_long_name_is_cut_and_keeps_its_ending(told: str) -> None:
    assert len(name_of(told, JPEG)) <= LONGEST_NAME
    assert name_of(told, JPEG).endswith(".jpg")
    assert name_of(told, PDF).casefold().endswith(".pdf")
    assert len(shown_name(told)) <= LONGEST_NAME
