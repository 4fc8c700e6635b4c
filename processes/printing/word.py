"""A paper as DOCX, to be worked on further: the same blocks in Word's own terms."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from processes.printing.document import (
    BREAK,
    Block,
    Columns,
    Keep,
    Line,
    Paragraph,
    Run,
    Runs,
    Table,
)
from processes.printing.sheet import BOTTOM, LEFT, RIGHT, TOP, Sheet

FACE: Final = "Times New Roman"
WIDTH: Final = 210 - LEFT - RIGHT
ALIGN: Final = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
GREY: Final = RGBColor(0x44, 0x44, 0x44)


def render(blocks: Sequence[Block], sheet: Sheet, *, at: datetime) -> bytes:
    """The paper; `at` is the moment that the file's properties name."""
    document = Document()
    _properties(document, sheet, at)
    _page(document, sheet)
    _write(document, blocks, WIDTH, keep=False)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _properties(document: Any, sheet: Sheet, at: datetime) -> None:
    properties = document.core_properties
    properties.title, properties.author = sheet.title, sheet.author
    properties.comments, properties.language = "", "vi-VN"
    properties.created = properties.modified = at.astimezone(UTC).replace(tzinfo=None)


def _page(document: Any, sheet: Sheet) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FACE, Pt(13)
    faces = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        faces.set(qn(name), FACE)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.footer_distance = Mm(8)
    foot = section.footer.paragraphs[0]
    _face(foot, Paragraph((), size=8.5, after=0))
    foot.paragraph_format.tab_stops.clear_all()
    for number, line in enumerate(sheet.foot):
        if number:
            foot.add_run().add_break()
        _small(foot.add_run(line))
    foot.add_run().add_break()
    _small(foot.add_run("Trang "))
    _field(foot, "PAGE")
    _small(foot.add_run("/"))
    _field(foot, "NUMPAGES")


def _small(run: Any) -> Any:
    run.font.size, run.font.color.rgb = Pt(8.5), GREY
    return run


def _field(paragraph: Any, name: str) -> None:
    """A field that Word fills in: its begin, its instruction, what it shows until then, its end."""
    for kind in ("begin", "instruction", "separate", "shown", "end"):
        run = _small(paragraph.add_run("1" if kind == "shown" else ""))
        if kind == "instruction":
            piece = OxmlElement("w:instrText")
            piece.set(qn("xml:space"), "preserve")
            piece.text = name
            run._r.append(piece)
        elif kind != "shown":
            piece = OxmlElement("w:fldChar")
            piece.set(qn("w:fldCharType"), kind)
            run._r.append(piece)


def _write(place: Any, blocks: Iterable[Block], width: float, *, keep: bool) -> None:
    for block in blocks:
        match block:
            case Paragraph():
                paragraph = place.add_paragraph()
                _face(paragraph, block)
                _runs(paragraph, block.runs, block.size)
                paragraph.paragraph_format.keep_with_next = keep
            case Line():
                _line(place.add_paragraph(), block, width)
            case Keep():
                _write(place, block.blocks, width, keep=True)
            case Columns():
                _columns(place, block, width, keep=keep)
            case Table():
                _table(place, block, width)


def _face(paragraph: Any, block: Paragraph) -> None:
    layout = paragraph.paragraph_format
    layout.alignment = ALIGN[block.align]
    layout.space_before, layout.space_after = Pt(block.before), Pt(block.after)
    layout.first_line_indent = Mm(block.indent) if block.indent else None
    layout.line_spacing = 1.1


def _runs(paragraph: Any, runs: Runs, size: float) -> None:
    for run in runs:
        _run(paragraph, run, size)


def _run(paragraph: Any, run: Run, size: float) -> None:
    written = paragraph.add_run("" if run.text == BREAK else run.text)
    if run.text == BREAK:
        written.add_break()
    written.bold, written.italic = run.bold or None, run.italic or None
    written.font.size = Pt(size)


def _line(paragraph: Any, block: Line, width: float) -> None:
    """The border above an empty paragraph, indented so that the line stands in the middle."""
    side = max(0.0, (width - block.width) / 2)
    layout = paragraph.paragraph_format
    layout.left_indent, layout.right_indent = Mm(side), Mm(side)
    layout.space_before, layout.space_after = Pt(0), Pt(0)
    layout.line_spacing = Pt(4)
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc"
    )


def _grid(place: Any, rows: int, widths: Sequence[float], width: float) -> Any:
    shares = [width * one / sum(widths) for one in widths]
    if hasattr(place, "sections"):
        grid = place.add_table(rows=rows, cols=len(shares))
    else:
        grid = place.add_table(rows=rows, cols=len(shares), width=Mm(width))
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, share in zip(grid.columns, shares, strict=True):
        column.width = Mm(share)
    return grid


def _columns(place: Any, block: Columns, width: float, *, keep: bool) -> None:
    if block.before:
        space = place.add_paragraph().paragraph_format
        space.line_spacing, space.space_after = Pt(block.before), Pt(0)
        space.keep_with_next = keep
    grid = _grid(place, 1, block.widths, width)
    for number, (cell, column) in enumerate(zip(grid.rows[0].cells, block.columns, strict=True)):
        share = width * block.widths[number] / sum(block.widths)
        cell.width = Mm(share)
        _write(cell, column, share, keep=keep)
        first = cell.paragraphs[0]
        if len(cell.paragraphs) > 1:
            first._p.getparent().remove(first._p)
    _gap(place, 4)


def _table(place: Any, block: Table, width: float) -> None:
    grid = _grid(place, 0, block.widths, width)
    grid.style = "Table Grid"
    for row in block.rows:
        drawn = grid.add_row()
        if row.head:
            head = OxmlElement("w:tblHeader")
            head.set(qn("w:val"), "true")
            drawn._tr.get_or_add_trPr().append(head)
        for number, (cell, said) in enumerate(zip(drawn.cells, row.cells, strict=True)):
            cell.width = Mm(width * block.widths[number] / sum(block.widths))
            paragraph = cell.paragraphs[0]
            _face(paragraph, Paragraph((), align=said.align, size=block.size, after=0))
            _runs(paragraph, said.runs, block.size)
    _gap(place, 6)


def _gap(place: Any, points: float) -> None:
    """The paragraph that Word wants behind a table."""
    layout = place.add_paragraph().paragraph_format
    layout.line_spacing, layout.space_after = Pt(points), Pt(0)
