"""The sheet of Nghị định 30/2020/NĐ-CP: size, margins, face, dates, and who signs."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from docx import Document
from pypdf import PdfReader

from processes.bundle import catalogue
from processes.forms.wording import CONTINUING, PRESCHOOL, Wording
from processes.printing import child
from processes.printing.checks import SAMPLE
from processes.printing.contents import dated
from processes.printing.register import papers_of
from tests.processes.printing.reading import words_of, words_of_docx

LETTER = papers_of(catalogue("school_social_work")).templates["letter.xml"]


def letter(kind: str, wording: Wording = PRESCHOOL, **values: Any) -> bytes:
    """A letter made of sample values."""
    said = {
        **SAMPLE,
        "sections": [],
        "decision": None,
        "words": {"student": wording.student["vi"], "head": wording.head["vi"], "school": "trường"},
        **values,
    }
    return child.made(
        {
            "kind": kind,
            "template": LETTER,
            "values": said,
            "title": "Công văn",
            "author": "Trường",
            "foot": ["Chân trang"],
            "at": "2026-08-21T08:00:00+00:00",
        }
    )


def test_a_paper_is_a4_in_a_times_like_face_that_comes_with_it() -> None:
    reader = PdfReader(io.BytesIO(letter("pdf")))
    page = reader.pages[0]
    assert [round(float(one) / 72 * 25.4) for one in page.mediabox[2:]] == [210, 297]
    resources: Any = page["/Resources"]
    faces = [font.get_object() for font in resources["/Font"].values()]
    shipped = [face for face in faces if "Tinos" in face["/BaseFont"]]
    assert len(shipped) >= 3
    assert all("/FontFile2" in face["/FontDescriptor"] for face in shipped)
    assert reader.metadata is not None
    assert reader.metadata.title == "Công văn"
    section = Document(io.BytesIO(letter("docx"))).sections[0]
    measures = (section.page_width, section.page_height, section.left_margin)
    assert [round(one.mm) for one in measures if one is not None] == [210, 297, 30]
    assert 20 <= round(section.top_margin.mm if section.top_margin else 0) <= 25
    assert 15 <= round(section.right_margin.mm if section.right_margin else 0) <= 20


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 8, 24), "ngày 24 tháng 8 năm 2026"),
        (date(2026, 2, 4), "ngày 04 tháng 02 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 12, 31), "ngày 31 tháng 12 năm 2026"),
    ],
)
def test_days_below_ten_and_the_first_months_have_a_leading_zero(day: date, words: str) -> None:
    assert dated(day)["date"] == words


@pytest.mark.parametrize(
    ("wording", "head"), [(PRESCHOOL, "HIỆU TRƯỞNG"), (CONTINUING, "GIÁM ĐỐC")]
)
@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_head_and_deputy_sign_by_the_kind_of_school(kind: str, wording: Wording, head: str) -> None:
    read = words_of if kind == "pdf" else words_of_docx
    signer = {"for_head": True, "name": "Đỗ Văn Em"}
    assert f"KT. {head} PHÓ {head} Đỗ Văn Em" in read(letter(kind, wording, signer=signer))
    signer = {"for_head": False, "name": "Trần Văn Bình"}
    alone = read(letter(kind, wording, signer=signer))
    assert f"{head} Trần Văn Bình" in alone
    assert "KT." not in alone
