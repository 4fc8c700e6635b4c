"""Made papers as a reader sees them: the words of a PDF and of a DOCX."""

from __future__ import annotations

import io
import unicodedata

from docx import Document
from pypdf import PdfReader


def pages_of(pdf: bytes) -> list[str]:
    """The words of each page, with single spaces."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return [plain(page.extract_text()) for page in pages]


def words_of(pdf: bytes) -> str:
    """All words of a PDF."""
    return " ".join(pages_of(pdf))


def words_of_docx(raw: bytes) -> str:
    """All words of a DOCX, those of its tables and its foot too."""
    document = Document(io.BytesIO(raw))
    parts = [document.element.body, *(one.footer._element for one in document.sections)]
    return plain(
        " ".join(
            "".join(run.text or "" for run in paragraph.iter(f"{{{NAMESPACE}}}t"))
            for part in parts
            for paragraph in part.iter(f"{{{NAMESPACE}}}p")
        )
    )


NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def plain(text: str) -> str:
    """Composed letters and single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())
