"""A paper as paragraphs, tables and lines: what a template says, before it is PDF or DOCX. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

BREAK: Final = "\u2028"  # a line break within an answer; a template writes <br/>


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one face; a line break is the text BREAK."""

    text: str
    bold: bool = False
    italic: bool = False


Runs: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sizes and spaces in points; `indent` of the first line in millimetres."""

    runs: Runs
    align: str = "left"
    size: float = 13
    before: float = 0
    after: float = 6
    indent: float = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A drawn line in the middle, `width` in millimetres."""

    width: float


@dataclass(frozen=True, slots=True)
class Columns:
    """Blocks side by side without borders; `widths` are shares of the line, `before` in points."""

    widths: tuple[float, ...]
    columns: tuple[tuple[Block, ...], ...]
    before: float = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table."""

    runs: Runs
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; a head is repeated on every page."""

    cells: tuple[Cell, ...]
    head: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with borders; `widths` are shares of the line, one for each cell of a row."""

    widths: tuple[float, ...]
    rows: tuple[Row, ...]
    size: float = 12


@dataclass(frozen=True, slots=True)
class Keep:
    """Blocks that stay on one page."""

    blocks: tuple[Block, ...]


Block: TypeAlias = Paragraph | Line | Columns | Table | Keep
