"""A paper as PDF, on A4 with the margins of Nghị định 30/2020/NĐ-CP, phụ lục I, phần I."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor, black
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    HRFlowable,
    KeepTogether,
    PageTemplate,
    Spacer,
)
from reportlab.platypus import Paragraph as Flowing
from reportlab.platypus import Table as Grid

from processes.printing.document import (
    BREAK,
    Block,
    Cell,
    Columns,
    Keep,
    Line,
    Paragraph,
    Run,
    Runs,
    Table,
)
from processes.printing.sheet import BOTTOM, LEFT, RIGHT, TOP, Sheet

FONTS: Final = Path(__file__).parent / "fonts"
FACE: Final = "Tinos"
FACES: Final = ("Regular", "Bold", "Italic", "BoldItalic")
ALIGN: Final = {"left": TA_LEFT, "right": TA_RIGHT, "center": TA_CENTER, "justify": TA_JUSTIFY}
WIDTH: Final = A4[0] - (LEFT + RIGHT) * mm
LEADING: Final = 1.25
FOOT: Final = 8.5
CELL: Final = 1.2 * mm


def render(blocks: Sequence[Block], sheet: Sheet) -> bytes:
    """The paper, its fonts within it."""
    _register()
    made = io.BytesIO()
    layout = BaseDocTemplate(
        made,
        pagesize=A4,
        title=sheet.title,
        author=sheet.author,
        creator="Đồng Hành",
        lang="vi",
    )
    high = A4[1] - (TOP + BOTTOM) * mm
    frame = Frame(LEFT * mm, BOTTOM * mm, WIDTH, high, *[0] * 4)
    layout.addPageTemplates([PageTemplate("page", [frame])])
    flowing = list(_flowables(blocks, WIDTH)) or [Spacer(1, 1)]
    layout.build(flowing, canvasmaker=lambda *a, **k: _Numbered(sheet, *a, **k))
    return made.getvalue()


class _Numbered(Canvas):  # type: ignore[misc] # reportlab has no types
    """Pages wait until their number is known, then each gets its foot."""

    def __init__(self, sheet: Sheet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._sheet = sheet
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        total = len(self._pages)
        for number, page in enumerate(self._pages, 1):
            self.__dict__.update(page)
            self._foot(number, total)
            super().showPage()
        super().save()

    def _foot(self, number: int, total: int) -> None:
        style = _style(Paragraph((), size=FOOT))
        style.textColor = HexColor(0x444444)
        lines = Flowing("<br/>".join(escape(one) for one in self._sheet.foot), style)
        page = Flowing(f"Trang {number}/{total}", style.clone("page", alignment=TA_RIGHT))
        place = 22 * mm
        _wide, high = lines.wrap(WIDTH - place, BOTTOM * mm)
        top = max(BOTTOM * mm - 3 * mm, high + 3 * mm)
        self.setStrokeColor(HexColor(0x999999))
        self.setLineWidth(0.4)
        self.line(LEFT * mm, top + 1 * mm, LEFT * mm + WIDTH, top + 1 * mm)
        lines.drawOn(self, LEFT * mm, top - high)
        _wide, high = page.wrap(place, BOTTOM * mm)
        page.drawOn(self, LEFT * mm + WIDTH - place, top - high)


def _register() -> None:
    for name in FACES:
        pdfmetrics.registerFont(TTFont(f"{FACE}-{name}", str(FONTS / f"Tinos-{name}.ttf")))
    pdfmetrics.registerFontFamily(
        FACE,
        normal=f"{FACE}-Regular",
        bold=f"{FACE}-Bold",
        italic=f"{FACE}-Italic",
        boldItalic=f"{FACE}-BoldItalic",
    )


def _flowables(blocks: Iterable[Block], width: float) -> Iterable[Flowable]:
    for block in blocks:
        match block:
            case Paragraph():
                yield Flowing(_marked(block.runs), _style(block))
            case Line():
                yield HRFlowable(
                    width=min(block.width * mm, width),
                    thickness=0.6,
                    color=black,
                    spaceBefore=0,
                    spaceAfter=3,
                )
            case Keep():
                yield KeepTogether(list(_flowables(block.blocks, width)))
            case Columns():
                yield Spacer(1, block.before)
                yield _columns(block, width)
            case Table():
                yield _table(block, width)


def _columns(block: Columns, width: float) -> Flowable:
    shares = _shares(block.widths, width)
    cells = [
        list(_flowables(column, share)) for column, share in zip(block.columns, shares, strict=True)
    ]
    return Grid(
        [cells],
        colWidths=shares,
        style=[
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("ALIGN", (0, 0), (-1, -1), "CENTER"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 0),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        ],
        splitInRow=1,
    )


def _table(block: Table, width: float) -> Flowable:
    heads = 0
    while heads < len(block.rows) and block.rows[heads].head:
        heads += 1
    return Grid(
        [[_cell(cell, block.size) for cell in row.cells] for row in block.rows],
        colWidths=_shares(block.widths, width),
        repeatRows=heads if heads < len(block.rows) else 0,
        splitInRow=1,
        spaceBefore=3,
        spaceAfter=8,
        style=[
            ("GRID", (0, 0), (-1, -1), 0.5, black),
            ("LINEBELOW", (0, "splitlast"), (-1, "splitlast"), 0.5, black),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), CELL),
            ("RIGHTPADDING", (0, 0), (-1, -1), CELL),
            ("TOPPADDING", (0, 0), (-1, -1), CELL),
            ("BOTTOMPADDING", (0, 0), (-1, -1), CELL),
        ],
    )


def _cell(cell: Cell, size: float) -> Flowing:
    return Flowing(_marked(cell.runs), _style(Paragraph((), align=cell.align, size=size, after=0)))


def _shares(widths: Sequence[float], width: float) -> list[float]:
    return [width * one / sum(widths) for one in widths]


def _style(block: Paragraph) -> ParagraphStyle:
    return ParagraphStyle(
        "paper",
        fontName=f"{FACE}-Regular",
        fontSize=block.size,
        leading=block.size * LEADING,
        alignment=ALIGN[block.align],
        spaceBefore=block.before,
        spaceAfter=block.after,
        firstLineIndent=block.indent * mm,
        splitLongWords=1,
        allowWidows=0,
        allowOrphans=0,
    )


def _marked(runs: Runs) -> str:
    """Reportlab's own mark-up; what people wrote is escaped, so that nothing of theirs is any."""
    return "".join(_run(run) for run in runs)


def _run(run: Run) -> str:
    if run.text == BREAK:
        return "<br/>"
    text = escape(run.text)
    if run.italic:
        text = f"<i>{text}</i>"
    return f"<b>{text}</b>" if run.bold else text
